import { Anchor, Loader, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { Link } from 'wouter';
import { type Named, useCampaignChoices } from '../api/choices';
import { ErrorNote } from '../shell/error-note';
import { Loaded } from '../shell/loaded';
import { text } from '../text';
import { type Begun, draftOf, freshSeed, inputOf, type Typed } from './draft';
import { REPORT_CAMPAIGN, REPORT_LEAD } from './queries';
import { ReportForm } from './report-form';
import { ReportResult } from './report-result';

const words = text.leads;

interface ReportLeadProps {
  /** The campaign to begin with; null takes the newest. */
  campaignId: string | null;
  /** What was begun before and neither cancelled nor reported. */
  kept: Begun | null;
  keep: (begun: Begun | null) => void;
  close: () => void;
  hrefOf: (firingId: string) => string;
}

/** A made-up lead to report, then what came of it. */
export default function ReportLead({ campaignId, kept, keep, close, hrefOf }: ReportLeadProps) {
  const [begun, setBegun] = useState((): Begun => kept ?? { campaignId, seed: freshSeed(), typed: { fields: {} } });
  const { nodes, error, retry } = useCampaignChoices();
  const id = begun.campaignId ?? nodes?.[0]?.id;
  const change = (next: Begun) => {
    setBegun(next);
    keep(next);
  };
  const part = { begun, change, forget: () => keep(null), campaigns: nodes ?? [], close, hrefOf };
  return (
    <>
      <ErrorNote error={error} retry={retry} />
      {id !== undefined && <OfCampaign id={id} {...part} />}
      {id === undefined && nodes !== null && <NoCampaign />}
      {id === undefined && nodes === null && !error && <Loader role="status" aria-label={text.common.loading} />}
    </>
  );
}

function NoCampaign() {
  return (
    <Stack gap="xs">
      <Text>{words.noCampaign}</Text>
      <Anchor component={Link} href="/campaigns">
        {words.makeCampaign}
      </Anchor>
    </Stack>
  );
}

interface OfCampaignProps extends Pick<ReportLeadProps, 'close' | 'hrefOf'> {
  id: string;
  begun: Begun;
  change: (begun: Begun) => void;
  /** Nothing of it is kept for another opening. */
  forget: () => void;
  campaigns: readonly Named[];
}

function OfCampaign({ id, begun, change, forget, campaigns, close, hrefOf }: OfCampaignProps) {
  const [result, reload] = useQuery({ query: REPORT_CAMPAIGN, variables: { id } });
  const [{ data: reported, error, fetching }, report] = useMutation(REPORT_LEAD);
  const [finished, setFinished] = useState(false);
  const { seed, typed } = begun;
  const another = () => {
    const { id: _id, ...fields } = typed.fields;
    change({ ...begun, seed: freshSeed(), typed: { ...typed, fields } });
    setFinished(false);
  };
  const cancel = () => {
    forget();
    close();
  };
  if (finished && reported) {
    return (
      <ReportResult reported={reported.reportLead} campaignId={id} hrefOf={hrefOf} close={close} another={another} />
    );
  }
  return (
    <Loaded result={result} retry={() => reload({ requestPolicy: 'network-only' })}>
      {({ campaign, conditionFields }) => {
        const draft = draftOf(campaign ?? { id, name: id, rules: [] }, seed, typed);
        const submit = async () => {
          const answer = await report({ input: inputOf(draft) });
          if (answer.data === undefined) return;
          forget();
          setFinished(true);
        };
        const set = (changes: Partial<Typed>) =>
          change({ ...begun, typed: { ...typed, ...changes, fields: { ...typed.fields, ...changes.fields } } });
        return (
          <ReportForm
            draft={draft}
            change={set}
            campaigns={campaigns}
            campaign={campaign}
            choose={(campaignId) => change({ ...begun, campaignId })}
            knownAnswers={conditionFields.flatMap(({ field }) => /^answers\.(.+)$/.exec(field)?.[1] ?? [])}
            submit={submit}
            busy={fetching}
            error={error}
            cancel={cancel}
          />
        );
      }}
    </Loaded>
  );
}
