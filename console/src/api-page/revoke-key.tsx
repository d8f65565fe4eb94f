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
  /** It can't be revoked: it is the last one that may make others. */
  stays: boolean;
}

/** A button and its dialog, which warns of what the key is used for right now. */
export function RevokeKey({ apiKey, mine, stays }: RevokeProps) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="default" onClick={open} aria-label={words.revokeOf(apiKey.name, apiKey.hint)}>
        {words.revoke}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={stays ? words.staysTitle(apiKey.name) : words.revokeAsk(apiKey.name)}
        closeButtonProps={{ 'aria-label': text.common.close }}
      >
        {stays ? <Stays close={close} /> : <Ask apiKey={apiKey} mine={mine} close={close} />}
      </Modal>
    </>
  );
}

function Stays({ close }: { close: () => void }) {
  return (
    <Stack>
      <Text size="sm">{words.stays}</Text>
      <Button variant="default" onClick={close} w="fit-content">
        {words.understood}
      </Button>
    </Stack>
  );
}

function Ask({ apiKey: { id, name }, mine, close }: Omit<RevokeProps, 'stays'> & { close: () => void }) {
  const [{ fetching, error }, revoke] = useMutation(REVOKE_KEY);
  const confirm = async () => {
    const { data } = await revoke({ id });
    if (!data) return;
    close();
    tell(words.revoked(name));
    if (mine === 'yes') signOut();
  };
  return (
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
  );
}
