import { currencyFault } from './currencies';
import type { FieldFault } from './errors';
import { charactersOf, faultAt, idFault, timeFaults } from './input-checks';
import type { AnswerValue, LeadReport } from './lead';
import { amountFault, type Money } from './money';

/** A lead as the API hands it over: times are Dates, amounts plain decimal text, absent is undefined. */
export interface LeadInput extends Omit<LeadReport, 'clickedAt' | 'answers'> {
  clickedAt?: Date | null;
  answers?: unknown;
}

const MAX_TEXT = 1_000;
const MAX_ANSWERS = 200;
const MAX_ANSWERS_BYTES = 64 * 1024;

/**
 * The report to merge, and what is wrong with it: ids, sizes, money, the shape of answers. Contact data and what came
 * with it is never refused but for its size; what no platform takes is left out of the event.
 */
export function checkLead(raw: LeadInput, path: string): { report: LeadReport; faults: FieldFault[] } {
  const faults = [
    ...faultAt(`${path}.id`, raw.id, idFault),
    ...sizeFaults(raw, path),
    ...moneyFaults(raw.value, `${path}.value`),
    ...answerFaults(raw.answers, `${path}.answers`),
    ...timeFaults(raw.clickedAt, `${path}.clickedAt`),
  ];
  const { clickedAt, ...rest } = raw;
  const report = { ...rest } as unknown as LeadReport;
  if (clickedAt !== undefined && faults.length === 0) report.clickedAt = clickedAt?.toISOString() ?? null;
  return { report, faults };
}

export function moneyFaults(money: Money | null | undefined, path: string): FieldFault[] {
  if (!money) return [];
  return [
    ...faultAt(`${path}.amount`, money.amount, amountFault),
    ...faultAt(`${path}.currency`, money.currency, currencyFault),
  ];
}

/** A campaignId is looked up: one that could not be stored names nothing either. */
const CHECKED_APART = new Set(['id', 'campaignId', 'answers', 'value']);

function sizeFaults(fields: object, path: string): FieldFault[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    if (CHECKED_APART.has(name) || value instanceof Date) return [];
    if (typeof value === 'string') return faultAt(`${path}.${name}`, value, sizeFault);
    return typeof value === 'object' && value !== null ? sizeFaults(value, `${path}.${name}`) : [];
  });
}

function sizeFault(text: string): string | null {
  return charactersOf(text) > MAX_TEXT ? `must have at most ${MAX_TEXT} characters` : null;
}

function textFault(text: string): string | null {
  const size = sizeFault(text);
  if (size !== null) return size;
  return text.includes('\u0000') || !text.isWellFormed() ? 'must not contain NUL characters or broken Unicode' : null;
}

/** Sizes of `answers`: they hold for one report and for what several reports make of a lead. */
export function answerFaults(answers: unknown, path: string): FieldFault[] {
  if (answers === undefined || answers === null) return [];
  if (typeof answers !== 'object' || Array.isArray(answers))
    return [{ path, message: 'must be an object of answers by key' }];
  const entries = Object.entries(answers);
  if (entries.length > MAX_ANSWERS) return [{ path, message: `must have at most ${MAX_ANSWERS} keys` }];
  const faults = entries.flatMap(([key, value]) => answerFault(key, value, path));
  if (faults.length > 0) return faults;
  const bytes = Buffer.byteLength(JSON.stringify(answers));
  return bytes > MAX_ANSWERS_BYTES ? [{ path, message: 'must have at most 64 KiB' }] : [];
}

function answerFault(key: string, value: unknown, path: string): FieldFault[] {
  if (key === '' || key === '__proto__' || key.length > 200 || textFault(key))
    return [{ path, message: 'has a key that is empty, too long or unreadable' }];
  const elements = Array.isArray(value) ? value : [value];
  const message = elements.map((element) => scalarFault(element as AnswerValue, Array.isArray(value))).find(Boolean);
  return message ? [{ path: `${path}.${key}`, message }] : [];
}

function scalarFault(value: AnswerValue, inList: boolean): string | null {
  if (typeof value === 'string') return textFault(value);
  if (typeof value === 'boolean' || (value === null && !inList)) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? null : 'must be a finite number';
  return 'must be a string, number, boolean or a list of these';
}
