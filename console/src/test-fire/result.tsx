import './result.css';
import { Alert, Anchor, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { Trace } from '../campaigns/trace';
import { Attempts } from '../history/attempts';
import { Json } from '../shell/code';
import { FiringStatus } from '../shell/status';
import { Warnings } from '../shell/warnings';
import { text } from '../text';
import type { TestFireResult } from './queries';
import { Verdict } from './verdict';

const words = text.testFire;
const LINES_IN_VIEW_PX = 160;

interface ResultProps {
  result: TestFireResult;
  platform: string;
  /** The test was made with the sample lead. */
  isSample: boolean;
  chooseLead: () => void;
}

/** Where it went, the verdict of the conditions, what was sent, the platform's answer, and the next step. */
export function Result({ result, platform, isSample, chooseLead }: ResultProps) {
  const { firing } = result;
  const wasSent = firing.attempts.length > 0;
  const requestTitle = wasSent ? words.request : words.requestUnsent;
  const box = useBroughtIntoView();
  return (
    <Paper withBorder p="md" component="section" aria-label={words.result} ref={box} className="result">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h4">
            {words.result}
          </Title>
          <FiringStatus status={firing.status} />
        </Group>
        <Verdict firing={firing} platform={platform} />
        <NextStep firing={firing} />
        <Conditions result={result} isSample={isSample} chooseLead={chooseLead} />
        <Warnings warnings={firing.warnings} title={text.history.drawer.warnings} />
        {firing.request !== null && (
          <Part title={requestTitle}>
            <Text size="sm" c="dimmed">
              {text.history.drawer.requestHint}
            </Text>
            <Json value={firing.request} label={requestTitle} />
          </Part>
        )}
        {wasSent && (
          <Part title={words.answer}>
            <Attempts attempts={firing.attempts} status={firing.status} />
          </Part>
        )}
      </Stack>
    </Paper>
  );
}

/** What appears below the window's edge, as on a telephone, is scrolled to. */
function useBroughtIntoView() {
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    const isBelow = (box.current?.getBoundingClientRect().top ?? 0) > innerHeight - LINES_IN_VIEW_PX;
    if (isBelow) box.current?.scrollIntoView();
  }, []);
  return box;
}

function NextStep({ firing: { id, campaign, status } }: { firing: TestFireResult['firing'] }) {
  const worked = status === 'SUCCEEDED';
  return (
    <Stack gap="xs">
      {worked && campaign && <Text size="sm">{words.next}</Text>}
      <Group>
        {campaign && (
          <Button component={Link} href={`/history?report=${campaign.id}`} variant={worked ? 'filled' : 'default'}>
            {words.report}
          </Button>
        )}
        <Anchor component={Link} href={`/history?tests=only&firing=${id}`} size="sm" className="tap">
          {words.inHistory}
        </Anchor>
      </Group>
    </Stack>
  );
}

function Conditions({ result, isSample, chooseLead }: Omit<ResultProps, 'platform'>) {
  const { conditionsMatched, conditionTrace } = result;
  return (
    <Part title={words.conditions}>
      <Text size="sm">{conditionsMatched ? words.matched : words.notMatched}</Text>
      <Trace trace={conditionTrace} />
      {isSample && !conditionsMatched && failsAnAnswer(conditionTrace) && (
        <Alert color="blue">
          <Stack gap="xs" align="flex-start">
            {words.noAnswers}
            <Button size="xs" variant="default" onClick={chooseLead}>
              {words.chooseLead}
            </Button>
          </Stack>
        </Alert>
      )}
    </Part>
  );
}

interface TracedGroup {
  conditions: { field: string; holds: boolean }[];
  groups: TracedGroup[];
}

function failsAnAnswer(trace: unknown): boolean {
  if (!trace) return false;
  const { conditions, groups } = trace as TracedGroup;
  return conditions.some(({ field, holds }) => !holds && field.startsWith('answers.')) || groups.some(failsAnAnswer);
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap={6}>
      <Title order={3} size="h6">
        {title}
      </Title>
      {children}
    </Stack>
  );
}
