import { Alert, Anchor, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { type FormEvent, useMemo, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { Link } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { byPath, faultsOf } from '../api/errors';
import { ErrorNote } from '../shell/error-note';
import { useFocusOnFault } from '../shell/focus-on-fault';
import { useUnsavedChanges } from '../shell/leave-guard';
import { Loaded } from '../shell/loaded';
import { Moment } from '../shell/moment';
import { NotFound } from '../shell/not-found';
import { Page } from '../shell/page';
import { PlatformMark } from '../shell/platform-mark';
import { useReadAnew } from '../shell/read-anew';
import { Endpoint, PixelStatus } from '../shell/status';
import { tell } from '../shell/tell';
import { Warnings } from '../shell/warnings';
import { text } from '../text';
import { type CameFrom, isAtField } from './connect-page';
import { Disconnect } from './disconnect';
import { IntegrationsCrumb } from './integrations-crumb';
import { Pause } from './pause';
import { draftOf, missingFields, updateInput } from './pixel-draft';
import { PixelFields } from './pixel-fields';
import { PIXEL, type Pixel, PLATFORMS, type PlatformInfo, UPDATE } from './queries';
import { ReplaceToken } from './replace-token';
import { usePixelActions } from './use-pixel-actions';

const words = text.integrations;
const REFRESH_MS = 15_000;

export default function PixelPage({ pixelId }: { pixelId: string }) {
  const variables = useMemo(() => ({ id: pixelId, held: { pixelId, statuses: ['HELD' as const] } }), [pixelId]);
  const [result, reload] = useQuery({ query: PIXEL, variables });
  useReadAnew(reload, REFRESH_MS);
  const [platforms, reloadPlatforms] = useQuery({ query: PLATFORMS, requestPolicy: 'cache-first' });
  const isNew = useHistoryState<CameFrom | null>()?.justConnected ?? false;
  return (
    <Loaded result={result} retry={() => reload({ requestPolicy: 'network-only' })}>
      {({ pixel, firingStats }) =>
        pixel === null ? (
          <NotFound>{words.none}</NotFound>
        ) : (
          <Page
            title={pixel.name}
            above={<IntegrationsCrumb />}
            actions={pixel.deletedAt ? undefined : <Actions pixel={pixel} isNew={isNew} />}
          >
            {pixel.deletedAt && <Alert color="gray">{words.gone}</Alert>}
            {!pixel.deletedAt && <State pixel={pixel} isNew={isNew} />}
            <Warnings warnings={pixel.warnings} />
            {firingStats.total > 0 && <Held pixelId={pixel.id} count={firingStats.total} />}
            <Facts pixel={pixel} />
            {!pixel.deletedAt && (
              <Loaded result={platforms} retry={reloadPlatforms}>
                {(known) => {
                  const platform = known.platforms.find((info) => info.platform === pixel.platform);
                  return platform && <EditForm pixel={pixel} platform={platform} />;
                }}
              </Loaded>
            )}
          </Page>
        )
      }
    </Loaded>
  );
}

/** What keeps the pixel from working, with the way out; else how connecting went, and the one next step. */
function State({ pixel, isNew }: { pixel: Pixel; isNew: boolean }) {
  if (pixel.status === 'NEEDS_ATTENTION') return <Refused pixel={pixel} isNew={isNew} />;
  return isNew ? <Connected pixel={pixel} /> : null;
}

function Refused({ pixel, isNew }: { pixel: Pixel; isNew: boolean }) {
  return (
    <Alert color="red" title={text.pixelStatus.NEEDS_ATTENTION} role={isNew ? 'alert' : 'note'}>
      <Stack gap="sm" align="flex-start">
        {pixel.statusReason}
        {isNew && <Text size="sm">{words.refusedNext}</Text>}
        {takesToken(pixel) && <ReplaceToken pixel={pixel} variant="filled" />}
      </Stack>
    </Alert>
  );
}

function takesToken({ platform }: Pixel): boolean {
  return platform !== 'CUSTOM';
}

function Connected({ pixel: { id, name } }: { pixel: Pixel }) {
  return (
    <Alert color="teal" title={words.connected(name)} icon={<IconCheck />} role="status">
      <Stack gap="sm" align="flex-start">
        {words.connectedNext}
        <Button component={Link} href={`/rules/new?pixel=${id}`}>
          {words.makeRule}
        </Button>
      </Stack>
    </Alert>
  );
}

/** The next step of a new pixel, and the way out for a refused one, stand in the note below. */
function Actions({ pixel, isNew }: { pixel: Pixel; isNew: boolean }) {
  const { verify, busy } = usePixelActions(pixel);
  return (
    <>
      {!isNew && (
        <Button size="xs" component={Link} href={`/rules/new?pixel=${pixel.id}`}>
          {words.makeRule}
        </Button>
      )}
      <Button size="xs" variant="default" onClick={verify} disabled={busy}>
        {words.verify}
      </Button>
      <Pause pixel={pixel} />
      {takesToken(pixel) && pixel.status !== 'NEEDS_ATTENTION' && <ReplaceToken pixel={pixel} />}
      <Disconnect pixel={pixel} />
    </>
  );
}

function Held({ pixelId, count }: { pixelId: string; count: number }) {
  return (
    <Alert color="orange">
      {words.held(count)}{' '}
      <Anchor component={Link} href={`/history?pixel=${pixelId}&status=HELD`} size="sm" className="tap">
        {words.heldLink}
      </Anchor>
    </Alert>
  );
}

function Facts({ pixel }: { pixel: Pixel }) {
  return (
    <Group gap="md">
      <PlatformMark platform={pixel.platform} />
      <PixelStatus status={pixel.status} />
      <Endpoint endpoint={pixel.endpoint} />
      {pixel.platformPixelId && (
        <Text size="sm" c="dimmed">
          {words.pixelId}: {pixel.platformPixelId}
        </Text>
      )}
      {pixel.accessTokenHint && (
        <Text size="sm" c="dimmed">
          {words.token}: {words.tokenEnds(pixel.accessTokenHint)}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {words.since}: <Moment at={pixel.createdAt} />
      </Text>
    </Group>
  );
}

function EditForm({ pixel, platform }: { pixel: Pixel; platform: PlatformInfo }) {
  const [draft, setDraft] = useState(() => draftOf(pixel));
  const [{ fetching, error }, update] = useMutation(UPDATE);
  const stored = updateInput(draftOf(pixel), platform);
  useUnsavedChanges(JSON.stringify(updateInput(draft, platform)) !== JSON.stringify(stored));
  const [missing, setMissing] = useState<Record<string, string>>({});
  const faults = { ...byPath(faultsOf(error)), ...missing };
  const form = useFocusOnFault(error);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setMissing(missingFields(draft, platform, true));
    const { data } = await update({ id: pixel.id, input: updateInput(draft, platform) });
    if (!data) return;
    setDraft(draftOf(data.updatePixel));
    tell(words.saved);
  };
  return (
    <Paper withBorder p={{ base: 'md', sm: 'lg' }} maw={760}>
      <form onSubmit={submit} noValidate ref={form}>
        <Stack>
          <Title order={2} size="h4">
            {words.edit}
          </Title>
          <PixelFields
            platform={platform}
            draft={draft}
            change={(changes) => setDraft((before) => ({ ...before, ...changes }))}
            faults={faults}
            stored
          />
          <ErrorNote error={error} shownPaths={Object.keys(faults).filter(isAtField)} />
          <Button type="submit" loading={fetching} w="fit-content">
            {text.common.save}
          </Button>
        </Stack>
      </form>
    </Paper>
  );
}
