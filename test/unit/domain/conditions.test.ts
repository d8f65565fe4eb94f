import { type ConditionLead, evaluate } from '../../../src/domain/conditions';
import type { ConditionGroup, ConditionOperator } from '../../../src/domain/pixel-rule';

const LEAD: ConditionLead = {
  id: 'lead-1',
  firstName: '  Ólafur ',
  phone: '',
  dateOfBirth: '1990-06-15',
  clickedAt: '2026-03-02T23:30:00.000Z',
  address: { state: 'CA', city: null },
  value: { amount: '100.50', currency: 'USD' },
  consentGranted: true,
  answers: {
    age: 42,
    income: '52000.00',
    moved: '2026-01-31',
    plan: 'Gold',
    owner: false,
    interests: ['Solar', 'Roofing '],
    amounts: [5, 50],
    'a.b': 'dotted',
    none: [],
    blank: '',
    unset: null,
  },
};

function group(conditions: [string, ConditionOperator, ...string[]][], fields: Partial<ConditionGroup> = {}) {
  return {
    combinator: 'ALL' as const,
    not: false,
    groups: [],
    ...fields,
    conditions: conditions.map(([field, operator, ...values]) => ({ field, operator, values })),
  };
}

const holds = (field: string, operator: ConditionOperator, ...values: string[]) =>
  evaluate(group([[field, operator, ...values]]), LEAD).holds;

/** Field, operator, values, whether it holds. */
const TABLE: [string, ConditionOperator, string[], boolean][] = [
  // Text, without regard to case, outer space and the way accents are encoded.
  ['address.state', 'EQUALS', ['ca'], true],
  ['address.state', 'EQUALS', [' CA '], true],
  ['address.state', 'EQUALS', ['ny', 'ca'], true],
  ['address.state', 'EQUALS', ['ny', 'tx'], false],
  ['address.state', 'EQUALS', ['c'], false],
  ['address.state', 'NOT_EQUALS', ['ny', 'tx'], true],
  ['address.state', 'NOT_EQUALS', ['ny', 'Ca'], false],
  ['firstName', 'EQUALS', ['\u004f\u0301lafur'], true],
  ['firstName', 'CONTAINS', ['LAF'], true],
  ['firstName', 'CONTAINS', ['x', 'fur'], true],
  ['firstName', 'CONTAINS', ['x', 'y'], false],
  ['firstName', 'NOT_CONTAINS', ['x', 'y'], true],
  ['firstName', 'NOT_CONTAINS', ['x', 'fur'], false],
  ['firstName', 'STARTS_WITH', ['ól'], true],
  ['firstName', 'STARTS_WITH', ['fur', 'óla'], true],
  ['firstName', 'STARTS_WITH', ['laf'], false],
  ['firstName', 'ENDS_WITH', ['UR'], true],
  ['firstName', 'ENDS_WITH', ['x', 'y'], false],
  ['firstName', 'EXISTS', [], true],
  ['firstName', 'NOT_EXISTS', [], false],
  ['id', 'STARTS_WITH', ['LEAD-'], true],
  // Numbers as numbers.
  ['value.amount', 'EQUALS', ['100.5'], true],
  ['value.amount', 'EQUALS', ['1', '1.005e2'], true],
  ['value.amount', 'NOT_EQUALS', ['100.50'], false],
  ['value.amount', 'GREATER_THAN', ['9'], true],
  ['value.amount', 'GREATER_THAN', ['100.50'], false],
  ['value.amount', 'GREATER_OR_EQUAL', ['100.500'], true],
  ['value.amount', 'LESS_THAN', ['100.51'], true],
  ['value.amount', 'LESS_THAN', ['100.5'], false],
  ['value.amount', 'LESS_OR_EQUAL', ['100.5'], true],
  ['value.amount', 'BETWEEN', ['100.5', '200'], true],
  ['value.amount', 'BETWEEN', ['1', '100.5'], true],
  ['value.amount', 'BETWEEN', ['100.6', '200'], false],
  ['value.amount', 'BETWEEN', ['200', '1'], false],
  ['value.amount', 'EXISTS', [], true],
  // Dates as dates; a day is the whole UTC day.
  ['dateOfBirth', 'EQUALS', ['1990-06-15'], true],
  ['dateOfBirth', 'LESS_THAN', ['2008-01-01'], true],
  ['dateOfBirth', 'GREATER_THAN', ['1990-06-14'], true],
  ['dateOfBirth', 'BETWEEN', ['1990-06-15', '1990-06-15'], true],
  ['clickedAt', 'EQUALS', ['2026-03-02'], true],
  ['clickedAt', 'EQUALS', ['2026-03-03T00:30:00+01:00'], true],
  ['clickedAt', 'GREATER_THAN', ['2026-03-02'], false],
  ['clickedAt', 'GREATER_OR_EQUAL', ['2026-03-02'], true],
  ['clickedAt', 'LESS_OR_EQUAL', ['2026-03-02'], true],
  ['clickedAt', 'LESS_THAN', ['2026-03-03'], true],
  ['clickedAt', 'LESS_THAN', ['2026-03-02T23:30:01Z'], true],
  ['clickedAt', 'BETWEEN', ['2026-03-01', '2026-03-02'], true],
  // Yes and no.
  ['consentGranted', 'EQUALS', ['TRUE'], true],
  ['consentGranted', 'EQUALS', ['false'], false],
  ['consentGranted', 'NOT_EQUALS', ['false'], true],
  ['isTest', 'EQUALS', ['false'], false],
  ['isTest', 'NOT_EQUALS', ['true'], true],
  ['isTest', 'NOT_EXISTS', [], true],
  // Answers: as numbers, else as dates, where both sides are such, else as text.
  ['answers.age', 'EQUALS', ['42.0'], true],
  ['answers.age', 'GREATER_THAN', ['9'], true],
  ['answers.age', 'BETWEEN', ['18', '65'], true],
  ['answers.age', 'CONTAINS', ['4'], true],
  ['answers.income', 'EQUALS', ['52000'], true],
  ['answers.income', 'GREATER_OR_EQUAL', ['9000'], true],
  ['answers.moved', 'GREATER_THAN', ['2025-12-31'], true],
  ['answers.moved', 'EQUALS', ['2026-01-31T18:00:00Z'], true],
  ['answers.plan', 'EQUALS', ['gold', 'silver'], true],
  ['answers.plan', 'GREATER_THAN', ['bronze'], true],
  ['answers.plan', 'LESS_THAN', ['18'], false],
  ['answers.owner', 'EQUALS', ['false'], true],
  ['answers.owner', 'EXISTS', [], true],
  ['answers.a.b', 'EQUALS', ['dotted'], true],
  // Lists: positive operators hold if any element does, negative ones if none does.
  ['answers.interests', 'EQUALS', ['roofing'], true],
  ['answers.interests', 'EQUALS', ['windows'], false],
  ['answers.interests', 'NOT_EQUALS', ['windows', 'doors'], true],
  ['answers.interests', 'NOT_EQUALS', ['windows', 'solar'], false],
  ['answers.interests', 'CONTAINS', ['roof'], true],
  ['answers.interests', 'NOT_CONTAINS', ['roof'], false],
  ['answers.interests', 'ENDS_WITH', ['ing'], true],
  ['answers.amounts', 'GREATER_THAN', ['10'], true],
  ['answers.amounts', 'BETWEEN', ['6', '49'], false],
  ['answers.amounts', 'BETWEEN', ['40', '60'], true],
];

describe('a condition', () => {
  it.each(TABLE)('%s %s %j: %s', (field, operator, values, expected) => {
    expect(holds(field, operator, ...values)).toBe(expected);
  });

  const MISSING = ['email', 'phone', 'address.city', 'address.postalCode', 'clickIds.fbclid', 'answers.nothing'];
  const EMPTY_ANSWERS = ['answers.none', 'answers.blank', 'answers.unset', 'answers.constructor', 'answers.toString'];
  it.each([...MISSING, ...EMPTY_ANSWERS])(
    'on what is missing (%s): negative ones hold, positive ones do not',
    (field) => {
      const positive: ConditionOperator[] = ['EQUALS', 'CONTAINS', 'STARTS_WITH', 'ENDS_WITH'];
      const order: ConditionOperator[] = ['GREATER_THAN', 'GREATER_OR_EQUAL', 'LESS_THAN', 'LESS_OR_EQUAL'];
      for (const operator of [...positive, ...order])
        expect([operator, holds(field, operator, '0')]).toEqual([operator, false]);
      expect(holds(field, 'BETWEEN', '-1', '1')).toBe(false);
      expect(holds(field, 'EXISTS')).toBe(false);
      for (const operator of ['NOT_EQUALS', 'NOT_CONTAINS'] as const) expect(holds(field, operator, '0')).toBe(true);
      expect(holds(field, 'NOT_EXISTS')).toBe(true);
    },
  );

  it.each(['EQUALS', 'CONTAINS', 'STARTS_WITH', 'ENDS_WITH', 'GREATER_THAN', 'LESS_THAN', 'BETWEEN'] as const)(
    '%s without a value does not hold',
    (operator) => {
      expect(holds('answers.age', operator)).toBe(false);
    },
  );

  it.each([
    ['dateOfBirth', 'EQUALS', '15.06.1990'],
    ['dateOfBirth', 'LESS_THAN', '2008-02-30'],
    ['value.amount', 'GREATER_THAN', 'nine'],
  ] as const)('%s %s %s: what can not be compared by the field’s type does not hold', (field, operator, value) => {
    expect(holds(field, operator, value)).toBe(false);
  });
});

const yes: [string, ConditionOperator, string] = ['address.state', 'EQUALS', 'CA'];
const no: [string, ConditionOperator, string] = ['address.state', 'EQUALS', 'NY'];

describe('a group', () => {
  it.each([
    ['ALL', false, [yes, yes], true],
    ['ALL', false, [yes, no], false],
    ['ANY', false, [yes, no], true],
    ['ANY', false, [no, no], false],
    ['ALL', true, [yes, yes], false],
    ['ALL', true, [yes, no], true],
    ['ANY', true, [yes, no], false],
    ['ANY', true, [no, no], true],
    ['ALL', false, [], true],
    ['ANY', false, [], true],
    ['ALL', true, [], false],
  ] as const)('%s, not: %s, of %j: %s', (combinator, not, conditions, expected) => {
    expect(evaluate(group(conditions as never, { combinator, not }), LEAD).holds).toBe(expected);
  });

  it('nests: (CA or NY) and not (age under 18, or no consent)', () => {
    const either = group([yes, no], { combinator: 'ANY' });
    const never = group(
      [
        ['answers.age', 'LESS_THAN', '18'],
        ['consentGranted', 'EQUALS', 'false'],
      ],
      { combinator: 'ANY', not: true },
    );
    const rule = group([], { groups: [either, never] });
    expect(evaluate(rule, LEAD).holds).toBe(true);
    expect(evaluate(rule, { ...LEAD, answers: { age: 17 } }).holds).toBe(false);
    expect(evaluate(rule, { ...LEAD, consentGranted: false }).holds).toBe(false);
    expect(evaluate(rule, { ...LEAD, address: { state: 'TX' } }).holds).toBe(false);
  });

  it('holds where a rule has no conditions, and shows no trace', () => {
    expect(evaluate(null, LEAD)).toEqual({ holds: true, trace: null });
  });
});

describe('the trace', () => {
  const textOf = (field: string, operator: ConditionOperator, ...values: string[]) =>
    evaluate(group([[field, operator, ...values]]), LEAD).trace?.conditions[0]?.text;

  it.each([
    ['answers.age', 'GREATER_OR_EQUAL', ['18'], 'age is at least 18: it is 42, so this holds.'],
    ['address.state', 'EQUALS', ['NY', 'TX'], 'State is NY or TX: it is "CA", so this does not hold.'],
    ['value.amount', 'BETWEEN', ['1', '9'], 'Value is between 1 and 9: it is "100.50", so this does not hold.'],
    ['email', 'EXISTS', [], 'Email is given: it is empty, so this does not hold.'],
    ['phone', 'NOT_EXISTS', [], 'Phone is not given: it is empty, so this holds.'],
    [
      'answers.interests',
      'NOT_CONTAINS',
      ['x'],
      'interests does not contain x: it is ["Solar","Roofing "], so this holds.',
    ],
  ] as const)('%s %s %j reads: "%s"', (field, operator, values, text) => {
    expect(textOf(field, operator, ...values)).toBe(text);
  });

  it('has every node with its verdict and the actual value', () => {
    const rule = group([yes], {
      combinator: 'ANY',
      groups: [group([['answers.age', 'LESS_THAN', '18']], { not: true })],
    });
    expect(evaluate(rule, LEAD).trace).toMatchObject({
      kind: 'group',
      combinator: 'ANY',
      not: false,
      holds: true,
      conditions: [
        { kind: 'condition', field: 'address.state', label: 'State', values: ['CA'], actual: 'CA', holds: true },
      ],
      groups: [
        { kind: 'group', not: true, holds: true, conditions: [{ field: 'answers.age', actual: 42, holds: false }] },
      ],
    });
  });

  it('shows long texts and many values by their beginning', () => {
    const lead = {
      ...LEAD,
      answers: { essay: 'x'.repeat(5_000), many: Array.from({ length: 100 }, (_, index) => index) },
    };
    const values = Array.from({ length: 1_000 }, (_, index) => `${index}${'y'.repeat(500)}`);
    const { trace } = evaluate(
      group([
        ['answers.essay', 'EQUALS', ...values],
        ['answers.many', 'EQUALS', '99'],
      ]),
      lead,
    );
    expect(trace?.conditions[0]?.text.length).toBeLessThan(3_000);
    expect(trace?.conditions[0]?.text).toContain('or 990 more');
    expect(trace?.conditions[1]).toMatchObject({ holds: true, actual: lead.answers.many.slice(0, 20) });
  });
});
