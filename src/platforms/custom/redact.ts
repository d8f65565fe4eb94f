import { maskedBody } from '../mask';
import { encode } from './encoding';
import { MASK, type Value } from './value';

/** Shorter ones are no one's: a two-letter state or a gender would wipe out the whole answer. */
const HIDDEN_FROM = 3;
/** Shorter ones only as whole words: a name must not be taken out of the middle of another word. */
const WORDS_BELOW = 8;
const BEFORE = '(?:(?<=%[0-9a-f]{2})|(?<![\\p{L}\\p{N}]))';
const AFTER = '(?![\\p{L}\\p{N}])';

/** A receiver's answer for the history: many echo what they got, so everything private that was known is masked. */
export function shownReply(body: string, hidden: readonly string[]): unknown {
  return maskedBody(withoutPrivate(body, hidden));
}

/** Before it is cut: a value must not be seen by half. */
function withoutPrivate(body: string, hidden: readonly string[]): string {
  try {
    const json: unknown = JSON.parse(body);
    const pattern = patternOf(hidden, JSON.stringify(json));
    return pattern ? JSON.stringify(hide(json, pattern)) : body;
  } catch {
    // No JSON, or nested without end.
    const pattern = patternOf(hidden, body);
    return pattern ? body.replace(pattern, MASK) : body;
  }
}

/** Whether a text of the receiver's has something private in it. */
export function tells(text: string, hidden: readonly string[]): boolean {
  return patternOf(hidden, text)?.test(text) ?? false;
}

/** The values that occur, as they are and as URLs and JSON write them, the longest first; null where none does. */
function patternOf(hidden: readonly string[], within: string): RegExp | null {
  const lower = within.toLowerCase();
  const found = hidden
    .map((text) => text.toWellFormed().trim())
    .filter((text) => text.length >= HIDDEN_FROM)
    .map((text) => [text, ...encodings(text)])
    .filter((forms) => forms.some((form) => lower.includes(form.toLowerCase())));
  const longestFirst = [...new Set(found.flat())].sort((a, b) => b.length - a.length);
  const sources = longestFirst.map((text) =>
    text.length < WORDS_BELOW ? `${BEFORE}${escaped(text)}${AFTER}` : escaped(text),
  );
  return sources.length > 0 ? new RegExp(sources.join('|'), 'giu') : null;
}

/** As URLs, forms, headers and JSON write it, JSON in JSON too; and the digits of a phone. */
function encodings(text: string): string[] {
  const value: Value = { text, json: '', showing: 'hidden' };
  const forms = (['url', 'form', 'header', 'quoted'] as const).map((place) => encode(value, place));
  const digits = /^[+(\d][\d\s().-]{6,}$/.test(text) ? [text.replace(/\D/g, '')] : [];
  return [...forms, encode({ ...value, text: encode(value, 'quoted') }, 'quoted'), ...digits];
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function hide(value: unknown, pattern: RegExp): unknown {
  if (typeof value === 'string') return value.replace(pattern, MASK);
  if (typeof value === 'number') return String(value).replace(pattern, MASK) === String(value) ? value : MASK;
  if (Array.isArray(value)) return value.map((element) => hide(element, pattern));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key.replace(pattern, MASK), hide(member, pattern)]),
  );
}
