import { Button, Group, Paper, SegmentedControl, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { Link, useLocation } from 'wouter';
import { usePixelChoices } from '../api/choices';
import { byPath, faultsOf } from '../api/errors';
import { ErrorNote } from '../shell/error-note';
import { useFocusOnFault } from '../shell/focus-on-fault';
import { useUnsavedChanges } from '../shell/leave-guard';
import { Loaded, Waiting } from '../shell/loaded';
import { NotFound } from '../shell/not-found';
import { Page } from '../shell/page';
import { tell } from '../shell/tell';
import { text } from '../text';
import { IntegrationsCrumb } from './integrations-crumb';
import { connectInput, missingFields, newDraft, withEndpoint } from './pixel-draft';
import { PixelFields } from './pixel-fields';
import { CONNECT, PLATFORMS, type PlatformInfo, VERIFY } from './queries';

const words = text.integrations;

/** What the page of a pixel gets to know of how its reader came. */
export interface CameFrom {
  justConnected?: boolean;
}

export default function ConnectPage({ platform }: { platform: string }) {
  const [result, reload] = useQuery({ query: PLATFORMS, requestPolicy: 'cache-first' });
  const { nodes, error, retry } = usePixelChoices();
  if (nodes === null) return error ? <ErrorNote error={error} retry={retry} /> : <Waiting />;
  return (
    <Loaded result={result} retry={reload}>
      {({ platforms }) => {
        const info = platforms.find((known) => known.platform === platform);
        return info ? <ConnectForm platform={info} taken={nodes.map(({ name }) => name)} /> : <NotFound />;
      }}
    </Loaded>
  );
}

function ConnectForm({ platform, taken }: { platform: PlatformInfo; taken: readonly string[] }) {
  const [first] = useState(() => newDraft(platform, taken));
  const [draft, setDraft] = useState(first);
  const untouched = withEndpoint(first, draft.endpoint, platform, taken);
  const letGo = useUnsavedChanges(JSON.stringify(draft) !== JSON.stringify(untouched));
  const [{ fetching, error }, connect] = useMutation(CONNECT);
  const [{ fetching: checking }, verify] = useMutation(VERIFY);
  const [, go] = useLocation();
  const [missing, setMissing] = useState<Record<string, string>>({});
  const faults = { ...byPath(faultsOf(error)), ...missing };
  const form = useFocusOnFault(error);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setMissing(missingFields(draft, platform, false));
    const { data } = await connect({ input: connectInput(draft, platform) });
    if (!data) return;
    const { id, name } = data.connectPixel;
    // It is connected whatever comes of this: its page tells what is refused, and an outage spoils nothing.
    const asked = platform.verifiesCredentials ? await verify({ id }) : null;
    if (asked?.error) tell(words.notChecked(name), 'orange');
    letGo();
    go(`/integrations/${id}`, { state: { justConnected: true } satisfies CameFrom });
  };
  return (
    <Page title={words.connectTo(platform.label)} above={<IntegrationsCrumb />} intro={words.about[platform.platform]}>
      <Paper withBorder p={{ base: 'md', sm: 'lg' }} maw={760}>
        <form onSubmit={submit} noValidate ref={form}>
          <Stack>
            <EndpointChoice
              value={draft.endpoint}
              change={(endpoint) => setDraft((before) => withEndpoint(before, endpoint, platform, taken))}
              platform={platform.platform}
              error={faults.endpoint}
            />
            <PixelFields
              platform={platform}
              draft={draft}
              change={(changes) => setDraft((before) => ({ ...before, ...changes }))}
              faults={faults}
              stored={false}
            />
            <ErrorNote error={error} shownPaths={Object.keys(faults).filter(isAtField)} />
            <Group>
              <Button type="submit" loading={fetching || checking}>
                {words.connectTo(platform.label)}
              </Button>
              <Button component={Link} href="/integrations" variant="default">
                {text.common.cancel}
              </Button>
            </Group>
          </Stack>
        </form>
      </Paper>
    </Page>
  );
}

/** Whether a field of the form shows the fault at this path. */
export function isAtField(path: string): boolean {
  return /^(name|endpoint|platformPixelId|accessToken|settings\.\w+|custom\.(method|url|body|signingSecret|headers(\.\d+\.(name|value))?))$/.test(
    path,
  );
}

interface EndpointChoiceProps {
  value: string;
  change: (endpoint: string) => void;
  platform: string;
  error: string | undefined;
}

function EndpointChoice({ value, change, platform, error }: EndpointChoiceProps) {
  return (
    <Stack gap={6} align="flex-start">
      <Text size="sm" fw={500} id="endpoint">
        {words.form.endpoint}
      </Text>
      <SegmentedControl
        aria-labelledby="endpoint"
        value={value}
        onChange={change}
        data={['SANDBOX', 'LIVE'].map((endpoint) => ({
          value: endpoint,
          label: text.endpoint[endpoint] ?? endpoint,
        }))}
      />
      <Text size="sm" c="dimmed">
        {value === 'SANDBOX' ? words.form.sandboxHint : words.form.liveHint}{' '}
        {value === 'SANDBOX' ? platform !== 'CUSTOM' && words.form.refusalHint : words.liveNeeds[platform]}
      </Text>
      {error && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
    </Stack>
  );
}
