import { asMoment, asNumber, asText } from './comparable';
import { type ConditionFieldType, fieldOf } from './condition-fields';
import type { FieldFault } from './errors';
import type { Condition, ConditionGroup, ConditionOperator } from './pixel-rule';

const MAX_DEPTH = 5;
const MAX_CONDITIONS = 100;
/** Empty groups hold no condition, and cost all the same. */
const MAX_GROUPS = 100;
/** Of one condition, and of a rule: each report of a lead asks them all. */
const MAX_VALUES = 1_000;
const MAX_VALUE_LENGTH = 1_000;
const MAX_CHARACTERS = 100_000;

const COMPARISONS = new Set<ConditionOperator>(['GREATER_THAN', 'GREATER_OR_EQUAL', 'LESS_THAN', 'LESS_OR_EQUAL']);

/** All faults of the conditions at once; the root is level 1. `path` is the group's place in the caller's input. */
export function checkConditions(group: ConditionGroup | null | undefined, path: string): FieldFault[] {
  if (!group) return [];
  const faults: FieldFault[] = [];
  const total = checkGroup(group, path, 1, faults);
  if (total > MAX_CONDITIONS)
    faults.push({ path, message: `must have at most ${MAX_CONDITIONS} conditions, not ${total}` });
  if (groupsIn(group) > MAX_GROUPS) faults.push({ path, message: `must have at most ${MAX_GROUPS} groups` });
  return [...faults, ...amountFaults(valuesIn(group), path)];
}

function amountFaults(values: readonly string[], path: string): FieldFault[] {
  const characters = values.reduce((sum, { length }) => sum + length, 0);
  if (values.length > MAX_VALUES)
    return [{ path, message: `must have at most ${MAX_VALUES} values in all, not ${values.length}` }];
  if (characters > MAX_CHARACTERS)
    return [{ path, message: `must have values of at most ${MAX_CHARACTERS} characters in all, not ${characters}` }];
  return [];
}

function valuesIn({ conditions, groups }: ConditionGroup, depth = 1): string[] {
  if (depth > MAX_DEPTH) return [];
  return [...conditions.flatMap(({ values }) => values), ...groups.flatMap((child) => valuesIn(child, depth + 1))];
}

/** As deep as groups may be nested; what is deeper is a fault already. */
function groupsIn({ groups }: ConditionGroup, depth = 1): number {
  if (depth > MAX_DEPTH) return 1;
  return groups.reduce((sum, child) => sum + groupsIn(child, depth + 1), 1);
}

function checkGroup(group: ConditionGroup, path: string, depth: number, faults: FieldFault[]): number {
  if (depth > MAX_DEPTH) {
    faults.push({ path, message: `must not be nested deeper than ${MAX_DEPTH} levels` });
    return 0;
  }
  for (const [index, condition] of group.conditions.entries()) {
    faults.push(...checkCondition(condition, `${path}.conditions.${index}`));
  }
  const nested = group.groups.map((child, index) => checkGroup(child, `${path}.groups.${index}`, depth + 1, faults));
  return nested.reduce((sum, count) => sum + count, group.conditions.length);
}

function checkCondition({ field, operator, values }: Condition, path: string): FieldFault[] {
  const known = fieldOf(field);
  if (!known || field.length > 210 || !isReadable(field)) {
    return [{ path: `${path}.field`, message: 'is no field of a lead; conditionFields lists them' }];
  }
  if (!known.operators.includes(operator)) {
    return [{ path: `${path}.operator`, message: `does not fit a field of type ${known.type}` }];
  }
  const count = countFault(operator, values.length);
  if (count) return [{ path: `${path}.values`, message: count }];
  return values.flatMap((value, index) => {
    const message = valueFault(known.type, value);
    return message ? [{ path: `${path}.values.${index}`, message }] : [];
  });
}

function countFault(operator: ConditionOperator, count: number): string | null {
  if (operator === 'EXISTS' || operator === 'NOT_EXISTS') return count === 0 ? null : `${operator} takes no value`;
  if (operator === 'BETWEEN') return count === 2 ? null : 'BETWEEN takes 2 values';
  if (COMPARISONS.has(operator)) return count === 1 ? null : `${operator} takes 1 value`;
  if (count > MAX_VALUES) return `takes at most ${MAX_VALUES} values`;
  return count >= 1 ? null : `${operator} takes 1 value or more`;
}

function valueFault(type: ConditionFieldType, value: string): string | null {
  if (value.length > MAX_VALUE_LENGTH) return `must have at most ${MAX_VALUE_LENGTH} characters`;
  if (!isReadable(value)) return 'must not contain NUL characters or broken Unicode';
  if (value.trim() === '') return 'must not be blank; EXISTS and NOT_EXISTS ask whether there is a value';
  if (type === 'NUMBER' && !asNumber(value)) return 'must be a number';
  if (type === 'DATE' && !asMoment(value)) return 'must be a date (YYYY-MM-DD) or a time (RFC 3339)';
  if (type === 'BOOLEAN' && !['true', 'false'].includes(asText(value))) return 'must be true or false';
  return null;
}

/** What a database takes as text. */
function isReadable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}
