import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { byPath, faultsOf } from '../api/errors';
import type { VariablesOf } from '../api/graphql';
import { Code } from '../shell/code';
import { ErrorNote } from '../shell/error-note';
import { text } from '../text';
import { CREATE_KEY } from './queries';

const words = text.api.keys;

type Scopes = VariablesOf<typeof CREATE_KEY>['scopes'];

/** A key grants only what the calling one may: ADMIN covers READ, FIRE and MANAGE, never OPERATOR. */
function offered(grantable: readonly string[]): string[] {
  return Object.keys(text.scope).filter(
    (scope) => grantable.includes(scope) || (scope !== 'OPERATOR' && grantable.includes('ADMIN')),
  );
}

/** A button and its dialog, which shows the new key once. */
export function CreateKey({ grantable }: { grantable: readonly string[] }) {
  const [opened, { open, close }] = useDisclosure();
  const [secret, setSecret] = useState<string | null>(null);
  const done = () => {
    setSecret(null);
    close();
  };
  return (
    <>
      <Button leftSection={<IconPlus size={16} />} onClick={open} w="fit-content">
        {words.create}
      </Button>
      <Modal
        opened={opened}
        onClose={done}
        closeOnClickOutside={secret === null}
        closeOnEscape={secret === null}
        title={secret === null ? words.create : words.madeTitle}
        closeButtonProps={{ 'aria-label': text.common.close }}
      >
        {secret === null ? (
          <KeyForm scopes={offered(grantable)} made={setSecret} />
        ) : (
          <Stack>
            <Text size="sm">{words.made}</Text>
            <Code label={words.secret}>{secret}</Code>
            <Button onClick={done} w="fit-content">
              {words.confirm}
            </Button>
          </Stack>
        )}
      </Modal>
    </>
  );
}

function KeyForm({ scopes, made }: { scopes: string[]; made: (secret: string) => void }) {
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string[]>(['READ']);
  const [{ fetching, error }, create] = useMutation(CREATE_KEY);
  const faults = byPath(faultsOf(error));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { data } = await create({ name: name.trim(), scopes: chosen as Scopes });
    if (data) made(data.createApiKey.secret);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput
          label={words.name}
          placeholder={words.namePlaceholder}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={faults.name}
        />
        <Checkbox.Group
          label={words.scopes}
          value={chosen}
          onChange={setChosen}
          error={faults.scopes ?? (chosen.length === 0 ? words.noScopes : undefined)}
        >
          <Stack gap={6} mt={4}>
            {scopes.map((scope) => (
              <Checkbox key={scope} value={scope} label={text.scope[scope] ?? scope} />
            ))}
          </Stack>
        </Checkbox.Group>
        <ErrorNote error={error} shownPaths={['name', 'scopes']} />
        <Group>
          <Button type="submit" loading={fetching} disabled={chosen.length === 0}>
            {words.create}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
