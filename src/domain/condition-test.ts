import { asMoment, asNumeral, asText, dayOf, type Moment, type Numeral, spanOf } from './comparable';
import type { ConditionFieldType } from './condition-fields';
import { type FieldValues, isOf } from './field-values';
import type { Condition, ConditionOperator } from './pixel-rule';
import type { Bound } from './scale';

/** Whether a condition's operator and values hold for what a lead has there, which is not missing. */
export type ConditionTest = (actual: FieldValues) => boolean;

/** A value of a condition, as all that it can be compared as. */
interface Value {
  text: string;
  numeral: Numeral | null;
  moment: Moment | null;
}

type Wording = 'CONTAINS' | 'STARTS_WITH' | 'ENDS_WITH';
type End = 'above' | 'from' | 'below' | 'to';

const NEGATED: Partial<Record<ConditionOperator, ConditionOperator>> = {
  NOT_EQUALS: 'EQUALS',
  NOT_CONTAINS: 'CONTAINS',
};

/**
 * The test of a checked condition, its values read once. Lists hold where any element does; a negative operator holds
 * where its positive does not, so for what is missing too.
 */
export function testOf({ operator, values }: Condition, type: ConditionFieldType): ConditionTest {
  const positive = NEGATED[operator];
  if (positive) return not(testOf({ field: '', operator: positive, values }, type));
  if (operator === 'CONTAINS' || operator === 'STARTS_WITH' || operator === 'ENDS_WITH')
    return wordingTest(operator, [...new Set(values.map(asText))]);
  const read = values.map((value) => readValue(value, type));
  if (operator === 'BETWEEN') {
    const [low, high] = read;
    return low && high ? (actual) => isWithin(actual, type, [low, 'from'], [high, 'to']) : () => false;
  }
  return (actual) => read.some((value) => stands(operator, value, actual, type));
}

function not(test: ConditionTest): ConditionTest {
  return (actual) => !test(actual);
}

function wordingTest(operator: Wording, parts: readonly string[]): ConditionTest {
  switch (operator) {
    case 'CONTAINS':
      return (actual) => actual.contains(parts);
    case 'STARTS_WITH':
      return (actual) => actual.startsWith(parts);
    case 'ENDS_WITH':
      return (actual) => actual.endsWith(parts);
  }
}

function readValue(value: string, type: ConditionFieldType): Value {
  const numeral = isOf(type, 'NUMBER') ? asNumeral(value) : null;
  return { text: asText(value), numeral, moment: isOf(type, 'DATE') ? asMoment(value) : null };
}

function stands(operator: ConditionOperator, value: Value, actual: FieldValues, type: ConditionFieldType): boolean {
  switch (operator) {
    case 'EQUALS':
      return isWithin(actual, type, [value, 'from'], [value, 'to']);
    case 'GREATER_THAN':
      return isWithin(actual, type, [value, 'above'], null);
    case 'GREATER_OR_EQUAL':
      return isWithin(actual, type, [value, 'from'], null);
    case 'LESS_THAN':
      return isWithin(actual, type, null, [value, 'below']);
    case 'LESS_OR_EQUAL':
      return isWithin(actual, type, null, [value, 'to']);
    default:
      return false;
  }
}

type Limit = [value: Value, end: End] | null;

/**
 * Whether any element is within the limits, by the field's type: as a number, as a date, as text. An answer compares as
 * a number, else as a date, where both sides are such, else as text.
 */
function isWithin(actual: FieldValues, type: ConditionFieldType, from: Limit, to: Limit): boolean {
  const { numbers, times, days, words } = actual.scales(type);
  if (type === 'NUMBER' && unlike(from, to, 'numeral')) return false;
  if (type === 'DATE' && unlike(from, to, 'moment')) return false;
  return (
    (isOf(type, 'NUMBER') && numbers.some(numberBound(from), numberBound(to))) ||
    (isOf(type, 'DATE') && (times.some(timeBound(from), timeBound(to)) || days.some(dayBound(from), dayBound(to)))) ||
    (type !== 'NUMBER' && type !== 'DATE' && words.some(textBound(from), textBound(to)))
  );
}

/** What can't be compared by the field's type does not hold. */
function unlike(from: Limit, to: Limit, kind: 'numeral' | 'moment'): boolean {
  return [from, to].some((limit) => limit !== null && limit[0][kind] === null);
}

function numberBound(limit: Limit): Bound<Numeral> | null {
  const numeral = limit?.[0].numeral;
  return limit && numeral
    ? keyBound<Numeral>(limit[1], [numeral, numeral], (a, b) => a.compareTo(b))
    : textBound(limit);
}

function timeBound(limit: Limit): Bound<number> | null {
  const moment = limit?.[0].moment;
  return limit && moment ? keyBound(limit[1], spanOf(moment), difference) : textBound(limit);
}

function dayBound(limit: Limit): Bound<number> | null {
  const moment = limit?.[0].moment;
  return limit && moment ? keyBound(limit[1], [dayOf(moment), dayOf(moment)], difference) : textBound(limit);
}

function difference(left: number, right: number): number {
  return left - right;
}

/** Of a value that is a range, such as a day among times, "greater" is beyond its end. */
function keyBound<Key>(end: End, [first, last]: [Key, Key], compare: (left: Key, right: Key) => number): Bound<Key> {
  const holds = {
    above: (key: Key) => compare(key, last) > 0,
    from: (key: Key) => compare(key, first) >= 0,
    below: (key: Key) => compare(key, first) < 0,
    to: (key: Key) => compare(key, last) <= 0,
  }[end];
  return { by: 'key', holds };
}

function textBound(limit: Limit): (Bound<never> & { by: 'text' }) | null {
  if (limit === null) return null;
  const [{ text }, end] = limit;
  const holds = {
    above: (other: string) => other > text,
    from: (other: string) => other >= text,
    below: (other: string) => other < text,
    to: (other: string) => other <= text,
  }[end];
  return { by: 'text', holds };
}
