import { Button, Grid, Loader, SegmentedControl, Stack, Text } from '@mantine/core';
import { Suspense, useMemo } from 'react';
import { useQuery } from 'urql';
import { useSearchParams } from 'wouter';
import { Boundary } from '../shell/boundary';
import { Loaded } from '../shell/loaded';
import { hoursAgo, timeZone } from '../shell/moment';
import { Page } from '../shell/page';
import { part } from '../shell/part';
import { useReadAnew } from '../shell/read-anew';
import { text } from '../text';
import { Attention } from './attention';
import { Coverage } from './coverage';
import { Guide } from './guide';
import { Panel } from './panel';
import { PixelRates } from './pixel-rates';
import { OVERVIEW, type Overview } from './queries';
import { Totals } from './totals';
import { useGuide } from './use-guide';

const HourChart = part(() => import('./hour-chart'));
const words = text.overview;
const REFRESH_MS = 30_000;

export default function OverviewPage() {
  const [search, setSearch] = useSearchParams();
  const range = words.ranges[search.get('hours') ?? ''] ? (search.get('hours') as string) : '24';
  const since = useMemo(() => hoursAgo(Number(range)), [range]);
  const variables = useMemo(() => ({ filter: { createdAfter: since, test: false }, since, timeZone }), [since]);
  const [result, reload] = useQuery({ query: OVERVIEW, variables });
  const guide = useGuide(result.data);
  useReadAnew(reload, REFRESH_MS);
  return (
    <Page
      title={words.title}
      intro={words.intro}
      actions={
        <>
          {guide.begun !== null && (
            <Button variant="subtle" size="sm" onClick={guide.toggle} aria-expanded={!guide.hidden}>
              {guide.hidden ? words.guide.show : words.guide.hide}
            </Button>
          )}
          <SegmentedControl
            aria-label={words.range}
            data={Object.entries(words.ranges).map(([value, label]) => ({ value, label }))}
            value={range}
            onChange={(hours) => setSearch({ hours }, { replace: true })}
          />
        </>
      }
    >
      <Loaded result={result} retry={() => reload({ requestPolicy: 'network-only' })}>
        {(overview) => (
          <>
            {guide.begun !== null && !guide.hidden && <Guide overview={overview} begun={guide.begun} />}
            <Content overview={overview} since={since} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Content({ overview, since }: { overview: Overview; since: string }) {
  const hasFirings = overview.firingSeries.length > 0;
  return (
    <Stack gap="lg">
      <Totals stats={overview.firingStats} since={since} />
      <Attention pixels={overview.pixels.nodes} since={since} />
      <Panel title={words.perHour} hint={hasFirings ? words.perHourHint : undefined}>
        {!hasFirings ? (
          <Text size="sm">{words.noFirings}</Text>
        ) : (
          <Boundary>
            <Suspense fallback={<Loader size="sm" role="status" aria-label={text.common.loading} />}>
              <HourChart series={overview.firingSeries} />
            </Suspense>
          </Boundary>
        )}
      </Panel>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 6 }}>
          <Panel title={words.pixels}>
            <PixelRates pixels={overview.pixels.nodes} since={since} />
            {overview.pixels.pageInfo.hasNextPage && (
              <Text size="sm" mt="sm">
                {text.integrations.cut(overview.pixels.nodes.length)}
              </Text>
            )}
          </Panel>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 6 }}>
          <Coverage firings={overview.latest.nodes} />
        </Grid.Col>
      </Grid>
    </Stack>
  );
}
