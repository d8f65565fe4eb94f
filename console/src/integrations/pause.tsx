import { Anchor, Button, Group, List, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMemo } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import type { ResultOf } from '../api/graphql';
import { Loaded } from '../shell/loaded';
import { text } from '../text';
import { PAUSE_COST, type Pixel } from './queries';
import { usePixelActions } from './use-pixel-actions';

const words = text.integrations;

/** Pauses a pixel after saying what that costs, or resumes it at a press. `named` is for a button among those of others. */
export function Pause({ pixel, named = false }: { pixel: Pixel; named?: boolean }) {
  const [opened, { open, close }] = useDisclosure();
  const { busy, setPaused } = usePixelActions(pixel);
  const isPaused = pixel.status === 'PAUSED';
  const label = isPaused ? words.resume : words.pause;
  const pause = async () => {
    if (await setPaused(true)) close();
  };
  return (
    <>
      <Button
        size="xs"
        variant="default"
        onClick={isPaused ? () => setPaused(false) : open}
        disabled={busy}
        aria-label={named ? words.of(label, pixel.name) : undefined}
      >
        {label}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={words.pauseAsk(pixel.name)}
        closeButtonProps={{ 'aria-label': text.common.close }}
      >
        <Stack>
          <Text size="sm">{words.pauseWhat}</Text>
          <Cost pixelId={pixel.id} />
          <Group>
            <Button onClick={pause} loading={busy} data-autofocus>
              {words.pause}
            </Button>
            <Button variant="default" onClick={close}>
              {text.common.cancel}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

/** The waiting firings and the rules of a pixel, as they are now. */
function Cost({ pixelId }: { pixelId: string }) {
  const variables = useMemo(
    () => ({ id: pixelId, waiting: { pixelId, statuses: ['PENDING' as const, 'RETRYING' as const, 'HELD' as const] } }),
    [pixelId],
  );
  const [result, reload] = useQuery({ query: PAUSE_COST, variables, requestPolicy: 'network-only' });
  return (
    <Loaded result={result} retry={reload}>
      {({ firingStats, pixelRules }) => (
        <>
          {firingStats.total > 0 && <Text size="sm">{words.pauseWaiting(firingStats.total)}</Text>}
          <RuleList rules={pixelRules} />
        </>
      )}
    </Loaded>
  );
}

function RuleList({ rules: { nodes, pageInfo } }: { rules: ResultOf<typeof PAUSE_COST>['pixelRules'] }) {
  if (nodes.length === 0) return <Text size="sm">{words.pauseNoRules}</Text>;
  return (
    <Stack gap={4}>
      <Text size="sm">{words.pauseRules}</Text>
      <List size="sm">
        {nodes.map(({ id, name, campaign }) => (
          <List.Item key={id}>
            <Anchor component={Link} href={`/campaigns/${campaign.id}/marketing/${id}`} size="sm" className="tap">
              {name}
            </Anchor>{' '}
            ({campaign.name})
          </List.Item>
        ))}
        {pageInfo.hasNextPage && <List.Item>{words.pauseMoreRules}</List.Item>}
      </List>
    </Stack>
  );
}
