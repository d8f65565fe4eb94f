import { fieldOf } from './condition-fields';
import { type ConditionTest, testOf } from './condition-test';
import { FieldValues, isMissing } from './field-values';
import type { LeadData } from './lead';
import type { Condition, ConditionGroup, ConditionOperator } from './pixel-rule';

export type ConditionLead = LeadData & { id: string };

/** A condition with its verdict, in words a marketer understands. */
export interface ConditionTrace {
  kind: 'condition';
  field: string;
  label: string;
  operator: ConditionOperator;
  /** Of many the first; long ones are cut. */
  values: string[];
  /** How many more the condition has. */
  moreValues: number;
  /** What the lead has; null where missing. Long texts and lists are cut. */
  actual: unknown;
  holds: boolean;
  text: string;
}

export interface GroupTrace {
  kind: 'group';
  combinator: 'ALL' | 'ANY';
  not: boolean;
  holds: boolean;
  conditions: ConditionTrace[];
  groups: GroupTrace[];
}

/** The operator's words, also used where a value of the lead must not be named. */
export const OPERATOR_WORDS: Record<ConditionOperator, string> = {
  EQUALS: 'is',
  NOT_EQUALS: 'is not',
  CONTAINS: 'contains',
  NOT_CONTAINS: 'does not contain',
  STARTS_WITH: 'starts with',
  ENDS_WITH: 'ends with',
  GREATER_THAN: 'is greater than',
  GREATER_OR_EQUAL: 'is at least',
  LESS_THAN: 'is less than',
  LESS_OR_EQUAL: 'is at most',
  BETWEEN: 'is between',
  EXISTS: 'is given',
  NOT_EXISTS: 'is not given',
};

/** Stored with every decision: of what is long the beginning will do. */
const SHOWN_CHARACTERS = 200;
const SHOWN_IN_LISTS = 50;
const SHOWN_ELEMENTS = 20;
const NAMED_VALUES = 10;

/** Evaluates checked conditions; without any they hold. Never throws, whatever the lead has. */
export function evaluate(
  group: ConditionGroup | null,
  lead: ConditionLead,
): { holds: boolean; trace: GroupTrace | null } {
  if (group === null) return { holds: true, trace: null };
  const trace = traceGroup(compiled(group), lead);
  return { holds: trace.holds, trace };
}

interface CompiledCondition {
  condition: Condition;
  label: string;
  words: string;
  shown: Pick<ConditionTrace, 'values' | 'moreValues'>;
  /** Null where only presence is asked for. */
  test: ConditionTest | null;
}

interface CompiledGroup extends Pick<ConditionGroup, 'combinator' | 'not'> {
  conditions: CompiledCondition[];
  groups: CompiledGroup[];
}

/** Rules are kept between leads: their values are read once. */
const COMPILED = new WeakMap<ConditionGroup, CompiledGroup>();
/** The lists of a lead are asked by all rules. */
const LISTS = new WeakMap<unknown[], FieldValues>();

function compiled(group: ConditionGroup): CompiledGroup {
  const known = COMPILED.get(group);
  if (known) return known;
  const { combinator, not } = group;
  const conditions = group.conditions.map(compiledCondition);
  const made = { combinator, not, conditions, groups: group.groups.map(compiled) };
  COMPILED.set(group, made);
  return made;
}

function compiledCondition(condition: Condition): CompiledCondition {
  const field = fieldOf(condition.field);
  const values = cut(condition.values) as string[];
  const shown = { values, moreValues: condition.values.length - values.length };
  const asksPresence = condition.operator === 'EXISTS' || condition.operator === 'NOT_EXISTS';
  const test = asksPresence ? null : testOf(condition, field?.type ?? 'TEXT');
  return { condition, label: field?.label ?? condition.field, words: wordsOf(condition), shown, test };
}

function traceGroup(group: CompiledGroup, lead: ConditionLead): GroupTrace {
  const conditions = group.conditions.map((condition) => traceCondition(condition, lead));
  const groups = group.groups.map((nested) => traceGroup(nested, lead));
  const verdicts = [...conditions, ...groups].map(({ holds }) => holds);
  const joined = group.combinator === 'ALL' ? verdicts.every(Boolean) : verdicts.some(Boolean);
  const holds = verdicts.length === 0 ? !group.not : joined !== group.not;
  return { kind: 'group', combinator: group.combinator, not: group.not, holds, conditions, groups };
}

function traceCondition(compiledOne: CompiledCondition, lead: ConditionLead): ConditionTrace {
  const { condition, label, words, shown, test } = compiledOne;
  const { field, operator } = condition;
  const found = valueAt(lead, field);
  const missing = isMissing(found);
  const holds = test ? test(valuesOf(found)) : missing === (operator === 'NOT_EXISTS');
  const actual = missing ? null : cut(found);
  const text = `${label} ${words}: ${actual === null ? 'it is empty' : `it is ${JSON.stringify(actual)}`}, so this ${holds ? 'holds' : 'does not hold'}.`;
  return { kind: 'condition', field, operator, ...shown, label, actual, holds, text };
}

function valuesOf(found: unknown): FieldValues {
  if (!Array.isArray(found)) return new FieldValues(found);
  const known = LISTS.get(found);
  if (known) return known;
  const values = new FieldValues(found);
  LISTS.set(found, values);
  return values;
}

/** Operator and values, such as `is at least 18`; of many values the first few. */
export function wordsOf({
  operator,
  values,
  moreValues = 0,
}: Pick<Condition, 'operator' | 'values'> & { moreValues?: number }): string {
  const named = cut(values.slice(0, NAMED_VALUES)) as string[];
  const more = values.length + moreValues - named.length;
  if (more > 0) named.push(`${more} more`);
  const joined = named.join(operator === 'BETWEEN' ? ' and ' : ' or ');
  return joined === '' ? OPERATOR_WORDS[operator] : `${OPERATOR_WORDS[operator]} ${joined}`;
}

function cut(actual: unknown): unknown {
  if (!Array.isArray(actual)) return cutText(actual, SHOWN_CHARACTERS);
  const most = actual.length > 1 ? SHOWN_IN_LISTS : SHOWN_CHARACTERS;
  return actual.slice(0, SHOWN_ELEMENTS).map((element) => cutText(element, most));
}

function cutText(value: unknown, most: number): unknown {
  return typeof value === 'string' && value.length > most ? `${value.slice(0, most).toWellFormed()}…` : value;
}

/** The lead's value at a path; own members alone, so that `answers.constructor` is missing unless it was answered. */
function valueAt(lead: ConditionLead, path: string): unknown {
  const dot = path.indexOf('.');
  if (dot < 0) return own(lead, path);
  return own(own(lead, path.slice(0, dot)), path.slice(dot + 1));
}

function own(holder: unknown, name: string): unknown {
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, name)) return undefined;
  return (holder as Record<string, unknown>)[name];
}
