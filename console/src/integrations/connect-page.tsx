import { Alert, Button, Group, Paper, SegmentedControl, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { Link, useLocation } from 'wouter';
import { byPath, faultsOf } from '../api/errors';
import { ErrorNote } from '../shell/error-note';
import { useFocusOnFault } from '../shell/focus-on-fault';
import { Loaded } from '../shell/loaded';
import { NotFound } from '../shell/not-found';
import { Page } from '../shell/page';
import { tell } from '../shell/tell';
import { text } from '../text';
import { connectInput, madeUp, newDraft } from './pixel-draft';
import { PixelFields } from './pixel-fields';
import { CONNECT, PLATFORMS, type PlatformInfo } from './queries';

const words = text.integrations;

export default function ConnectPage({ platform }: { platform: string }) {
  const [result, reload] = useQuery({ query: PLATFORMS, requestPolicy: 'cache-first' });
  return (
    <Loaded result={result} retry={reload}>
      {({ platforms }) => {
        const info = platforms.find((known) => known.platform === platform);
        return info ? <ConnectForm platform={info} /> : <NotFound />;
      }}
    </Loaded>
  );
}

function ConnectForm({ platform }: { platform: PlatformInfo }) {
  const [draft, setDraft] = useState(() => newDraft(platform));
  const [{ fetching, error }, connect] = useMutation(CONNECT);
  const [, go] = useLocation();
  const faults = byPath(faultsOf(error));
  const form = useFocusOnFault(error);
  const change = (changes: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...changes }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { data } = await connect({ input: connectInput(draft, platform) });
    if (!data) return;
    tell(words.connected(data.connectPixel.name));
    go(`/integrations/${data.connectPixel.id}`);
  };
  return (
    <Page title={words.connectTo(platform.label)} intro={words.about[platform.platform]}>
      <Paper withBorder p={{ base: 'md', sm: 'lg' }} maw={760}>
        <form onSubmit={submit} noValidate ref={form}>
          <Stack>
            <EndpointChoice
              value={draft.endpoint}
              change={(endpoint) => change({ endpoint })}
              fill={() => change(madeUp(platform.platform))}
              error={faults.endpoint}
            />
            <PixelFields platform={platform} draft={draft} change={change} faults={faults} stored={false} />
            <ErrorNote error={error} shownPaths={Object.keys(faults).filter(isAtField)} />
            <Group>
              <Button type="submit" loading={fetching}>
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
  fill: () => void;
  error: string | undefined;
}

function EndpointChoice({ value, change, fill, error }: EndpointChoiceProps) {
  return (
    <Alert color="gray" variant="light" title={words.form.endpoint} icon={null}>
      <Stack gap="xs" align="flex-start">
        <SegmentedControl
          aria-label={words.form.endpoint}
          value={value}
          onChange={change}
          data={['SANDBOX', 'LIVE'].map((endpoint) => ({
            value: endpoint,
            label: text.endpoint[endpoint] ?? endpoint,
          }))}
        />
        <Text size="sm">{value === 'SANDBOX' ? words.form.sandboxHint : words.form.liveHint}</Text>
        {error && (
          <Text size="sm" c="red" role="alert">
            {error}
          </Text>
        )}
        {value === 'SANDBOX' && (
          <Button size="compact-sm" variant="default" onClick={fill}>
            {words.form.fill}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
