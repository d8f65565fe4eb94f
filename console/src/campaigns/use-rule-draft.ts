import { useState } from 'react';
import type { PixelChoice } from '../api/choices';
import { inputOf, type RuleDraft, suggestedName } from './rule-draft';

/**
 * The form's draft. `suggests` says that its name is one the form made: it follows the trigger and the pixel until the
 * person types one.
 */
export function useRuleDraft(start: () => RuleDraft, suggests: boolean, pixels: readonly PixelChoice[]) {
  const [first] = useState(start);
  const [{ draft, suggesting }, setState] = useState({ draft: first, suggesting: suggests });
  const change = (changes: Partial<RuleDraft>) =>
    setState((before) => {
      const next = { ...before.draft, ...changes };
      const still = before.suggesting && changes.name === undefined;
      return { suggesting: still, draft: still ? { ...next, name: suggestedName(next, pixels) } : next };
    });
  const changed = JSON.stringify(inputOf(draft, '')) !== JSON.stringify(inputOf(first, ''));
  return { draft, first, change, changed, suggesting };
}
