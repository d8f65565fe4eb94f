import { maskedBody } from '../mask';
import { MASK } from './value';

/** Shorter ones are no one's: a two-letter state or a gender would wipe out the whole answer. */
const HIDDEN_FROM = 3;
/** Where a body is longer, it is shown cut; a value must not escape by being cut in two. */
const WHOLE_BODY = 4 * 1024;

/** A receiver's answer for the history: many echo what they got, so everything private that was known is masked. */
export function shownReply(body: string, hidden: readonly string[]): unknown {
  const pattern = patternOf(hidden);
  const text = body.length > WHOLE_BODY && pattern ? body.replace(pattern, MASK) : body;
  return pattern ? hide(maskedBody(text), pattern) : maskedBody(text);
}

/** Short ones only as whole words: a name must not be taken out of the middle of another word. */
const WORDS_BELOW = 8;
const BEFORE = '(?:(?<=%[0-9a-f]{2})|(?<![\\p{L}\\p{N}]))';
const AFTER = '(?![\\p{L}\\p{N}])';

/** The values as they are and as URLs and JSON write them, the longest first. */
function patternOf(hidden: readonly string[]): RegExp | null {
  const texts = hidden
    .map((text) => text.toWellFormed().trim())
    .filter((text) => text.length >= HIDDEN_FROM)
    .flatMap((text) => [text, ...encodings(text)]);
  const longestFirst = [...new Set(texts)].sort((a, b) => b.length - a.length);
  const sources = longestFirst.map((text) =>
    text.length < WORDS_BELOW ? `${BEFORE}${escaped(text)}${AFTER}` : escaped(text),
  );
  return sources.length > 0 ? new RegExp(sources.join('|'), 'giu') : null;
}

function encodings(text: string): string[] {
  const form = new URLSearchParams([['', text]]).toString().slice(1);
  const digits = /^[+\d][\d\s().-]{6,}$/.test(text) ? [text.replace(/\D/g, '')] : [];
  return [encodeURIComponent(text), form, JSON.stringify(text).slice(1, -1), ...digits];
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
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
