import { Alert, Anchor, Box, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { Link } from 'wouter';
import { sentence } from '../api/errors';
import { Trace } from '../campaigns/trace';
import { Warnings } from '../shell/warnings';
import { text } from '../text';
import { wordFor } from '../text/words';
import type { LeadReported } from './queries';

const words = text.leads.result;

interface ReportResultProps {
  reported: LeadReported;
  campaignId: string;
  hrefOf: (firingId: string) => string;
  close: () => void;
  another: () => void;
}

/** What each rule decided, and why; and what of the lead could not be sent along. */
export function ReportResult({ reported, campaignId, hrefOf, close, another }: ReportResultProps) {
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
          {decisions.length === 0 && (
            <Anchor component={Link} href={`/campaigns/${campaignId}/marketing/new`} size="sm">
              {text.leads.makeRule}
            </Anchor>
          )}
        </Alert>
        <Warnings warnings={warningsOf(decisions)} title={words.warnings} />
        {inOrder(decisions).map((decision) => (
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

type Decided = LeadReported['decisions'][number];

/** Those that fired first; of both the newest rule first, which is most likely the one that is tried. */
function inOrder(decisions: readonly Decided[]): Decided[] {
  const fired = ({ outcome }: Decided) => Number(outcome === 'FIRED');
  return decisions.toSorted(
    (one, other) => fired(other) - fired(one) || Date.parse(other.rule.createdAt) - Date.parse(one.rule.createdAt),
  );
}

/** What several firings warn of is said once. */
function warningsOf(decisions: readonly Decided[]): string[] {
  return [...new Set(decisions.flatMap(({ firing }) => firing?.warnings.map(sentence) ?? []))];
}

interface DecisionProps {
  decision: Decided;
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
