import { CONDITION_OPERATORS, type ConditionOperator } from './pixel-rule';

export type ConditionFieldType = 'TEXT' | 'NUMBER' | 'BOOLEAN' | 'DATE' | 'ANSWER';

/** A field of the lead that conditions may name. */
export interface ConditionField {
  field: string;
  label: string;
  type: ConditionFieldType;
  operators: readonly ConditionOperator[];
}

const PRESENCE: ConditionOperator[] = ['EXISTS', 'NOT_EXISTS'];
const EQUALITY: ConditionOperator[] = ['EQUALS', 'NOT_EQUALS'];
const ORDER: ConditionOperator[] = ['GREATER_THAN', 'GREATER_OR_EQUAL', 'LESS_THAN', 'LESS_OR_EQUAL', 'BETWEEN'];
const WORDING: ConditionOperator[] = ['CONTAINS', 'NOT_CONTAINS', 'STARTS_WITH', 'ENDS_WITH'];

/** Which operators fit which type; a rule with another is refused when it is saved. */
export const OPERATORS_OF: Record<ConditionFieldType, readonly ConditionOperator[]> = {
  TEXT: [...EQUALITY, ...WORDING, ...PRESENCE],
  NUMBER: [...EQUALITY, ...ORDER, ...PRESENCE],
  BOOLEAN: [...EQUALITY, ...PRESENCE],
  DATE: [...EQUALITY, ...ORDER, ...PRESENCE],
  ANSWER: CONDITION_OPERATORS,
};

const FIELDS: [field: string, label: string, type: ConditionFieldType][] = [
  ['id', 'Lead ID', 'TEXT'],
  ['email', 'Email', 'TEXT'],
  ['phone', 'Phone', 'TEXT'],
  ['firstName', 'First name', 'TEXT'],
  ['lastName', 'Last name', 'TEXT'],
  ['dateOfBirth', 'Date of birth', 'DATE'],
  ['gender', 'Gender', 'TEXT'],
  ['address.street', 'Street', 'TEXT'],
  ['address.city', 'City', 'TEXT'],
  ['address.state', 'State', 'TEXT'],
  ['address.postalCode', 'Postal code', 'TEXT'],
  ['address.country', 'Country', 'TEXT'],
  ['ipAddress', 'IP address', 'TEXT'],
  ['userAgent', 'User agent', 'TEXT'],
  ['sourceUrl', 'Page', 'TEXT'],
  ['clickIds.fbclid', 'Facebook click ID', 'TEXT'],
  ['clickIds.fbc', 'Facebook click cookie', 'TEXT'],
  ['clickIds.fbp', 'Facebook browser ID', 'TEXT'],
  ['clickIds.ttclid', 'TikTok click ID', 'TEXT'],
  ['clickIds.ttp', 'TikTok browser ID', 'TEXT'],
  ['clickIds.gclid', 'Google click ID', 'TEXT'],
  ['clickedAt', 'Clicked at', 'DATE'],
  ['value.amount', 'Value', 'NUMBER'],
  ['value.currency', 'Currency', 'TEXT'],
  ['consentGranted', 'Consent granted', 'BOOLEAN'],
  ['isTest', 'Test lead', 'BOOLEAN'],
];

/** The one list of fields, besides the answers. */
export const CONDITION_FIELDS: readonly ConditionField[] = FIELDS.map(([field, label, type]) => ({
  field,
  label,
  type,
  operators: OPERATORS_OF[type],
}));

const BY_NAME = new Map(CONDITION_FIELDS.map((field) => [field.field, field]));

/** `answers.KEY` is known for any KEY; null for what is no field. */
export function fieldOf(path: string): ConditionField | null {
  if (path.startsWith('answers.') && path.length > 'answers.'.length) {
    return { field: path, label: path.slice('answers.'.length), type: 'ANSWER', operators: OPERATORS_OF.ANSWER };
  }
  return BY_NAME.get(path) ?? null;
}
