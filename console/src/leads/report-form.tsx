import {
  Accordion,
  Alert,
  Anchor,
  Button,
  Checkbox,
  Group,
  SegmentedControl,
  Select,
  Stack,
  Text,
} from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { CombinedError } from 'urql';
import { Link } from 'wouter';
import { byPath, faultsOf } from '../api/errors';
import { ErrorNote } from '../shell/error-note';
import { useFocusOnFault } from '../shell/focus-on-fault';
import { text } from '../text';
import { AnswerRows } from './answer-rows';
import { AsProgram } from './as-program';
import type { ReportDraft, ReportStatus, Typed } from './draft';
import { Fields, SECTIONS, sectionOf } from './fields';
import type { ReportCampaign } from './queries';

const words = text.leads;

interface ReportFormProps {
  draft: ReportDraft;
  change: (changes: Partial<Typed>) => void;
  campaigns: readonly { id: string; name: string }[];
  campaign: ReportCampaign | null;
  choose: (campaignId: string) => void;
  /** Keys of answers that leads of the campaign have given. */
  knownAnswers: string[];
  submit: () => void;
  busy: boolean;
  error: CombinedError | undefined;
  cancel: () => void;
}

/** The lead; what is rarely changed is folded away, and unfolds where it is refused. */
export function ReportForm({ submit, busy, error, cancel, ...rest }: ReportFormProps) {
  const { draft, change } = rest;
  const faults = byPath(faultsOf(error).map(({ path, message }) => ({ path: path.replace(/^lead\./, ''), message })));
  const form = useFocusOnFault(error);
  const [unfolded, setUnfolded] = useState<string[]>([]);
  const refused = Object.keys(faults).map(sectionOf);
  const part = { fields: draft.fields, faults, change: (fields: Typed['fields']) => change({ fields }) };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit();
  };
  return (
    <form onSubmit={onSubmit} noValidate ref={form}>
      <Stack>
        <Text size="sm" c="dimmed">
          {words.intro}
        </Text>
        <Occasion {...rest} fault={faults.campaignId} />
        <Fields names={['id', 'email', 'phone', 'firstName', 'lastName']} {...part} />
        <AnswerRows
          answers={draft.answers}
          change={(answers) => change({ answers })}
          known={rest.knownAnswers}
          faults={faults}
        />
        <Accordion
          multiple
          variant="contained"
          value={[...new Set([...unfolded, ...refused])]}
          onChange={setUnfolded}
          keepMounted={false}
        >
          {SECTIONS.map(({ name, fields }) => (
            <Accordion.Item key={name} value={name}>
              <Accordion.Control>{words.sections[name]}</Accordion.Control>
              <Accordion.Panel>
                <Fields names={fields} {...part} />
              </Accordion.Panel>
            </Accordion.Item>
          ))}
          <Accordion.Item value="code">
            <Accordion.Control>{words.sections.code}</Accordion.Control>
            <Accordion.Panel>
              <AsProgram draft={draft} />
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
        <Checkbox
          label={words.isTest}
          description={words.isTestHint}
          checked={draft.isTest}
          onChange={(event) => change({ isTest: event.currentTarget.checked })}
        />
        <ErrorNote error={error} shownPaths={Object.keys(faults).flatMap((path) => [path, `lead.${path}`])} />
      </Stack>
      <Group className="report-foot" mt="md">
        <Button type="submit" loading={busy} autoFocus>
          {words.submit}
        </Button>
        <Button variant="default" onClick={cancel}>
          {text.common.cancel}
        </Button>
      </Group>
    </form>
  );
}

type OccasionProps = Pick<ReportFormProps, 'draft' | 'change' | 'campaigns' | 'campaign' | 'choose'> & {
  fault: string | undefined;
};

function Occasion({ draft, change, campaigns, campaign, choose, fault }: OccasionProps) {
  const listed = campaigns.some(({ id }) => id === draft.campaignId);
  const all = listed ? campaigns : [...campaigns, campaign ?? { id: draft.campaignId, name: draft.campaignId }];
  return (
    <>
      <Group align="flex-end" gap="md">
        <Select
          label={words.campaign}
          searchable
          allowDeselect={false}
          data={all.map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.campaignId}
          onChange={(id) => id && choose(id)}
          error={fault}
          flex="1 1 14rem"
        />
        <Stack gap={2} flex="1 1 14rem">
          <Text size="sm" fw={600} id="report-status">
            {words.status}
          </Text>
          <SegmentedControl
            aria-labelledby="report-status"
            value={draft.status}
            onChange={(status) => change({ status: status as ReportStatus })}
            data={Object.entries(words.statuses).map(([value, label]) => ({ value, label }))}
          />
        </Stack>
      </Group>
      {campaign && !campaign.rules.some(({ enabled }) => enabled) && (
        <Alert color="yellow">
          {words.noRule}{' '}
          <Anchor component={Link} href={`/campaigns/${campaign.id}/marketing/new`} size="sm">
            {words.makeRule}
          </Anchor>
        </Alert>
      )}
    </>
  );
}
