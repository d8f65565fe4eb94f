import { Alert, Anchor, List, Paper, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import type { CombinedError } from 'urql';
import { codeOf, faultsOf, sentence, wordsOf } from '../api/errors';
import { LeadSelect } from '../leads/lead-select';
import { ReportDialog } from '../leads/report-dialog';
import { Json } from '../shell/code';
import { Warnings } from '../shell/warnings';
import { text } from '../text';
import { wordFor } from '../text/words';
import { capital } from './builder-context';
import { faultsById, fieldsIn, placesIn, ROOT, unfilledCount } from './builder-query';
import { isAnswer } from './condition-fields';
import { filledDraft, inputOf, isValueHalf, missingFields, type RuleDraft } from './rule-draft';
import { Trace } from './trace';
import { type RulePreview, usePreview, usePreviewLead } from './use-preview';
import './preview.css';

const words = text.campaigns.preview;

interface PreviewProps {
  draft: RuleDraft;
  /** What the conditions still need, by the builder's ids. */
  missing: Record<string, string>;
  campaignId: string;
}

/** What the rule in the form would do with a lead: verdict, trace, and the body that would be sent. */
export function Preview({ draft, missing, campaignId }: PreviewProps) {
  const { leadId, choose, chooseNewest } = usePreviewLead(campaignId);
  const filled = filledDraft(draft, missing);
  const finished = Object.keys(missingFields(filled)).length === 0;
  const { preview, error } = usePreview(finished ? inputOf(filled, campaignId) : null, leadId);
  const [reporting, { open: report, close: closeDialog }] = useDisclosure();
  const closeReport = () => {
    closeDialog();
    chooseNewest();
  };
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
          value={leadId ?? null}
          change={choose}
          error={faultsOf(error).find(({ path }) => path === 'leadId')?.message}
        />
        <Notes draft={draft} missing={missing} isSample={leadId === null} report={report} />
        <div>
          {!finished && <Text size="sm">{words.unfinished}</Text>}
          {error && <Refused error={error} draft={draft} filled={filled} />}
          {preview && <Answer preview={preview} isWhole={isWhole(draft, missing)} />}
        </div>
      </Stack>
      <ReportDialog
        campaignId={reporting ? campaignId : null}
        close={closeReport}
        hrefOf={(firingId) => `/history?firing=${firingId}`}
      />
    </Paper>
  );
}

interface NotesProps extends Pick<PreviewProps, 'draft' | 'missing'> {
  isSample: boolean;
  /** Opens what reports a lead. */
  report: () => void;
}

/** What of the form the preview leaves out, and what the sample lead can't show. */
function Notes({ draft, missing, isSample, report }: NotesProps) {
  const unfilled = unfilledCount(draft.conditions, missing);
  const asksAnswers = fieldsIn(draft.conditions).some(isAnswer);
  return (
    <>
      {unfilled > 0 && <Note>{words.leftOut(unfilled)}</Note>}
      {isValueHalf(draft) && <Note>{words.valueLeftOut}</Note>}
      {isSample && asksAnswers && (
        <Note>
          {words.noAnswers}{' '}
          <Anchor component="button" type="button" onClick={report} inherit>
            {words.report}
          </Anchor>
          .
        </Note>
      )}
    </>
  );
}

function Note({ children }: { children: ReactNode }) {
  return (
    <Text size="sm" c="dimmed" role="status">
      {children}
    </Text>
  );
}

interface RefusedProps {
  error: CombinedError;
  /** As the form shows it, for the names of the conditions. */
  draft: RuleDraft;
  /** As it was asked about, for their places. */
  filled: RuleDraft;
}

function Refused({ error, draft, filled }: RefusedProps) {
  if (!['BAD_USER_INPUT', 'NOT_FOUND'].includes(codeOf(error) ?? '')) {
    return <Alert color="red">{wordsOf(error)}</Alert>;
  }
  const faults = faultsOf(error);
  const ofConditions = faults.filter(({ path }) => path.startsWith(ROOT));
  const names = new Map(placesIn(draft.conditions).map(({ id, name }) => [id, capital(name)]));
  const named: [name: string, message: string][] = [
    ...faults
      .filter((fault) => !ofConditions.includes(fault))
      .map(({ path, message }): [string, string] => [text.campaigns.rule.labels[path] ?? path, sentence(message)]),
    ...Object.entries(faultsById(filled.conditions, ofConditions)).map(([id, message]): [string, string] => [
      names.get(id) ?? text.campaigns.rule.conditions,
      message,
    ]),
  ];
  return (
    <Alert color="yellow" title={words.faults}>
      <List size="sm">
        {named.map(([name, message]) => (
          <List.Item key={name + message}>
            <b>{name}</b>: {message}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

/** Whether the preview is about all that stands in the form. */
function isWhole(draft: RuleDraft, missing: Record<string, string>): boolean {
  return unfilledCount(draft.conditions, missing) === 0 && !isValueHalf(draft);
}

function Answer({ preview, isWhole: whole }: { preview: RulePreview; isWhole: boolean }) {
  const { outcome, reason, conditionTrace, request, warnings } = preview;
  const body = bodyTitle(outcome);
  const verdict = wordFor(text.outcome, outcome);
  return (
    <Stack gap="sm">
      <Alert
        color={outcome === 'FIRED' && whole ? 'teal' : 'gray'}
        title={whole ? verdict : words.soFar(verdict)}
        role="status"
      >
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
            {body}
          </Title>
          <Json value={request} label={body} />
        </>
      )}
    </Stack>
  );
}

function bodyTitle(outcome: string): string {
  if (outcome === 'FIRED') return words.body;
  return outcome === 'CONDITIONS_NOT_MET' ? words.bodyIfConditions : words.bodyIf;
}
