import type { RuleGroupType } from 'react-querybuilder';
import type { VariablesOf } from '../api/graphql';
import { type Group, toInput, toQuery } from './conditions';
import type { Choices, CREATE_RULE, Rule } from './queries';

export type RuleInput = VariablesOf<typeof CREATE_RULE>['input'];

/** A rule as the form holds it: empty texts for what is absent. */
export interface RuleDraft {
  name: string;
  trigger: string;
  pixelId: string | null;
  eventName: string;
  actionSource: string;
  amount: string;
  currency: string | null;
  fireOnce: boolean;
  enabled: boolean;
  conditions: RuleGroupType;
}

export function newDraft({ pixels }: Choices): RuleDraft {
  const only = pixels.nodes.length === 1 ? pixels.nodes[0] : undefined;
  return {
    name: '',
    trigger: 'LEAD_QUALIFIED',
    pixelId: only?.id ?? null,
    eventName: 'Lead',
    actionSource: 'SYSTEM_GENERATED',
    amount: '',
    currency: null,
    fireOnce: true,
    enabled: true,
    conditions: toQuery(null),
  };
}

export function draftOf(rule: Rule): RuleDraft {
  return {
    name: rule.name,
    trigger: rule.trigger,
    pixelId: rule.pixel.id,
    eventName: rule.eventName,
    actionSource: rule.actionSource,
    amount: rule.value?.amount ?? '',
    currency: rule.value?.currency ?? null,
    fireOnce: rule.fireOnce,
    enabled: rule.enabled,
    conditions: toQuery(rule.conditions as Group | null),
  };
}

export function inputOf(draft: RuleDraft, campaignId: string): RuleInput {
  const hasValue = draft.amount.trim() !== '' || draft.currency !== null;
  return {
    campaignId,
    name: draft.name.trim(),
    trigger: draft.trigger as RuleInput['trigger'],
    pixelId: draft.pixelId ?? '',
    eventName: draft.eventName.trim(),
    actionSource: draft.actionSource as RuleInput['actionSource'],
    fireOnce: draft.fireOnce,
    enabled: draft.enabled,
    value: hasValue ? { amount: draft.amount.trim(), currency: draft.currency ?? '' } : null,
    conditions: toInput(draft.conditions) as RuleInput['conditions'],
  };
}
