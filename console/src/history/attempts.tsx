import { Group, Paper, Stack, Text } from '@mantine/core';
import { sentence } from '../api/errors';
import { Moment } from '../shell/moment';
import { text } from '../text';
import { wordFor } from '../text/words';
import type { Firing } from './queries';

const words = text.history.drawer;

/** Each try with what came of it, newest last; the platform's whole answer is in `Bodies`. */
export function Attempts({ attempts, status }: Pick<Firing, 'attempts' | 'status'>) {
  if (attempts.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {status === 'SKIPPED' ? words.neverSent : words.noAttempt}
      </Text>
    );
  }
  return (
    <Stack gap="xs">
      {attempts.map((attempt) => (
        <Paper key={attempt.number} withBorder p="sm">
          <Stack gap={6}>
            <Group gap="xs" justify="space-between">
              <Text fw={600} size="sm">
                {words.attempt(attempt.number)}: {wordFor(text.attemptOutcome, attempt.outcome)}
              </Text>
              <Text size="sm" c="dimmed">
                <Moment at={attempt.startedAt} />
              </Text>
            </Group>
            <Text size="sm" c="dimmed">
              {factsOf(attempt).join(' · ')}
            </Text>
            {attempt.message && <Text size="sm">{sentence(attempt.message)}</Text>}
            {attempt.traceId && <Text size="sm">{words.trace(attempt.traceId)}</Text>}
          </Stack>
        </Paper>
      ))}
    </Stack>
  );
}

function factsOf({ httpStatus, platformCode, durationMs, batchSize }: Firing['attempts'][number]): string[] {
  return [
    ...(httpStatus === null ? [] : [words.http(httpStatus)]),
    ...(platformCode === null ? [] : [words.code(platformCode)]),
    words.took(durationMs),
    ...(batchSize > 1 ? [words.batch(batchSize)] : []),
  ];
}
