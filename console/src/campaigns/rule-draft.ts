import type { RuleGroupType } from 'react-querybuilder';
import type { PixelChoice } from '../api/choices';
import type { VariablesOf } from '../api/graphql';
import { text } from '../text';
import { filledIn, toInput, toQuery } from './builder-query';
import type { Group } from './conditions';
import type { CREATE_RULE, Rule, UPDATE_RULE } from './queries';

const words = text.campaigns.rule;

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

/** `wanted` is the pixel that the person comes from; without one the only pixel there is. */
export function newDraft(pixels: readonly PixelChoice[], wanted: string | null): RuleDraft {
  const pixel = pixels.find(({ id }) => id === wanted) ?? (pixels.length === 1 ? pixels[0] : undefined);
  const draft: RuleDraft = {
    name: '',
    trigger: 'LEAD_QUALIFIED',
    pixelId: pixel?.id ?? null,
    eventName: 'Lead',
    actionSource: 'SYSTEM_GENERATED',
    amount: '',
    currency: null,
    fireOnce: true,
    enabled: true,
    conditions: toQuery(null),
  };
  return { ...draft, name: suggestedName(draft, pixels) };
}

/** Such as `Qualified leads to My pixel`. */
export function suggestedName({ trigger, pixelId }: RuleDraft, pixels: readonly PixelChoice[]): string {
  const pixel = pixels.find(({ id }) => id === pixelId);
  return words.suggestedName[trigger]?.(pixel?.name ?? null) ?? '';
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

function hasAmount({ amount }: RuleDraft): boolean {
  return amount.trim() !== '';
}

export function inputOf(draft: RuleDraft, campaignId: string): RuleInput {
  const hasValue = hasAmount(draft) || draft.currency !== null;
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

/** What a person changed, and nothing else: what others changed meanwhile stays. */
export function changesOf(first: RuleDraft, draft: RuleDraft): VariablesOf<typeof UPDATE_RULE>['input'] {
  const { campaignId: _campaign, ...before } = inputOf(first, '');
  const { campaignId: _same, ...after } = inputOf(draft, '');
  const asText = JSON.stringify;
  const changed = Object.entries(after).filter(
    ([name, value]) => asText(value) !== asText(before[name as keyof typeof before]),
  );
  return Object.fromEntries(changed);
}

/** What the form's own fields still need, by the paths of the API's input; conditions are told by `missingIn`. */
export function missingFields(draft: RuleDraft): Record<string, string> {
  const needs: [path: string, isMissing: boolean, message: string][] = [
    ['name', draft.name.trim() === '', words.missing.name],
    ['pixelId', draft.pixelId === null, words.missing.pixelId],
    ['eventName', draft.eventName.trim() === '', words.missing.eventName],
    ['value.amount', !hasAmount(draft) && draft.currency !== null, words.missing.amount],
    ['value.currency', hasAmount(draft) && draft.currency === null, words.missing.currency],
  ];
  return Object.fromEntries(needs.filter(([, isMissing]) => isMissing).map(([path, , message]) => [path, message]));
}

export function isValueHalf(draft: RuleDraft): boolean {
  return hasAmount(draft) !== (draft.currency !== null);
}

/** As far as it is filled in: what the preview asks about. */
export function filledDraft(draft: RuleDraft, missing: Record<string, string>): RuleDraft {
  const conditions = filledIn(draft.conditions, missing);
  return isValueHalf(draft) ? { ...draft, conditions, amount: '', currency: null } : { ...draft, conditions };
}

/** Whether what stands at a path of the API's input is the same in both drafts. */
export function isUnchanged(path: string, one: RuleDraft, other: RuleDraft): boolean {
  const parts: Record<string, (keyof RuleDraft)[]> = {
    value: ['amount', 'currency'],
    'value.amount': ['amount'],
    'value.currency': ['currency'],
  };
  return (parts[path] ?? [path as keyof RuleDraft]).every((name) => one[name] === other[name]);
}
