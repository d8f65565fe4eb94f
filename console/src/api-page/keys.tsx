import { Badge, Group, Stack, Table } from '@mantine/core';
import { useQuery } from 'urql';
import { Loaded } from '../shell/loaded';
import { Moment } from '../shell/moment';
import { text } from '../text';
import { wordFor } from '../text/words';
import { CreateKey } from './create-key';
import { type Mine, ownKeys } from './own-key';
import { type ApiKey, KEYS } from './queries';
import { RevokeKey } from './revoke-key';

const words = text.api.keys;

/** The keys in force; only their ends are known. */
export function Keys() {
  const [result, reload] = useQuery({ query: KEYS });
  const { columns } = words;
  return (
    <Loaded result={result} retry={() => reload({ requestPolicy: 'network-only' })}>
      {({ apiKeys, viewer }) => {
        const mineOf = ownKeys(apiKeys, viewer.scopes);
        return (
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
                  <KeyRow key={key.id} apiKey={key} mine={mineOf(key.id)} stays={isLastAdmin(key, apiKeys)} />
                ))}
              </Table.Tbody>
            </Table>
          </Stack>
        );
      }}
    </Loaded>
  );
}

/** The API keeps it, since without it nobody could make another key. */
function isLastAdmin(key: ApiKey, keys: readonly ApiKey[]): boolean {
  const admins = keys.filter(({ scopes }) => scopes.includes('ADMIN'));
  return admins.length === 1 && admins[0] === key;
}

interface KeyRowProps {
  apiKey: ApiKey;
  mine: Mine;
  /** It can't be revoked. */
  stays: boolean;
}

function KeyRow({ apiKey, mine, stays }: KeyRowProps) {
  const { columns } = words;
  return (
    <Table.Tr>
      <Table.Td fw={600} data-label={columns.name}>
        <Group gap={6}>
          {apiKey.name}
          {mine === 'yes' && (
            <Badge variant="light" size="sm" tt="none">
              {words.yours}
            </Badge>
          )}
        </Group>
      </Table.Td>
      <Table.Td data-label={columns.hint}>{words.ends(apiKey.hint)}</Table.Td>
      <Table.Td data-label={columns.scopes}>
        <Group gap={4}>
          {apiKey.scopes.map((scope) => (
            <Badge key={scope} variant="default" size="sm" tt="none">
              {wordFor(words.scopeNames, scope)}
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
        <RevokeKey apiKey={apiKey} mine={mine} stays={stays} />
      </Table.Td>
    </Table.Tr>
  );
}
