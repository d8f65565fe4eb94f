import { asMoment, asNumber, asText, compareMoments } from './comparable';
import { type ConditionFieldType, fieldOf } from './condition-fields';
import type { LeadData } from './lead';
import type { Condition, ConditionGroup, ConditionOperator } from './pixel-rule';

export type ConditionLead = LeadData & { id: string };

/** A condition with its verdict, in words a marketer understands. */
export interface ConditionTrace {
  kind: 'condition';
  field: string;
  label: string;
  operator: ConditionOperator;
  values: string[];
  /** What the lead has; null where missing. Long texts are cut. */
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

const SHOWN_CHARACTERS = 200;
const NAMED_VALUES = 10;

/** Evaluates checked conditions; without any they hold. Never throws, whatever the lead has. */
export function evaluate(
  group: ConditionGroup | null,
  lead: ConditionLead,
): { holds: boolean; trace: GroupTrace | null } {
  if (group === null) return { holds: true, trace: null };
  const trace = traceGroup(group, lead);
  return { holds: trace.holds, trace };
}

function traceGroup(group: ConditionGroup, lead: ConditionLead): GroupTrace {
  const conditions = group.conditions.map((condition) => traceCondition(condition, lead));
  const groups = group.groups.map((nested) => traceGroup(nested, lead));
  const verdicts = [...conditions, ...groups].map(({ holds }) => holds);
  const joined = group.combinator === 'ALL' ? verdicts.every(Boolean) : verdicts.some(Boolean);
  const holds = verdicts.length === 0 ? !group.not : joined !== group.not;
  return { kind: 'group', combinator: group.combinator, not: group.not, holds, conditions, groups };
}

function traceCondition(condition: Condition, lead: ConditionLead): ConditionTrace {
  const field = fieldOf(condition.field);
  const actual = valueAt(lead, condition.field);
  const holds = conditionHolds(condition, field?.type ?? 'TEXT', actual);
  const shown = isMissing(actual) ? null : cut(actual);
  const label = field?.label ?? condition.field;
  const text = `${label} ${wordsOf(condition)}: ${shown === null ? 'it is empty' : `it is ${JSON.stringify(shown)}`}, so this ${holds ? 'holds' : 'does not hold'}.`;
  return { kind: 'condition', ...condition, label, actual: shown, holds, text };
}

/** Operator and values, such as `is at least 18`; of many values the first few. */
export function wordsOf({ operator, values }: Pick<Condition, 'operator' | 'values'>): string {
  const named = values.slice(0, NAMED_VALUES).map((value) => String(cut(value)));
  if (values.length > named.length) named.push(`${values.length - named.length} more`);
  const joined = named.join(operator === 'BETWEEN' ? ' and ' : ' or ');
  return joined === '' ? OPERATOR_WORDS[operator] : `${OPERATOR_WORDS[operator]} ${joined}`;
}

function cut(actual: unknown): unknown {
  if (Array.isArray(actual)) return actual.slice(0, 20).map(cut);
  return typeof actual === 'string' && actual.length > SHOWN_CHARACTERS
    ? `${actual.slice(0, SHOWN_CHARACTERS).toWellFormed()}…`
    : actual;
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

/** Missing is absent, null, "" or []. */
function isMissing(actual: unknown): boolean {
  return actual === undefined || actual === null || actual === '' || (Array.isArray(actual) && actual.length === 0);
}

const NEGATED: Partial<Record<ConditionOperator, ConditionOperator>> = {
  NOT_EQUALS: 'EQUALS',
  NOT_CONTAINS: 'CONTAINS',
};

/** Negative operators hold where their positive does not, so for what is missing too. */
function conditionHolds({ operator, values }: Condition, type: ConditionFieldType, actual: unknown): boolean {
  if (operator === 'EXISTS') return !isMissing(actual);
  if (operator === 'NOT_EXISTS') return isMissing(actual);
  const positive = NEGATED[operator];
  if (positive) return !conditionHolds({ field: '', operator: positive, values }, type, actual);
  if (isMissing(actual)) return false;
  const elements = Array.isArray(actual) ? actual : [actual];
  return elements.some((element) => elementHolds(operator, values, type, element));
}

function elementHolds(
  operator: ConditionOperator,
  values: string[],
  type: ConditionFieldType,
  element: unknown,
): boolean {
  if (isMissing(element)) return false;
  if (operator === 'BETWEEN') {
    const [low, high] = values.map((value) => compare(type, element, value));
    return low !== undefined && low !== null && low >= 0 && high !== undefined && high !== null && high <= 0;
  }
  return values.some((value) => valueHolds(operator, value, type, element));
}

function valueHolds(operator: ConditionOperator, value: string, type: ConditionFieldType, element: unknown): boolean {
  const order = compare(type, element, value);
  switch (operator) {
    case 'EQUALS':
      return order === 0;
    case 'GREATER_THAN':
      return order !== null && order > 0;
    case 'GREATER_OR_EQUAL':
      return order !== null && order >= 0;
    case 'LESS_THAN':
      return order !== null && order < 0;
    case 'LESS_OR_EQUAL':
      return order !== null && order <= 0;
    case 'CONTAINS':
      return asText(element).includes(asText(value));
    case 'STARTS_WITH':
      return asText(element).startsWith(asText(value));
    default:
      return operator === 'ENDS_WITH' && asText(element).endsWith(asText(value));
  }
}

/** The order of two values by the field's type; null where they can't be compared as that type. */
function compare(type: ConditionFieldType, element: unknown, value: string): number | null {
  if (type === 'NUMBER') return compareNumbers(element, value);
  if (type === 'DATE') return compareDates(element, value);
  if (type === 'ANSWER')
    return compareNumbers(element, value) ?? compareDates(element, value) ?? compareTexts(element, value);
  return compareTexts(element, value);
}

function compareNumbers(element: unknown, value: string): number | null {
  const [left, right] = [asNumber(element), asNumber(value)];
  return left && right ? left.comparedTo(right) : null;
}

function compareDates(element: unknown, value: string): number | null {
  const [left, right] = [asMoment(element), asMoment(value)];
  return left && right ? compareMoments(left, right) : null;
}

function compareTexts(element: unknown, value: string): number {
  const [left, right] = [asText(element), asText(value)];
  return left === right ? 0 : left < right ? -1 : 1;
}
