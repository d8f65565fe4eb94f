import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from 'urql';
import { useLocation } from 'wouter';
import { ErrorNote } from '../shell/error-note';
import { Loaded } from '../shell/loaded';
import { tell } from '../shell/tell';
import { text } from '../text';
import { RuleList, usePixelUse } from './pixel-use';
import { DISCONNECT, type Pixel } from './queries';

const words = text.integrations;

/** A button and its dialog: what is lost, or the rules that have to let go of the pixel first. */
export function Disconnect({ pixel }: { pixel: Pixel }) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button size="xs" variant="default" c="var(--mantine-color-error)" onClick={open}>
        {words.disconnect}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={words.disconnectAsk(pixel.name)}
        closeButtonProps={{ 'aria-label': text.common.close }}
      >
        <Question pixel={pixel} close={close} />
      </Modal>
    </>
  );
}

/** The API disconnects no pixel that a rule uses: then there is nothing to press. */
function Question({ pixel, close }: { pixel: Pixel; close: () => void }) {
  const [result, reload] = usePixelUse(pixel.id);
  return (
    <Loaded result={result} retry={reload}>
      {({ pixelRules, firingStats }) =>
        pixelRules.nodes.length > 0 ? (
          <Stack>
            <RuleList rules={pixelRules} title={words.disconnectRules} />
            <Button variant="default" onClick={close} w="fit-content">
              {text.common.cancel}
            </Button>
          </Stack>
        ) : (
          <Confirm pixel={pixel} waiting={firingStats.total} close={close} />
        )
      }
    </Loaded>
  );
}

function Confirm({ pixel: { id, name }, waiting, close }: { pixel: Pixel; waiting: number; close: () => void }) {
  const [{ fetching, error }, disconnect] = useMutation(DISCONNECT);
  const [, go] = useLocation();
  const confirm = async () => {
    const { data } = await disconnect({ id });
    if (!data) return;
    tell(words.disconnected(name));
    go('/integrations');
  };
  return (
    <Stack>
      <Text size="sm">
        {words.disconnectWhat} {waiting > 0 && words.disconnectWaiting(waiting)}
      </Text>
      <ErrorNote error={error} />
      <Group>
        <Button color="red" onClick={confirm} loading={fetching}>
          {words.disconnect}
        </Button>
        <Button variant="default" onClick={close}>
          {text.common.cancel}
        </Button>
      </Group>
    </Stack>
  );
}
