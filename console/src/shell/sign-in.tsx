import { Alert, Button, Center, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { type FormEvent, useCallback, useEffect, useState } from 'react';
import { signIn, useSession } from '../api/session';
import { text } from '../text';
import { Brand } from './brand';

const VIEWER = JSON.stringify({ query: '{ viewer { workspaceId scopes } }' });

/** Asks the API whom the key belongs to; answers what is wrong in words, or null. */
async function faultOf(key: string): Promise<string | null> {
  if (key === '') return text.signIn.missing;
  if (!/^[\x21-\x7e]+$/.test(key)) return text.signIn.refused;
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  try {
    const reply = await fetch('/graphql', { method: 'POST', headers, body: VIEWER, credentials: 'omit' });
    const { data, errors } = await reply.json();
    if (data?.viewer) return null;
    const code = errors?.[0]?.extensions?.code;
    if (code === 'UNAUTHENTICATED') return text.signIn.refused;
    return code === 'FORBIDDEN' ? text.signIn.noRead : (errors?.[0]?.message ?? text.errors.unreachable);
  } catch {
    return text.errors.unreachable;
  }
}

export function SignIn() {
  const { reason, offered } = useSession();
  const [key, setKey] = useState(offered ?? '');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    document.title = `${text.signIn.title} · ${text.product}`;
  }, []);
  const check = useCallback(async (wanted: string) => {
    setBusy(true);
    const found = await faultOf(wanted);
    setBusy(false);
    setFault(found);
    if (found === null) signIn(wanted);
  }, []);
  useEffect(() => {
    if (offered === null) return;
    setKey(offered);
    check(offered);
  }, [offered, check]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    check(key.trim());
  };
  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper withBorder shadow="sm" p="xl" w="100%" maw={440}>
        <form onSubmit={submit} noValidate>
          <Stack>
            <Brand />
            <Title order={1} size="h3">
              {text.signIn.title}
            </Title>
            {reason && (
              <Alert color="yellow" role="alert">
                {text.signIn.revoked}
              </Alert>
            )}
            <Text c="dimmed" size="sm">
              {text.signIn.intro}
            </Text>
            <PasswordInput
              label={text.signIn.key}
              description={text.signIn.hint}
              autoComplete="off"
              autoFocus
              value={key}
              onChange={(event) => setKey(event.currentTarget.value)}
              error={fault}
              visibilityToggleButtonProps={{ 'aria-label': text.signIn.show }}
            />
            <Button type="submit" loading={busy}>
              {text.signIn.submit}
            </Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
