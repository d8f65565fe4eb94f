import { useState } from 'react';
import { type CombinedError, useClient, useMutation } from 'urql';
import { CREATE_RULE, PREVIEW, type Rule, UPDATE_RULE } from './queries';
import { changesOf, inputOf, type RuleDraft } from './rule-draft';

/** Why a rule was not saved: what the API said, or nothing where only the form itself found something missing. */
export interface Refusal {
  error: CombinedError | undefined;
  /** What was refused: a field that was changed since is not faulty any more. */
  draft: RuleDraft;
}

/** Saves a new rule, or what of `ruleId` is not as it was at `first`; answers the saved rule, or null and keeps why not. */
export function useSaveRule(campaignId: string, ruleId: string | null, first: RuleDraft) {
  const client = useClient();
  const [, create] = useMutation(CREATE_RULE);
  const [, update] = useMutation(UPDATE_RULE);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);

  async function attempt(draft: RuleDraft, complete: boolean): Promise<{ saved?: Rule; error?: CombinedError }> {
    const input = inputOf(draft, campaignId);
    if (!complete) {
      // Nothing is saved yet, but all faults are told at once: the API's too.
      const { error } = await client.query(PREVIEW, { rule: input }, { requestPolicy: 'network-only' }).toPromise();
      return error ? { error } : {};
    }
    const { data, error } =
      ruleId === null ? await create({ input }) : await update({ id: ruleId, input: changesOf(first, draft) });
    const saved = data && ('createPixelRule' in data ? data.createPixelRule : data.updatePixelRule);
    return { ...(saved ? { saved } : {}), ...(error ? { error } : {}) };
  }

  async function save(draft: RuleDraft, complete: boolean): Promise<Rule | null> {
    setBusy(true);
    const { saved, error } = await attempt(draft, complete);
    setBusy(false);
    setRefusal(saved ? null : { error, draft });
    return saved ?? null;
  }

  return { save, busy, refusal };
}
