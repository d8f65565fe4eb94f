import { Center, Loader, MantineProvider } from '@mantine/core';
import { Suspense, useMemo } from 'react';
import { Provider } from 'urql';
import { Redirect, Route, Switch } from 'wouter';
import { openClient } from './api/client';
import { useSession } from './api/session';
import { Boundary } from './shell/boundary';
import { GuardedRouter } from './shell/leave-guard';
import { nonce } from './shell/nonce';
import { NotFound } from './shell/not-found';
import { part } from './shell/part';
import { Shell } from './shell/shell';
import { SignIn } from './shell/sign-in';
import { theme } from './shell/theme';
import { text } from './text';

const OverviewPage = part(() => import('./overview/overview-page'));
const CampaignsPage = part(() => import('./campaigns/campaigns-page'));
const MarketingPage = part(() => import('./campaigns/marketing-page'));
const RulePage = part(() => import('./campaigns/rule-page'));
const NewRulePage = part(() => import('./campaigns/new-rule-page'));
const IntegrationsPage = part(() => import('./integrations/integrations-page'));
const ConnectPage = part(() => import('./integrations/connect-page'));
const PixelPage = part(() => import('./integrations/pixel-page'));
const TestFirePage = part(() => import('./test-fire/test-fire-page'));
const HistoryPage = part(() => import('./history/history-page'));
const ApiPage = part(() => import('./api-page/api-page'));

export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <SignedInOrNot />
    </MantineProvider>
  );
}

/** Without a key any address asks for one and stays as it is, so that a shared view opens after signing in. */
function SignedInOrNot() {
  const { key } = useSession();
  const client = useMemo(() => (key === null ? null : openClient()), [key]);
  if (client === null) return <SignIn />;
  return (
    <Provider value={client}>
      <GuardedRouter>
        <Shell>
          <Boundary>
            <Suspense fallback={<Waiting />}>
              <Pages />
            </Suspense>
          </Boundary>
        </Shell>
      </GuardedRouter>
    </Provider>
  );
}

function Waiting() {
  return (
    <Center h={240}>
      <Loader role="status" aria-label={text.common.loading} />
    </Center>
  );
}

function Pages() {
  return (
    <Switch>
      <Route path="/" component={OverviewPage} />
      <Route path="/sign-in">
        <Redirect to="/" replace />
      </Route>
      <Route path="/campaigns" component={CampaignsPage} />
      <Route path="/campaigns/:campaignId">
        {({ campaignId }) => <Redirect to={`/campaigns/${campaignId}/marketing`} replace />}
      </Route>
      <Route path="/campaigns/:campaignId/marketing">
        {({ campaignId }) => <MarketingPage campaignId={campaignId} key={campaignId} />}
      </Route>
      <Route path="/campaigns/:campaignId/marketing/:ruleId">
        {({ campaignId, ruleId }) => <RulePage campaignId={campaignId} ruleId={ruleId} key={ruleId} />}
      </Route>
      <Route path="/rules/new" component={NewRulePage} />
      <Route path="/integrations" component={IntegrationsPage} />
      <Route path="/integrations/connect/:platform">
        {({ platform }) => <ConnectPage platform={platform} key={platform} />}
      </Route>
      <Route path="/integrations/:pixelId">{({ pixelId }) => <PixelPage pixelId={pixelId} key={pixelId} />}</Route>
      <Route path="/test-fire" component={TestFirePage} />
      <Route path="/history">
        <HistoryPage />
      </Route>
      <Route path="/api" component={ApiPage} />
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}
