import { Anchor, Loader, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { Link } from 'wouter';
import { type Connection, useAllNodes } from '../api/all-nodes';
import type { ResultOf } from '../api/graphql';
import { ErrorNote } from '../shell/error-note';
import { Loaded } from '../shell/loaded';
import { text } from '../text';
import { draftOf, freshSeed, inputOf, type Typed } from './draft';
import { REPORT_CAMPAIGN, REPORT_CAMPAIGNS, REPORT_LEAD } from './queries';
import { ReportForm } from './report-form';
import { ReportResult } from './report-result';

const words = text.leads;
const FROM_START = {};

interface Named {
  id: string;
  name: string;
}

const campaignsOf = ({ campaigns }: ResultOf<typeof REPORT_CAMPAIGNS>): Connection<Named> => campaigns;

interface ReportLeadProps {
  /** The campaign to begin with; null takes the newest. */
  campaignId: string | null;
  close: () => void;
  hrefOf: (firingId: string) => string;
}

/** A made-up lead to report, then what came of it. */
export default function ReportLead({ campaignId, close, hrefOf }: ReportLeadProps) {
  const [chosen, setChosen] = useState(campaignId);
  const { nodes, error, retry } = useAllNodes(REPORT_CAMPAIGNS, FROM_START, campaignsOf);
  const id = chosen ?? nodes?.[0]?.id;
  return (
    <>
      <ErrorNote error={error} retry={retry} />
      {id !== undefined && (
        <OfCampaign id={id} campaigns={nodes ?? []} choose={setChosen} close={close} hrefOf={hrefOf} />
      )}
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

interface OfCampaignProps extends Omit<ReportLeadProps, 'campaignId'> {
  id: string;
  campaigns: readonly Named[];
  choose: (id: string) => void;
}

function OfCampaign({ id, campaigns, choose, close, hrefOf }: OfCampaignProps) {
  const [result, reload] = useQuery({ query: REPORT_CAMPAIGN, variables: { id } });
  const [seed, setSeed] = useState(freshSeed);
  const [typed, setTyped] = useState<Typed>({ fields: {} });
  const [{ data: reported, error, fetching }, report] = useMutation(REPORT_LEAD);
  const [finished, setFinished] = useState(false);
  const another = () => {
    const { id: _id, ...fields } = typed.fields;
    setTyped({ ...typed, fields });
    setSeed(freshSeed());
    setFinished(false);
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
          setFinished(answer.data !== undefined);
        };
        return (
          <ReportForm
            draft={draft}
            change={(changes) => setTyped({ ...typed, ...changes, fields: { ...typed.fields, ...changes.fields } })}
            campaigns={campaigns}
            campaign={campaign}
            choose={choose}
            knownAnswers={conditionFields.flatMap(({ field }) => /^answers\.(.+)$/.exec(field)?.[1] ?? [])}
            submit={submit}
            busy={fetching}
            error={error}
            cancel={close}
          />
        );
      }}
    </Loaded>
  );
}
