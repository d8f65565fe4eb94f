import { Alert, Anchor, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { Link } from 'wouter';
import { Trace } from '../campaigns/trace';
import { Attempts } from '../history/attempts';
import { Json } from '../shell/code';
import { FiringStatus } from '../shell/status';
import { Warnings } from '../shell/warnings';
import { text } from '../text';
import type { TestFireResult } from './queries';

const words = text.testFire;
const COLORS: Record<string, string> = { SUCCEEDED: 'teal', FAILED: 'red' };

interface ResultProps {
  result: TestFireResult;
  platform: string;
}

/** Verdict of the conditions, what was sent, and the platform's answer, in words. */
export function Result({ result: { firing, conditionsMatched, conditionTrace }, platform }: ResultProps) {
  const reason = firing.message ?? text.history.drawer.skip[firing.skipReason ?? ''];
  return (
    <Paper withBorder p="md" component="section" aria-label={words.result}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h4">
            {words.result}
          </Title>
          <FiringStatus status={firing.status} />
        </Group>
        <Alert color={COLORS[firing.status] ?? 'gray'} title={words.said[firing.status]?.(platform)} role="status">
          {reason}
        </Alert>
        <Part title={words.conditions}>
          <Text size="sm">{conditionsMatched ? words.matched : words.notMatched}</Text>
          <Trace trace={conditionTrace} />
        </Part>
        <Warnings warnings={firing.warnings} title={text.history.drawer.warnings} />
        {firing.request !== null && (
          <Part title={words.request}>
            <Text size="sm" c="dimmed">
              {text.history.drawer.requestHint}
            </Text>
            <Json value={firing.request} label={words.request} />
          </Part>
        )}
        {firing.attempts.length > 0 && (
          <Part title={words.answer}>
            <Attempts attempts={firing.attempts} status={firing.status} />
          </Part>
        )}
        <Anchor component={Link} href={`/history?tests=only&firing=${firing.id}`} size="sm">
          {words.inHistory}
        </Anchor>
      </Stack>
    </Paper>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Stack gap={6}>
      <Title order={3} size="h6">
        {title}
      </Title>
      {children}
    </Stack>
  );
}
