import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { type CombinedError, useClient } from 'urql';
import type { ResultOf } from '../api/graphql';
import { useNewestLead } from '../leads/use-newest-lead';
import { PREVIEW } from './queries';
import type { RuleInput } from './rule-draft';

const TYPING_MS = 350;

export type RulePreview = ResultOf<typeof PREVIEW>['previewRule'];

interface Answer {
  preview?: RulePreview | undefined;
  error?: CombinedError | undefined;
}

/**
 * Asks anew whenever the rule or the lead changes; the last answer stays until the next is there. Without a rule or
 * before the lead is known (undefined) nothing is asked.
 */
export function usePreview(rule: RuleInput | null, leadId: string | null | undefined): Answer {
  const client = useClient();
  // As text: the form hands a new object each time it is drawn.
  const [settled] = useDebouncedValue(JSON.stringify(rule), TYPING_MS);
  const [answer, setAnswer] = useState<Answer>({});
  useEffect(() => {
    const asked = JSON.parse(settled) as RuleInput | null;
    if (asked === null) return setAnswer({});
    if (leadId === undefined) return;
    let current = true;
    client
      .query(PREVIEW, { rule: asked, leadId }, { requestPolicy: 'network-only' })
      .toPromise()
      .then(({ data, error }) => {
        if (current) setAnswer(error ? { error } : { preview: data?.previewRule });
      });
    return () => {
      current = false;
    };
  }, [client, settled, leadId]);
  return answer;
}

/** The lead of the preview: the campaign's newest until another is chosen, the sample lead (null) where there is none. */
export function usePreviewLead(campaignId: string) {
  const { newest, readNewest } = useNewestLead(campaignId);
  const [chosen, choose] = useState<string | null>();
  return {
    leadId: chosen === undefined ? newest : chosen,
    choose,
    async chooseNewest() {
      const leadId = await readNewest();
      if (leadId !== null) choose(leadId);
    },
  };
}
