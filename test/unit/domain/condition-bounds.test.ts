import fc from 'fast-check';
import { asMoment, asNumber, asText, compareMoments } from '../../../src/domain/comparable';
import { checkConditions } from '../../../src/domain/condition-check';
import { type ConditionLead, evaluate } from '../../../src/domain/conditions';
import type { AnswerScalar } from '../../../src/domain/lead';
import { checkLead } from '../../../src/domain/lead-input';
import type { Condition, ConditionGroup, ConditionOperator } from '../../../src/domain/pixel-rule';

const times = <Value>(count: number, make: (index: number) => Value) =>
  Array.from({ length: count }, (_, index) => make(index));
const group = (conditions: Condition[]): ConditionGroup => ({ combinator: 'ANY', not: false, groups: [], conditions });
const on = (operator: ConditionOperator, values: string[]) => ({ field: 'answers.list', operator, values });
const leadWith = (list: AnswerScalar[]): ConditionLead => ({ id: 'lead-1', answers: { list } });
const letters = (index: number) => index.toString(36).padStart(4, '0');

/** What a rule and a lead may have at most, in all the ways that cost most. */
const LISTS: [what: string, list: AnswerScalar[]][] = [
  ['numbers', times(16_000, (index) => 100 + (index % 900))],
  ['numbers in text', times(9_000, (index) => `${1_000 + index}`)],
  ['long numbers', times(640, (index) => `1.${'0'.repeat(90)}${index}`)],
  ['days', times(5_000, (index) => new Date(index * 86_400_000).toISOString().slice(0, 10))],
  ['times', times(2_400, (index) => `${new Date(index * 1_000_000_000).toISOString().slice(0, 22)}Z`)],
  ['words', times(9_000, letters)],
  ['texts of one letter', times(60, (index) => 'a'.repeat(940 + index))],
];
const VALUES: [what: string, value: (index: number) => string][] = [
  ['numbers', (index) => `1e-${index % 90}`],
  ['days', (index) => new Date(-index * 86_400_000).toISOString().slice(0, 10)],
  ['words', (index) => `${letters(index)}#`],
  ['texts of one letter', (index) => `${'a'.repeat(80)}${letters(index)}`],
];
const MANY: ConditionOperator[] = ['EQUALS', 'NOT_EQUALS', 'CONTAINS', 'NOT_CONTAINS', 'STARTS_WITH', 'ENDS_WITH'];
const ONE: ConditionOperator[] = ['GREATER_THAN', 'GREATER_OR_EQUAL', 'LESS_THAN', 'LESS_OR_EQUAL'];

/** A hundred conditions with a thousand values, of one operator. */
function rulesOf(value: (index: number) => string): ConditionGroup[] {
  const shared = MANY.map((operator) =>
    group(
      times(100, (i) =>
        on(
          operator,
          times(10, (j) => value(10 * i + j)),
        ),
      ),
    ),
  );
  const single = MANY.map((operator) => group([on(operator, times(1_000, value))]));
  const compared = ONE.map((operator) => group(times(100, (index) => on(operator, [value(index)]))));
  const between = [value, letters, () => '2020-01-01', () => '7'].map((high) =>
    group(times(100, (index) => on('BETWEEN', [value(index), high(index)]))),
  );
  return [...shared, ...single, ...compared, ...between];
}

describe('conditions are evaluated at once, however many values and elements there are', () => {
  const rules = VALUES.flatMap(([, value]) => rulesOf(value));

  test.each(LISTS)('80 of the largest rules allowed on a list of %s', (_what, list) => {
    expect(checkLead({ id: 'a', answers: { list } }, 'lead').faults).toEqual([]);
    for (const rule of rules) expect(checkConditions(rule, 'conditions')).toEqual([]);
    const lead = leadWith(list);
    let slowest = 0;
    const started = performance.now();
    for (const rule of rules) {
      const before = performance.now();
      evaluate(rule, lead);
      slowest = Math.max(slowest, performance.now() - before);
    }
    expect(slowest).toBeLessThan(500);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

/** One by one, as the contract words it. */
function oneByOne({ operator, values }: Condition, list: readonly AnswerScalar[]): boolean {
  if (operator === 'NOT_EQUALS' || operator === 'NOT_CONTAINS')
    return !oneByOne(on(operator.slice(4) as ConditionOperator, values), list);
  return list
    .filter((element) => element !== '')
    .some((element) => {
      const orders = values.map((value) => order(element, value));
      const [low = -1, high = 1] = orders;
      const texts = values.map(asText);
      const verdicts: Partial<Record<ConditionOperator, boolean>> = {
        EQUALS: orders.includes(0),
        CONTAINS: texts.some((text) => asText(element).includes(text)),
        STARTS_WITH: texts.some((text) => asText(element).startsWith(text)),
        ENDS_WITH: texts.some((text) => asText(element).endsWith(text)),
        GREATER_THAN: low > 0,
        GREATER_OR_EQUAL: low >= 0,
        LESS_THAN: low < 0,
        LESS_OR_EQUAL: low <= 0,
        BETWEEN: low >= 0 && high <= 0,
      };
      return verdicts[operator] ?? false;
    });
}

/** As a number, else as a date, where both sides are such, else as text. */
function order(element: AnswerScalar, value: string): number {
  const [number, otherNumber] = [asNumber(element), asNumber(value)];
  if (number && otherNumber) return number.comparedTo(otherNumber);
  const [moment, otherMoment] = [asMoment(element), asMoment(value)];
  if (moment && otherMoment) return compareMoments(moment, otherMoment);
  const [text, otherText] = [asText(element), asText(value)];
  return text === otherText ? 0 : text < otherText ? -1 : 1;
}

const TEXTS = [
  '2025',
  '2026-01-01',
  '2026-01-01T00:00:00Z',
  '2026-01-01T23:59:59.999Z',
  '2026-01-02',
  'a',
  'ab',
  'B',
  ' b ',
  'ba',
];
const NUMBERS = [
  '1',
  '1.0',
  '10',
  '-1',
  '1e400',
  '2e400',
  '0.1',
  '0.10000000000000000001',
  '9007199254740993',
  'true',
  '-0',
  '0',
];
const value = fc.constantFrom(...TEXTS, ...NUMBERS);
const element = fc.oneof(value, fc.constantFrom<AnswerScalar>('', 1, 10, 0.1, true, 9007199254740992));

test.each<[ConditionOperator, most: number]>([
  ...MANY.map((operator): [ConditionOperator, number] => [operator, 4]),
  ...ONE.map((operator): [ConditionOperator, number] => [operator, 1]),
  ['BETWEEN', 2],
])('%s comes to what element by element and value by value would', (operator, most) => {
  const values = fc.array(value, { minLength: operator === 'BETWEEN' ? 2 : 1, maxLength: most });
  fc.assert(
    fc.property(fc.array(element, { minLength: 1, maxLength: 6 }), values, (list, values) => {
      const condition = on(operator, values);
      expect(evaluate(group([condition]), leadWith(list)).holds).toBe(oneByOne(condition, list));
    }),
    { numRuns: 1_000 },
  );
});

test('a list is read as it is, though a rule has seen another', () => {
  const rule = group([on('CONTAINS', ['needle'])]);
  expect(evaluate(rule, leadWith(['hay'])).holds).toBe(false);
  expect(evaluate(rule, leadWith(['hay', 'a needle'])).holds).toBe(true);
});
