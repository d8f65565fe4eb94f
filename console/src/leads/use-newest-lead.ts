import { useState } from 'react';
import { useClient, useQuery } from 'urql';
import { graphql } from '../api/graphql';

const NEWEST_LEAD = graphql(`
  query NewestLead($campaignId: ID!) {
    leads(campaignId: $campaignId, first: 1) {
      nodes {
        id
      }
    }
  }
`);

interface NewestLead {
  /** As it was when the campaign was first looked at; null where it has none, undefined until that is known. */
  newest: string | null | undefined;
  /** The one that is the newest now. */
  readNewest: () => Promise<string | null>;
}

/** The newest lead of a campaign, to begin with: it stays what it is, whatever arrives meanwhile. */
export function useNewestLead(campaignId: string | null): NewestLead {
  const client = useClient();
  const variables = { campaignId: campaignId ?? '' };
  const [{ data, error, operation }] = useQuery({ query: NEWEST_LEAD, variables, pause: campaignId === null });
  const [first, setFirst] = useState<{ campaignId: string; leadId: string | null } | null>(null);
  // The answer for another campaign is shown until the new one is there.
  const isAnswered = (data || error) && operation?.variables.campaignId === campaignId;
  if (campaignId !== null && isAnswered && first?.campaignId !== campaignId) {
    setFirst({ campaignId, leadId: data?.leads.nodes[0]?.id ?? null });
  }
  return {
    newest: campaignId !== null && first?.campaignId === campaignId ? first.leadId : undefined,
    async readNewest() {
      const answer = await client.query(NEWEST_LEAD, variables, { requestPolicy: 'network-only' }).toPromise();
      return answer.data?.leads.nodes[0]?.id ?? null;
    },
  };
}
