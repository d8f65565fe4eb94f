import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Loaded } from '../shell/loaded';
import { text } from '../text';
import { RuleList, usePixelUse } from './pixel-use';
import type { Pixel } from './queries';
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

/** The waiting firings and the rules of a pixel. */
function Cost({ pixelId }: { pixelId: string }) {
  const [result, reload] = usePixelUse(pixelId);
  return (
    <Loaded result={result} retry={reload}>
      {({ firingStats, pixelRules }) => (
        <>
          {firingStats.total > 0 && <Text size="sm">{words.pauseWaiting(firingStats.total)}</Text>}
          {pixelRules.nodes.length === 0 ? (
            <Text size="sm">{words.pauseNoRules}</Text>
          ) : (
            <RuleList rules={pixelRules} title={words.pauseRules} />
          )}
        </>
      )}
    </Loaded>
  );
}
