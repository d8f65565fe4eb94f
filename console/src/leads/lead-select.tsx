import { Select } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../api/graphql';
import { text } from '../text';

const LEADS = graphql(`
  query Leads($campaignId: ID) {
    leads(campaignId: $campaignId, first: 100) {
      nodes {
        id
        status
      }
    }
  }
`);

const SAMPLE = '';

interface LeadSelectProps {
  campaignId: string | null;
  /** Null is the sample lead. */
  value: string | null;
  change: (leadId: string | null) => void;
  error?: string | undefined;
}

/** The latest leads of the campaign, the sample lead, or the id of any other lead. */
export function LeadSelect({ campaignId, value, change, error }: LeadSelectProps) {
  const [{ data }] = useQuery({ query: LEADS, variables: { campaignId } });
  const [search, setSearch] = useState('');
  const known = data?.leads.nodes.map(({ id }) => id) ?? [];
  const typed = search.trim();
  const entered = typed === '' || typed === text.campaigns.preview.sample ? [] : [typed];
  const ids = [...new Set([...known, ...(value === null ? [] : [value]), ...entered])];
  return (
    <Select
      label={text.campaigns.preview.lead}
      placeholder={text.campaigns.preview.find}
      searchable
      allowDeselect={false}
      limit={100}
      data={[{ value: SAMPLE, label: text.campaigns.preview.sample }, ...ids.map((id) => ({ value: id, label: id }))]}
      value={value ?? SAMPLE}
      onChange={(id) => change(id === SAMPLE ? null : id)}
      onSearchChange={setSearch}
      error={error}
    />
  );
}
