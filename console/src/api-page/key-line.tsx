import { Button, Stack, Text, Title } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import { useMutation } from 'urql';
import { Code } from '../shell/code';
import { ErrorNote } from '../shell/error-note';
import { text } from '../text';
import { CREATE_KEY } from './queries';

const words = text.api.snippets;

/** The first step of the lines: a key in the environment, made at a press where there is none at hand. */
export function KeyLine() {
  const [secret, setSecret] = useState<string | null>(null);
  const [{ fetching, error }, create] = useMutation(CREATE_KEY);
  const make = async () => {
    const { data } = await create({ name: words.keyName, scopes: ['FIRE', 'READ'] });
    if (data) setSecret(data.createApiKey.secret);
  };
  return (
    <Stack gap={6}>
      <Title order={2} size="h5">
        {words.key}
      </Title>
      <Text size="sm" c="dimmed">
        {secret === null ? words.keyHint : words.keyMade}
      </Text>
      <Code label={words.key}>{`export PIXEL_TRACKING_KEY=${secret ?? words.keyPlaceholder}`}</Code>
      {secret === null && (
        <Button variant="default" leftSection={<IconKey size={16} />} onClick={make} loading={fetching} w="fit-content">
          {words.makeKey}
        </Button>
      )}
      <ErrorNote error={error} />
    </Stack>
  );
}
