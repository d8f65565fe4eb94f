import { text } from '../text';
import type { ConditionField } from './queries';

/** Fields that conditions may name, by the API's names. */
export type Fields = ReadonlyMap<string, ConditionField>;

const ANSWERS = 'answers.';

/** `answers.KEY` may be any key; it compares as every type. */
export function fieldNamed(fields: Fields, name: string): ConditionField {
  const known = fields.get(name);
  if (known) return known;
  const operators = Object.keys(text.operator) as ConditionField['operators'];
  return { field: name, label: isAnswer(name) ? keyOf(name) : name, type: 'ANSWER', operators };
}

export function isAnswer(field: string): boolean {
  return field.startsWith(ANSWERS) && field.length > ANSWERS.length;
}

export function keyOf(answer: string): string {
  return answer.slice(ANSWERS.length);
}

/** What was typed as a field of the API: `income` is the answer `answers.income`. Null for nothing. */
export function answerTyped(typed: string): string | null {
  const name = typed.trim();
  if (name === '' || name === ANSWERS) return null;
  return isAnswer(name) ? name : `${ANSWERS}${name}`;
}

const ORDER = new Set(['GREATER_THAN', 'GREATER_OR_EQUAL', 'LESS_THAN', 'LESS_OR_EQUAL', 'BETWEEN']);

/** Whether an answer is put in order with a value that is neither number nor date: then it is by the alphabet. */
export function comparesAsText(type: string, operator: string, values: readonly string[]): boolean {
  return type === 'ANSWER' && ORDER.has(operator) && values.some((value) => value.trim() !== '' && !/\d/.test(value));
}
