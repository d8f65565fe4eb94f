import { Select } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../api/graphql';
import { text } from '../text';

const words = text.campaigns.preview;

const LEADS = graphql(`
  query Leads($campaignId: ID, $after: String) {
    leads(campaignId: $campaignId, first: 100, after: $after) {
      nodes {
        id
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const SAMPLE = '';

/** The newest leads of a campaign, and a function that reads the next page of them. */
function useLeads(campaignId: string | null): [ids: string[], more: () => void] {
  const [after, setAfter] = useState<string | null>(null);
  const [earlier, setEarlier] = useState<string[]>([]);
  const [{ data, stale }] = useQuery({ query: LEADS, variables: { campaignId, after } });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another campaign has other leads.
  useEffect(() => {
    setAfter(null);
    setEarlier([]);
  }, [campaignId]);
  const ids = [...earlier, ...(data?.leads.nodes.map(({ id }) => id) ?? [])];
  const more = () => {
    if (stale || !data?.leads.pageInfo.hasNextPage) return;
    setEarlier(ids);
    setAfter(data.leads.pageInfo.endCursor);
  };
  return [[...new Set(ids)], more];
}

interface LeadSelectProps {
  campaignId: string | null;
  /** Null is the sample lead. */
  value: string | null;
  change: (leadId: string | null) => void;
  error?: string | undefined;
}

/** The leads of the campaign, newest first and more as the list is scrolled; the sample lead; or any lead by its id. */
export function LeadSelect({ campaignId, value, change, error }: LeadSelectProps) {
  const [known, more] = useLeads(campaignId);
  const [search, setSearch] = useState('');
  const typed = search.trim();
  const entered = typed === '' || typed === words.sample ? [] : [typed];
  const ids = [...new Set([...(value === null ? [] : [value]), ...known, ...entered])];
  return (
    <Select
      label={words.lead}
      description={words.leadHint}
      placeholder={words.find}
      searchable
      allowDeselect={false}
      data={[{ value: SAMPLE, label: words.sample }, ...ids.map((id) => ({ value: id, label: id }))]}
      scrollAreaProps={{ onBottomReached: more }}
      value={value ?? SAMPLE}
      onChange={(id) => change(id === SAMPLE ? null : id)}
      onSearchChange={setSearch}
      error={error}
    />
  );
}
