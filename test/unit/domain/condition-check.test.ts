import { checkConditions } from '../../../src/domain/condition-check';
import { CONDITION_FIELDS, fieldOf } from '../../../src/domain/condition-fields';
import { CONDITION_OPERATORS, type ConditionGroup, type ConditionOperator } from '../../../src/domain/pixel-rule';

function group(conditions: [string, ConditionOperator, ...string[]][], groups: ConditionGroup[] = []): ConditionGroup {
  return {
    combinator: 'ALL',
    not: false,
    groups,
    conditions: conditions.map(([field, operator, ...values]) => ({ field, operator, values })),
  };
}

const pathsOf = (of: ConditionGroup) => checkConditions(of, 'input.conditions').map(({ path }) => path);

function nested(levels: number): ConditionGroup {
  return levels === 1 ? group([['id', 'EXISTS']]) : group([], [nested(levels - 1)]);
}

describe('conditions are refused when they are saved', () => {
  it.each([
    ['EQUALS', 0, false],
    ['EQUALS', 1, true],
    ['EQUALS', 1_000, true],
    ['NOT_CONTAINS', 3, true],
    ['STARTS_WITH', 0, false],
    ['GREATER_THAN', 1, true],
    ['GREATER_OR_EQUAL', 0, false],
    ['LESS_THAN', 2, false],
    ['LESS_OR_EQUAL', 1, true],
    ['BETWEEN', 1, false],
    ['BETWEEN', 2, true],
    ['BETWEEN', 3, false],
    ['EXISTS', 0, true],
    ['EXISTS', 1, false],
    ['NOT_EXISTS', 0, true],
    ['NOT_EXISTS', 2, false],
  ] as const)('%s with %i values: good is %s', (operator, count, good) => {
    const values = Array.from({ length: count }, () => '1');
    expect(pathsOf(group([['answers.age', operator, ...values]]))).toEqual(
      good ? [] : ['input.conditions.conditions.0.values'],
    );
  });

  it('a condition of more than a thousand values is named itself, too', () => {
    const values = Array.from({ length: 1_001 }, () => '1');
    expect(pathsOf(group([['answers.age', 'EQUALS', ...values]]))).toEqual([
      'input.conditions.conditions.0.values',
      'input.conditions',
    ]);
  });

  it('tells all faults at once, each by its path', () => {
    const inner = group([
      ['address.planet', 'EQUALS', 'Mars'],
      ['value.amount', 'CONTAINS', '1'],
      ['dateOfBirth', 'BETWEEN', '1990-02-30', '1991'],
    ]);
    const outer = group(
      [
        ['consentGranted', 'EQUALS', 'yes'],
        ['isTest', 'GREATER_THAN', 'true'],
        ['value.amount', 'EQUALS', '1', 'ten'],
      ],
      [inner],
    );
    expect(pathsOf(outer)).toEqual([
      'input.conditions.conditions.0.values.0',
      'input.conditions.conditions.1.operator',
      'input.conditions.conditions.2.values.1',
      'input.conditions.groups.0.conditions.0.field',
      'input.conditions.groups.0.conditions.1.operator',
      'input.conditions.groups.0.conditions.2.values.0',
      'input.conditions.groups.0.conditions.2.values.1',
    ]);
  });

  it('nests five levels, and no more', () => {
    expect(pathsOf(nested(5))).toEqual([]);
    expect(pathsOf(nested(6))).toEqual(['input.conditions.groups.0.groups.0.groups.0.groups.0.groups.0']);
  });

  it('takes a hundred groups, the root counted, and no more', () => {
    const empty = (count: number) => Array.from({ length: count }, () => group([]));
    expect(pathsOf(group([], empty(99)))).toEqual([]);
    expect(pathsOf(group([], empty(100)))).toEqual(['input.conditions']);
    expect(pathsOf(group([], [group([], empty(99))]))).toEqual(['input.conditions']);
  });

  it('takes a hundred conditions in all, and no more', () => {
    const fifty = Array.from({ length: 50 }, (): [string, ConditionOperator] => ['id', 'EXISTS']);
    expect(pathsOf(group(fifty, [group(fifty)]))).toEqual([]);
    expect(pathsOf(group(fifty, [group([...fifty, ['id', 'EXISTS']])]))).toEqual(['input.conditions']);
  });

  it('takes a thousand values in all, and no more', () => {
    const many = (count: number): [string, ConditionOperator, ...string[]] => [
      'answers.plan',
      'EQUALS',
      ...Array.from({ length: count }, (_, index) => `plan ${index}`),
    ];
    expect(pathsOf(group([many(400)], [group([many(600)])]))).toEqual([]);
    expect(pathsOf(group([many(400)], [group([many(601)])]))).toEqual(['input.conditions']);
  });

  it('takes values of a hundred thousand characters in all, and no more', () => {
    const long = Array.from({ length: 100 }, () => 'x'.repeat(1_000));
    expect(pathsOf(group([['answers.plan', 'CONTAINS', ...long]]))).toEqual([]);
    expect(pathsOf(group([['answers.plan', 'CONTAINS', ...long, 'y']]))).toEqual(['input.conditions']);
  });

  it.each([
    ['blank', '  '],
    ['NUL', 'a\u0000b'],
    ['a lone surrogate', '\ud800'],
    ['too long', 'x'.repeat(1_001)],
  ])('a value that is %s', (_what, value) => {
    expect(pathsOf(group([['answers.plan', 'CONTAINS', 'good', value]]))).toEqual([
      'input.conditions.conditions.0.values.1',
    ]);
  });

  it.each([
    '',
    'answers',
    'answers.',
    'address',
    'clickIds.xyz',
    'constructor',
    'answers.a\u0000',
    'answers.\udc00',
    `answers.${'k'.repeat(300)}`,
  ])('the field %j', (field) => {
    expect(pathsOf(group([[field, 'EXISTS']]))).toEqual(['input.conditions.conditions.0.field']);
  });

  it('has nothing against a rule without conditions', () => {
    expect(checkConditions(null, 'input.conditions')).toEqual([]);
    expect(checkConditions(undefined, 'input.conditions')).toEqual([]);
    expect(pathsOf(group([]))).toEqual([]);
  });
});

describe('the fields', () => {
  it('are known by their path, and any answer is', () => {
    expect(fieldOf('value.amount')).toMatchObject({ label: 'Value', type: 'NUMBER' });
    expect(fieldOf('answers.home owner?')).toMatchObject({ label: 'home owner?', type: 'ANSWER' });
    expect(fieldOf('answers.age')?.operators).toEqual(CONDITION_OPERATORS);
    expect(fieldOf('hasOwnProperty')).toBeNull();
  });

  it.each(CONDITION_FIELDS.map(({ field, type, operators }) => [field, type, operators] as const))(
    '%s takes just the operators of its type %s',
    (field, type, operators) => {
      const value = { TEXT: 'x', NUMBER: '1', BOOLEAN: 'true', DATE: '2026-01-01', ANSWER: 'x' }[type];
      for (const operator of CONDITION_OPERATORS) {
        const values = { EXISTS: [], NOT_EXISTS: [], BETWEEN: [value, value] }[operator as string] ?? [value];
        const faults = pathsOf(group([[field, operator, ...values]]));
        expect([operator, faults.length === 0]).toEqual([operator, operators.includes(operator)]);
      }
    },
  );
});
