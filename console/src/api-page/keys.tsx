import { Badge, Button, Group, Modal, Stack, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery } from 'urql';
import { ErrorNote } from '../shell/error-note';
import { Loaded } from '../shell/loaded';
import { Moment } from '../shell/moment';
import { tell } from '../shell/tell';
import { text } from '../text';
import { CreateKey } from './create-key';
import { type ApiKey, KEYS, REVOKE_KEY } from './queries';

const words = text.api.keys;

/** The keys in force; only their ends are known. */
export function Keys() {
  const [result, reload] = useQuery({ query: KEYS });
  const { columns } = words;
  return (
    <Loaded result={result} retry={() => reload({ requestPolicy: 'network-only' })}>
      {({ apiKeys, viewer }) => (
        <Stack>
          <CreateKey grantable={viewer.scopes} />
          <Table className="cards" verticalSpacing="sm">
            <Table.Thead>
              <Table.Tr>
                {Object.values(columns).map((heading) => (
                  <Table.Th key={heading}>{heading}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {apiKeys.map((key) => (
                <KeyRow key={key.id} apiKey={key} />
              ))}
            </Table.Tbody>
          </Table>
        </Stack>
      )}
    </Loaded>
  );
}

function KeyRow({ apiKey }: { apiKey: ApiKey }) {
  const { columns } = words;
  return (
    <Table.Tr>
      <Table.Td fw={600} data-label={columns.name}>
        {apiKey.name}
      </Table.Td>
      <Table.Td data-label={columns.hint}>{words.ends(apiKey.hint)}</Table.Td>
      <Table.Td data-label={columns.scopes}>
        <Group gap={4}>
          {apiKey.scopes.map((scope) => (
            <Badge key={scope} variant="default" size="sm">
              {scope}
            </Badge>
          ))}
        </Group>
      </Table.Td>
      <Table.Td data-label={columns.used}>
        {apiKey.lastUsedAt ? <Moment at={apiKey.lastUsedAt} /> : words.never}
      </Table.Td>
      <Table.Td data-label={columns.created}>
        <Moment at={apiKey.createdAt} />
      </Table.Td>
      <Table.Td>
        <Revoke apiKey={apiKey} />
      </Table.Td>
    </Table.Tr>
  );
}

function Revoke({ apiKey: { id, name } }: { apiKey: ApiKey }) {
  const [opened, { open, close }] = useDisclosure();
  const [{ fetching, error }, revoke] = useMutation(REVOKE_KEY);
  const confirm = async () => {
    const { data } = await revoke({ id });
    if (!data) return;
    close();
    tell(words.revoked(name));
  };
  return (
    <>
      <Button size="xs" variant="default" onClick={open} aria-label={words.revokeOf(name)}>
        {words.revoke}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={words.revokeAsk(name)}
        closeButtonProps={{ 'aria-label': text.common.close }}
      >
        <Stack>
          <Text size="sm">{words.revokeWhat}</Text>
          <ErrorNote error={error} />
          <Group>
            <Button color="red" onClick={confirm} loading={fetching}>
              {words.revoke}
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
