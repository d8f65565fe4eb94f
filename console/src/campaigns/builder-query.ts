import { prepareRuleGroup, type RuleGroupType, type RuleType } from 'react-querybuilder';
import { type Fault, sentence } from '../api/errors';
import { text } from '../text';
import { joiningOf, partsOf } from './combinators';
import { type Fields, fieldNamed } from './condition-fields';
import type { Group } from './conditions';

const words = text.campaigns.builder;

/** The builder's own name for a field that is not chosen yet. */
export const NO_FIELD = '~';
export const ROOT = 'conditions';

export type GroupInput = Group & { groups: GroupInput[] };

type Member = RuleGroupType | RuleType | string;

export function isGroup(member: Member): member is RuleGroupType {
  return typeof member === 'object' && 'rules' in member;
}

function conditionsIn(rules: RuleGroupType['rules']): RuleType[] {
  return rules.filter((member): member is RuleType => typeof member === 'object' && !isGroup(member));
}

/** As the builder holds it: its combinator is the joining, and every member has an id. */
export function toQuery(group: Group | null): RuleGroupType {
  return prepareRuleGroup(group === null ? { combinator: 'ALL', rules: [] } : queryOf(group));
}

function queryOf(group: Group): RuleGroupType {
  return {
    combinator: joiningOf(group),
    rules: [
      ...group.conditions.map(({ field, operator, values }) => ({ field, operator, value: values })),
      ...(group.groups ?? []).map(queryOf),
    ],
  };
}

/** As the API takes it; null where there are no conditions at all. */
export function toInput(query: RuleGroupType): GroupInput | null {
  return query.rules.length === 0 && !partsOf(query.combinator).not ? null : groupInput(query);
}

function groupInput({ combinator, rules }: RuleGroupType): GroupInput {
  return {
    ...partsOf(combinator),
    conditions: conditionsIn(rules).map(({ field, operator, value }) => ({
      field,
      operator,
      values: taken(operator, valuesOf(value)),
    })),
    groups: rules.filter(isGroup).map(groupInput),
  };
}

export function valuesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  return value === undefined || value === null || value === '' ? [] : [String(value)];
}

const SINGLE = new Set(['GREATER_THAN', 'GREATER_OR_EQUAL', 'LESS_THAN', 'LESS_OR_EQUAL']);

export function takesNoValue(operator: string): boolean {
  return operator === 'EXISTS' || operator === 'NOT_EXISTS';
}

export function takesOneValue(operator: string): boolean {
  return SINGLE.has(operator);
}

/** Values outlive a change of the comparison; those that it does not show are not sent. */
function taken(operator: string, values: string[]): string[] {
  if (takesNoValue(operator)) return [];
  if (takesOneValue(operator)) return values.slice(0, 1);
  return operator === 'BETWEEN' ? values.slice(0, 2) : values;
}

/** A condition or group with its place in the API's input, and its name for people. */
export interface Placed {
  id: string;
  path: string;
  name: string;
  member: RuleGroupType | RuleType;
}

/** Every group and condition, each named by where it stands: `condition 2 in group 1`. */
export function placesIn(query: RuleGroupType): Placed[] {
  return walk(query, ROOT, '');
}

function walk(group: RuleGroupType, path: string, number: string): Placed[] {
  const name = number === '' ? words.conditions : words.group(number);
  const place = (what: string) => (number === '' ? what : words.inGroup(what, name));
  const own = { id: group.id ?? '', path, name, member: group };
  const conditions = conditionsIn(group.rules).map((member, index) => {
    return {
      id: member.id ?? '',
      path: `${path}.conditions.${index}`,
      name: place(words.condition(index + 1)),
      member,
    };
  });
  const nested = group.rules.filter(isGroup).flatMap((member, index) => {
    return walk(member, `${path}.groups.${index}`, number === '' ? `${index + 1}` : `${number}.${index + 1}`);
  });
  return [own, ...conditions, ...nested];
}

/** The API's faults in words, by the ids of what they are about. */
export function faultsById(query: RuleGroupType, faults: readonly Fault[]): Record<string, string> {
  const innermostFirst = placesIn(query).toSorted((one, other) => other.path.length - one.path.length);
  const found: Record<string, string> = {};
  for (const fault of faults) {
    const place = innermostFirst.find(({ path }) => fault.path === path || fault.path.startsWith(`${path}.`));
    if (place) found[place.id] ??= wordsOf(fault);
  }
  return found;
}

/** As `faultsById` of the query that was refused, without those whose condition or group was changed since. */
export function faultsLeft(
  refused: RuleGroupType,
  query: RuleGroupType,
  faults: readonly Fault[],
): Record<string, string> {
  const now = new Map(placesIn(query).map(({ id, member }) => [id, member]));
  const changed = placesIn(refused).filter(({ id, member }) => now.get(id) !== member);
  const ids = new Set(changed.map(({ id }) => id));
  return Object.fromEntries(Object.entries(faultsById(refused, faults)).filter(([id]) => !ids.has(id)));
}

/** The API names its operators and paths; a person knows neither. */
function wordsOf({ path, message }: Fault): string {
  if (path.endsWith('.field')) return words.faults.field;
  if (path.endsWith('.operator')) return words.faults.operator;
  return message.includes('must not be blank') ? words.faults.blank : sentence(message);
}

/** What is not filled in yet, in words, by the builder's ids. */
export function missingIn(query: RuleGroupType, fields: Fields): Record<string, string> {
  const entries = placesIn(query).flatMap(({ id, path, member }) => {
    const missing = isGroup(member) ? missingOfGroup(member, path) : missingOfCondition(member, fields);
    return missing === null ? [] : [[id, missing] as const];
  });
  return Object.fromEntries(entries);
}

function missingOfGroup({ rules, combinator }: RuleGroupType, path: string): string | null {
  if (rules.length > 0) return null;
  if (path !== ROOT) return words.missing.group;
  return partsOf(combinator).not ? words.missing.root : null;
}

function missingOfCondition({ field, operator, value }: RuleType, fields: Fields): string | null {
  if (field === NO_FIELD) return words.missing.field;
  if (takesNoValue(operator)) return null;
  const { label, type } = fieldNamed(fields, field);
  const given = valuesOf(value).filter((one) => one.trim() !== '').length;
  if (operator === 'BETWEEN') return given >= 2 ? null : words.missing.both(label);
  if (given > 0) return null;
  if (type === 'BOOLEAN') return words.missing.yesOrNo(label);
  return takesOneValue(operator) || type === 'DATE' ? words.missing.one(label) : words.missing.some(label);
}

/** Without what is not filled in yet: conditions, and groups that are empty or become so. */
export function filledIn(query: RuleGroupType, missing: Record<string, string>): RuleGroupType {
  const kept = filledGroup(query, missing);
  return kept.rules.length === 0 ? { ...kept, combinator: 'ALL' } : kept;
}

function filledGroup(group: RuleGroupType, missing: Record<string, string>): RuleGroupType {
  const rules = group.rules.flatMap((member): Member[] => {
    if (!isGroup(member)) return typeof member === 'object' && missing[member.id ?? ''] ? [] : [member];
    const nested = filledGroup(member, missing);
    return nested.rules.length === 0 ? [] : [nested];
  });
  return { ...group, rules: rules as RuleGroupType['rules'] };
}

/** Conditions that are not filled in yet. */
export function unfilledCount(query: RuleGroupType, missing: Record<string, string>): number {
  return placesIn(query).filter(({ id, member }) => !isGroup(member) && missing[id] !== undefined).length;
}

/** The fields that conditions name. */
export function fieldsIn(query: RuleGroupType): string[] {
  return placesIn(query).flatMap(({ member }) => (isGroup(member) ? [] : [member.field]));
}
