import { Alert, List, Paper, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { type CombinedError, useClient } from 'urql';
import { codeOf, faultsOf, sentence, wordsOf } from '../api/errors';
import type { ResultOf } from '../api/graphql';
import { LeadSelect } from '../leads/lead-select';
import { Json } from '../shell/code';
import { Warnings } from '../shell/warnings';
import { text } from '../text';
import { wordFor } from '../text/words';
import { PREVIEW } from './queries';
import { inputOf, type RuleDraft } from './rule-draft';
import { Trace } from './trace';

const words = text.campaigns.preview;
const TYPING_MS = 350;

type RulePreview = ResultOf<typeof PREVIEW>['previewRule'];

/** Asks anew whenever the form or the lead changes; the last answer stays until the next is there. */
function usePreview(draft: RuleDraft, campaignId: string, leadId: string | null) {
  const client = useClient();
  const [settled] = useDebouncedValue(draft, TYPING_MS);
  const [answer, setAnswer] = useState<{ preview?: RulePreview; error?: CombinedError }>({});
  const finished = settled.name.trim() !== '' && settled.pixelId !== null && settled.eventName.trim() !== '';
  useEffect(() => {
    if (!finished) return setAnswer({});
    const variables = { rule: inputOf(settled, campaignId), leadId };
    let current = true;
    client
      .query(PREVIEW, variables, { requestPolicy: 'network-only' })
      .toPromise()
      .then(({ data, error }) => {
        if (current) setAnswer(error ? { error } : { preview: data?.previewRule });
      });
    return () => {
      current = false;
    };
  }, [client, settled, finished, campaignId, leadId]);
  return { ...answer, finished };
}

interface PreviewProps {
  draft: RuleDraft;
  campaignId: string;
}

/** What the rule in the form would do with a lead: verdict, trace, and the body that would be sent. */
export function Preview({ draft, campaignId }: PreviewProps) {
  const [leadId, setLeadId] = useState<string | null>(null);
  const { preview, error, finished } = usePreview(draft, campaignId, leadId);
  return (
    <Paper withBorder p="md" component="section" aria-label={words.title} className="preview">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {words.title}
        </Title>
        <Text size="sm" c="dimmed">
          {words.intro}
        </Text>
        <LeadSelect
          campaignId={campaignId}
          value={leadId}
          change={setLeadId}
          error={faultsOf(error).find(({ path }) => path === 'leadId')?.message}
        />
        <div>
          {!finished && <Text size="sm">{words.unfinished}</Text>}
          {error && <Refused error={error} />}
          {preview && <Answer preview={preview} />}
        </div>
      </Stack>
    </Paper>
  );
}

function Refused({ error }: { error: CombinedError }) {
  if (codeOf(error) !== 'BAD_USER_INPUT') return <Alert color="red">{wordsOf(error)}</Alert>;
  return (
    <Alert color="yellow" title={words.faults}>
      <List size="sm">
        {faultsOf(error).map(({ path, message }) => (
          <List.Item key={path + message}>
            {path}: {sentence(message)}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

function Answer({ preview: { outcome, reason, conditionTrace, request, warnings } }: { preview: RulePreview }) {
  return (
    <Stack gap="sm">
      <Alert color={outcome === 'FIRED' ? 'teal' : 'gray'} title={wordFor(text.outcome, outcome)} role="status">
        {reason}
      </Alert>
      <Title order={3} size="h6">
        {words.trace}
      </Title>
      <Trace trace={conditionTrace} />
      <Warnings warnings={warnings} />
      {request !== null && (
        <>
          <Title order={3} size="h6">
            {words.body}
          </Title>
          <Json value={request} label={words.body} />
        </>
      )}
    </Stack>
  );
}
