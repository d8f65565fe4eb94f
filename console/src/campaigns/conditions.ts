import type { RuleGroupType, RuleType } from 'react-querybuilder';
import { text } from '../text';
import { wordFor } from '../text/words';

/** The API's conditions: in a group its conditions stand before its groups. */
export interface Group {
  combinator: string;
  not: boolean;
  conditions: { field: string; operator: string; values: string[] }[];
  groups?: Group[];
}

export type GroupInput = Group & { groups: GroupInput[] };

export function valuesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  return value === undefined || value === null || value === '' ? [] : [String(value)];
}

export function isGroup(member: RuleGroupType | RuleType | string): member is RuleGroupType {
  return typeof member === 'object' && 'rules' in member;
}

/** As the builder holds it. */
export function toQuery(group: Group | null): RuleGroupType {
  if (group === null) return { combinator: 'and', not: false, rules: [] };
  return {
    combinator: group.combinator === 'ANY' ? 'or' : 'and',
    not: group.not,
    rules: [
      ...group.conditions.map(({ field, operator, values }) => ({ field, operator, value: values })),
      ...(group.groups ?? []).map(toQuery),
    ],
  };
}

/** As the API takes it; null where there are no conditions at all. */
export function toInput(query: RuleGroupType): GroupInput | null {
  return query.rules.length === 0 && !query.not ? null : groupInput(query);
}

function groupInput({ combinator, not = false, rules }: RuleGroupType): GroupInput {
  return {
    combinator: combinator === 'or' ? 'ANY' : 'ALL',
    not,
    conditions: conditionsIn(rules).map(({ field, operator, value }) => ({ field, operator, values: valuesOf(value) })),
    groups: rules.filter(isGroup).map(groupInput),
  };
}

function conditionsIn(rules: RuleGroupType['rules']): RuleType[] {
  return rules.filter((member): member is RuleType => typeof member === 'object' && !isGroup(member));
}

/** The API's faults by the builder's ids: `conditions.groups.0.conditions.1.values` is the fault of that condition. */
export function faultsById(query: RuleGroupType, faults: Record<string, string>): Record<string, string> {
  const found: Record<string, string> = {};
  const note = (id: string | undefined, path: string) => {
    const entry = Object.entries(faults).find(([place]) => place === path || place.startsWith(`${path}.`));
    if (id && entry) found[id] = entry[1];
  };
  const walk = (group: RuleGroupType, path: string) => {
    for (const [index, { id }] of conditionsIn(group.rules).entries()) note(id, `${path}.conditions.${index}`);
    for (const [index, nested] of group.rules.filter(isGroup).entries()) walk(nested, `${path}.groups.${index}`);
  };
  walk(query, 'conditions');
  return found;
}

type Labels = ReadonlyMap<string, string>;

/** Conditions in words, such as `age is at least 18 and (State is CA or NV)`. */
export function inWords(group: Group | null, labels: Labels): string {
  if (group === null) return text.campaigns.marketing.always;
  return groupWords(group, labels, true) || text.campaigns.marketing.always;
}

function groupWords({ combinator, not, conditions, groups = [] }: Group, labels: Labels, outermost: boolean): string {
  const members = [
    ...conditions.map((condition) => conditionWords(condition, labels)),
    ...groups.map((nested) => groupWords(nested, labels, false)),
  ];
  const { and, or } = text.campaigns.marketing;
  const joined = members.filter(Boolean).join(combinator === 'ANY' ? or : and);
  if (not) return `${text.campaigns.marketing.not} (${joined})`;
  return outermost || members.length < 2 ? joined : `(${joined})`;
}

function conditionWords({ field, operator, values }: Group['conditions'][number], labels: Labels): string {
  const { and, or } = text.campaigns.marketing;
  const shown = values.slice(0, 5).concat(values.length > 5 ? [text.campaigns.marketing.more(values.length - 5)] : []);
  const named = shown.join(operator === 'BETWEEN' ? and : or);
  const label = labels.get(field) ?? field.replace(/^answers\./, '');
  return [label, wordFor(text.operator, operator), named].filter(Boolean).join(' ');
}
