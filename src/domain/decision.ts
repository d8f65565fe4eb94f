export const DECISION_OUTCOMES = ['FIRED', 'CONDITIONS_NOT_MET', 'SKIPPED', 'RULE_DISABLED', 'TEST_LEAD'] as const;
export type DecisionOutcome = (typeof DECISION_OUTCOMES)[number];

/** What one rule came to for one occurrence, and why. */
export interface RuleDecision {
  id: string;
  workspaceId: string;
  ruleId: string;
  leadUid: string;
  firingId: string | null;
  decidedAt: Date;
  outcome: DecisionOutcome;
  /** One sentence without personal data. */
  reason: string;
  /** The condition tree with the verdict and the actual value at each node; null without conditions and after eraseLead. */
  trace: unknown;
}
