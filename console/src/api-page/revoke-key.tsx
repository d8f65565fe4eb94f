import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation } from 'urql';
import { signOut } from '../api/session';
import { ErrorNote } from '../shell/error-note';
import { tell } from '../shell/tell';
import { text } from '../text';
import type { Mine } from './own-key';
import { type ApiKey, REVOKE_KEY } from './queries';

const words = text.api.keys;

interface RevokeProps {
  apiKey: ApiKey;
  mine: Mine;
}

/** A button and its dialog, which warns of what the key is used for right now. */
export function RevokeKey({ apiKey: { id, name, hint }, mine }: RevokeProps) {
  const [opened, { open, close }] = useDisclosure();
  const [{ fetching, error }, revoke] = useMutation(REVOKE_KEY);
  const confirm = async () => {
    const { data } = await revoke({ id });
    if (!data) return;
    close();
    tell(words.revoked(name));
    if (mine === 'yes') signOut();
  };
  return (
    <>
      <Button variant="default" onClick={open} aria-label={words.revokeOf(name, hint)}>
        {words.revoke}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={words.revokeAsk(name)}
        closeButtonProps={{ 'aria-label': text.common.close }}
      >
        <Stack>
          {mine !== 'no' && (
            <Alert color="red" icon={<IconAlertTriangle />} role="alert">
              {words.ownKey[mine]}
            </Alert>
          )}
          <Text size="sm">{words.revokeWhat}</Text>
          <ErrorNote error={error} />
          <Group>
            <Button color="red.9" onClick={confirm} loading={fetching}>
              {mine === 'yes' ? words.revokeOwn : words.revoke}
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
