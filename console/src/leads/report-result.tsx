import { Alert, Anchor, Box, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { Link } from 'wouter';
import { Trace } from '../campaigns/trace';
import { text } from '../text';
import { wordFor } from '../text/words';
import type { LeadReported } from './queries';

const words = text.leads.result;

interface ReportResultProps {
  reported: LeadReported;
  hrefOf: (firingId: string) => string;
  close: () => void;
  another: () => void;
}

/** What each rule decided, and why. */
export function ReportResult({ reported, hrefOf, close, another }: ReportResultProps) {
  const { lead, decisions, newOccurrence } = reported;
  const fired = decisions.filter(({ outcome }) => outcome === 'FIRED').length;
  return (
    <>
      <Stack>
        <Alert color={fired > 0 ? 'teal' : 'gray'} title={words.title(lead.id)} role="status">
          {!newOccurrence && <Text size="sm">{words.known}</Text>}
          <Text size="sm">
            {decisions.length === 0 ? words.noDecision : fired > 0 ? words.fired(fired) : words.firedNone}{' '}
            {fired > 0 && newOccurrence && words.watch(fired)}
          </Text>
        </Alert>
        {decisions.map((decision) => (
          <Decision key={decision.rule.id} decision={decision} hrefOf={hrefOf} />
        ))}
      </Stack>
      <Group className="report-foot" mt="md">
        <Button onClick={close} autoFocus>
          {text.common.close}
        </Button>
        <Button variant="default" onClick={another}>
          {words.again}
        </Button>
      </Group>
    </>
  );
}

interface DecisionProps {
  decision: LeadReported['decisions'][number];
  hrefOf: (firingId: string) => string;
}

function Decision({ decision: { outcome, reason, rule, firing, conditionTrace }, hrefOf }: DecisionProps) {
  return (
    <Paper withBorder p="sm" component="section" aria-label={rule.name}>
      <Stack gap={4}>
        <Title order={3} size="h6">
          {rule.name}
        </Title>
        <Text size="sm" fw={600} className={outcome === 'FIRED' ? 'holds' : undefined}>
          {wordFor(words.outcome, outcome)}
        </Text>
        <Text size="sm">{reason}</Text>
        {conditionTrace !== null && (
          <Box component="details" className="report-conditions">
            <summary>{words.conditions}</summary>
            <Trace trace={conditionTrace} />
          </Box>
        )}
        {firing && (
          <Anchor component={Link} href={hrefOf(firing.id)} size="sm" w="fit-content">
            {words.firing(rule.name)}
          </Anchor>
        )}
      </Stack>
    </Paper>
  );
}
