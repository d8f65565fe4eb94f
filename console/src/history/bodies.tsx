import { Box, Stack, Text } from '@mantine/core';
import { Json } from '../shell/code';
import { text } from '../text';
import type { Firing } from './queries';

const words = text.history.drawer;

/** What was sent and what was answered, word for word: folded, since few need it. */
export function Bodies({ firing: { request, attempts, status } }: { firing: Firing }) {
  const answers = attempts.filter(({ response }) => response !== null);
  return (
    <Stack gap={0}>
      {request === null ? (
        <Text size="sm" c="dimmed">
          {status === 'SKIPPED' ? words.neverSent : words.noRequest}
        </Text>
      ) : (
        <Folded label={words.request} hint={words.requestHint} value={request} />
      )}
      {answers.map(({ number, response }) => (
        <Folded key={number} label={words.answerTo(number)} value={response} />
      ))}
    </Stack>
  );
}

function Folded({ label, hint, value }: { label: string; hint?: string; value: unknown }) {
  return (
    <Box component="details" className="firing-body">
      <summary>{label}</summary>
      {hint && (
        <Text size="sm" c="dimmed" mb={6}>
          {hint}
        </Text>
      )}
      <Json value={value} label={label} />
    </Box>
  );
}
