import { isIP } from 'node:net';
import { currencyFault } from '../domain/currencies';
import { parsedUrl } from '../domain/url';

/** What a refusal is about; a stand-in turns it into its platform's code. */
export type RefusalReason =
  | 'INVALID'
  | 'UNKNOWN_KEY'
  | 'NOT_HASHED'
  | 'TOO_OLD'
  | 'NO_MATCH_KEYS'
  | 'LEAD_ID'
  | 'CONTENTS';

/** A parameter that the platform refuses. `rule` never repeats the value: it may be personal data. */
export class BadParameter extends Error {
  constructor(
    readonly path: string,
    readonly rule: string,
    readonly reason: RefusalReason = 'INVALID',
  ) {
    super(`${path} ${rule}`);
    this.name = 'BadParameter';
  }
}

export type Fields = Record<string, unknown>;
/** Throws BadParameter where the value will not do. */
export type Check = (value: unknown, path: string) => void;

const SHA256 = /^[0-9a-f]{64}$/;
/** Hash of the empty text. No platform says so, but whoever sends it has hashed a missing value. */
const SHA256_OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const MAX_DEPTH = 20;
const LOOKS_LIKE_EMAIL = /[^\s@]+@[^\s@]+\.[^\s@]+/;
const PERSONAL_NAMES = new Set(
  (
    'email mail em phone phonenumber mobile ph firstname lastname fullname fn ln dateofbirth birthday dob db gender ge ' +
    'street address city zip zipcode postalcode zp ip ipaddress clientipaddress ssn password'
  ).split(' '),
);

export function fieldsOf(value: unknown, path: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new BadParameter(path, value === undefined ? 'is required' : 'must be an object');
}

/** An unknown key is most often a misspelt one, whose value would be lost without a word. */
export function onlyKnown(fields: Fields, known: Record<string, unknown>, path: string): void {
  const unknown = Object.keys(fields).find((name) => !Object.hasOwn(known, name));
  if (unknown !== undefined)
    throw new BadParameter(`${path}.${unknown.slice(0, 60)}`, 'is an unexpected key', 'UNKNOWN_KEY');
}

/** Runs each field's check on the fields that are there. */
export function checkEach(fields: Fields, checks: Record<string, Check>, path: string): void {
  onlyKnown(fields, checks, path);
  for (const name of Object.keys(fields)) checks[name]?.(fields[name], `${path}.${name}`);
}

export function required(fields: Fields, names: readonly string[], path: string, why = ''): void {
  const missing = names.find((name) => fields[name] === undefined || fields[name] === null || fields[name] === '');
  if (missing !== undefined) throw new BadParameter(`${path}.${missing}`, `is required${why}`);
}

export function textUpTo(max: number): Check {
  return (value, path) => {
    if (typeof value !== 'string') throw new BadParameter(path, 'must be a string');
    if (value.trim() === '' || value.length > max) throw new BadParameter(path, `must have 1 to ${max} characters`);
  };
}

export function oneOf(...allowed: readonly (string | number)[]): Check {
  return (value, path) => {
    if (!allowed.includes(value as string)) throw new BadParameter(path, `must be one of ${allowed.join(', ')}`);
  };
}

export function listOf(check: Check, min = 0, max = 1_000): Check {
  return (value, path) => {
    if (!Array.isArray(value)) throw new BadParameter(path, 'must be a list');
    if (value.length < min || value.length > max) throw new BadParameter(path, `must have ${min} to ${max} items`);
    value.forEach((item, index) => {
      check(item, `${path}[${index}]`);
    });
  };
}

export function oneOrListOf(check: Check): Check {
  const list = listOf(check, 1);
  return (value, path) => (Array.isArray(value) ? list : check)(value, path);
}

export const isBoolean: Check = (value, path) => {
  if (typeof value !== 'boolean') throw new BadParameter(path, 'must be true or false');
};

export const isObject: Check = (value, path) => {
  fieldsOf(value, path);
};

export const isAmount: Check = (value, path) => {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
    throw new BadParameter(path, 'must be a number, 0 or more');
};

export const isWholeNumber: Check = (value, path) => {
  if (!Number.isSafeInteger(value)) throw new BadParameter(path, 'must be a whole number');
};

export const isCurrency: Check = (value, path) => {
  const fault = typeof value === 'string' ? currencyFault(value) : 'must be an ISO 4217 currency code in capitals';
  if (fault) throw new BadParameter(path, fault);
};

export const isSha256: Check = (value, path) => {
  if (typeof value !== 'string' || !SHA256.test(value))
    throw new BadParameter(path, 'is not hashed: it must be the lower-case hex SHA-256', 'NOT_HASHED');
  if (value === SHA256_OF_NOTHING) throw new BadParameter(path, 'is the hash of an empty text', 'NOT_HASHED');
};

/** A plain text that was not hashed. */
export const isPlain: Check = (value, path) => {
  textUpTo(2_000)(value, path);
  if (/^[0-9a-f]{64}$/i.test(value as string)) throw new BadParameter(path, 'must be sent plain, not hashed');
};

export const isIpAddress: Check = (value, path) => {
  isPlain(value, path);
  if (isIP(value as string) === 0) throw new BadParameter(path, 'must be an IPv4 or IPv6 address');
};

export const isHttpUrl: Check = (value, path) => {
  const url = typeof value === 'string' && /^https?:\/\//i.test(value) && parsedUrl(value) !== null;
  if (!url) throw new BadParameter(path, 'must be a URL that begins with http:// or https://');
};

/** Whole seconds since 1970, not older than `maxAgeDays`, at most a minute ahead. */
export function isEventTime(value: unknown, path: string, maxAgeDays: number): void {
  isWholeNumber(value, path);
  const ageSeconds = Date.now() / 1_000 - (value as number);
  if (ageSeconds > maxAgeDays * 86_400) throw new BadParameter(path, `is older than ${maxAgeDays} days`, 'TOO_OLD');
  if (ageSeconds < -60) throw new BadParameter(path, 'is in the future: unix time in seconds is asked for');
}

/** Refuses fields named for personal data, and e-mail addresses anywhere among the values. */
export function holdsNothingPersonal(value: unknown, path: string, depth = 0): void {
  if (typeof value === 'string' && LOOKS_LIKE_EMAIL.test(value))
    throw new BadParameter(path, 'holds an e-mail address: personal data does not belong here');
  if (typeof value !== 'object' || value === null) return;
  if (depth > MAX_DEPTH) throw new BadParameter(path, 'is nested too deep');
  for (const [name, inner] of Object.entries(value)) {
    const at = `${path}.${name.slice(0, 60)}`;
    if (PERSONAL_NAMES.has(name.toLowerCase().replace(/[^a-z]/g, '')))
      throw new BadParameter(at, 'is named for personal data, which does not belong here');
    holdsNothingPersonal(inner, at, depth + 1);
  }
}
