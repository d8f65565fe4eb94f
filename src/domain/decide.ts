import { fieldOf } from './condition-fields';
import { type ConditionLead, evaluate, type GroupTrace, wordsOf } from './conditions';
import type { DecisionOutcome } from './decision';
import type { SkipReason } from './firing';
import type { PixelStatus } from './pixel';
import type { PixelRule } from './pixel-rule';

/** A rule of the trigger with what is known of its pixel and its once. */
export interface RuleToDecide {
  rule: PixelRule;
  pixel: { name: string; status: PixelStatus };
  /** The firing that holds the once of this rule and lead. */
  onceHolder: string | null;
  /** What the platform would refuse; asked only where everything else says yes. */
  preflight(): { unsendable: { skip: SkipReason | null; message: string } | null };
}

export interface Decision {
  ruleId: string;
  outcome: DecisionOutcome;
  /** Set with SKIPPED. */
  skipReason: SkipReason | null;
  /** One sentence without a value of the lead: it is stored in clear. */
  reason: string;
  trace: GroupTrace | null;
}

/** One decision per rule of the trigger, disabled ones too. Pure. */
export function decide({ lead, rules }: { lead: ConditionLead; rules: readonly RuleToDecide[] }): Decision[] {
  return rules.map((entry) => decideRule(lead, entry));
}

function decideRule(lead: ConditionLead, entry: RuleToDecide): Decision {
  const { holds, trace } = evaluate(entry.rule.conditions, lead);
  const say = (outcome: DecisionOutcome, reason: string, skipReason: SkipReason | null = null): Decision => ({
    ruleId: entry.rule.id,
    outcome,
    skipReason,
    reason,
    trace,
  });
  if (!entry.rule.enabled) return say('RULE_DISABLED', 'The rule is disabled.');
  if (lead.isTest)
    return say('TEST_LEAD', `A test lead fires nothing; the conditions ${holds ? 'hold' : 'do not hold'}.`);
  if (!holds) return say('CONDITIONS_NOT_MET', notMet(trace));
  const skip = skipOf(lead, entry);
  if (skip) return say('SKIPPED', skip.reason, skip.skipReason);
  return say('FIRED', firedReason(entry));
}

function skipOf(lead: ConditionLead, entry: RuleToDecide): { skipReason: SkipReason; reason: string } | null {
  if (lead.consentGranted === false) {
    return { skipReason: 'CONSENT_DENIED', reason: 'The lead denied consent: nothing of it is sent.' };
  }
  if (entry.rule.fireOnce && entry.onceHolder !== null) {
    const reason = `The rule fires once per lead, and has: ${entry.onceHolder}.`;
    return { skipReason: 'FIRE_ONCE', reason };
  }
  if (entry.pixel.status === 'PAUSED') return { skipReason: 'PIXEL_PAUSED', reason: 'The pixel is paused.' };
  const { unsendable } = entry.preflight();
  return unsendable?.skip ? { skipReason: unsendable.skip, reason: unsendable.message } : null;
}

function firedReason({ rule, pixel, preflight }: RuleToDecide): string {
  const because = rule.conditions ? 'The conditions hold' : 'The rule has no conditions';
  const { unsendable } = preflight();
  if (unsendable) return `${because}, but the event can't be sent: ${unsendable.message}`;
  if (pixel.status === 'NEEDS_ATTENTION') return `${because}; the event is held until its pixel is mended.`;
  return `${because}.`;
}

/** The first node that is to blame, named without the lead's value. */
function notMet(trace: GroupTrace | null): string {
  const failing = trace && failingCondition(trace);
  if (!failing) return 'The conditions do not hold.';
  const label = fieldOf(failing.field)?.label ?? failing.field;
  return `The conditions do not hold: "${label} ${wordsOf(failing)}" is ${failing.holds}.`;
}

/** Under `not` a condition that holds is to blame. */
function failingCondition(group: GroupTrace, blame = false): GroupTrace['conditions'][number] | null {
  const wanted = group.not ? !blame : blame;
  const own = group.conditions.find((condition) => condition.holds === wanted);
  if (own) return own;
  for (const nested of group.groups.filter(({ holds }) => holds === wanted)) {
    const found = failingCondition(nested, wanted);
    if (found) return found;
  }
  return null;
}
