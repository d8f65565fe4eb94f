import { MASK, maskedBody } from './mask';

/** Shorter ones are no one's: a two-letter state or a gender would wipe out the whole answer. */
const HIDDEN_FROM = 3;
/** Shorter ones only as whole words: a name must not be taken out of the middle of another word. */
const WORDS_BELOW = 8;
const BEFORE = '(?:(?<=%[0-9a-f]{2})|(?<![\\p{L}\\p{N}]))';
const AFTER = '(?![\\p{L}\\p{N}])';
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const NOT_FOR_HEADERS = /[\u0000-\u001f\u007f]+|[^\u0020-\u007e]+/g;
const PHONE = /^[+(\d][\d\s().-]{6,}$/;

/** What a reply repeats of that which went out. */
export interface Echo {
  /** The reply for the history, masked as `maskedBody` masks, without what was told. */
  shown: unknown;
  /** Words of the reply without what was told. */
  clean(words: string): string;
}

/**
 * Platforms repeat what they were told: the access token, an address, a click id. What of `told` stands in the body, as
 * it is or as URLs and JSON write it, is masked before anything is cut, so that no value is seen by half. The verdict
 * is read from the body as it came: a lead's data must not be able to hide a code.
 */
export function echoOf(body: string, told: readonly string[]): Echo {
  const text = withoutEscapes(body);
  const pattern = patternOf(told, text);
  const clean = (words: string) => (pattern ? words.replace(pattern, MASK) : words);
  return { clean, shown: maskedBody(pattern ? cleanBody(text, clean) : body) };
}

/** Whether a text has something in it that was told. */
export function repeats(text: string, told: readonly string[]): boolean {
  return patternOf(told, text) !== null;
}

/** JSON with no more escapes than it needs, because a letter may stand in it as \u00fc; other text as it is. */
function withoutEscapes(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

function cleanBody(text: string, clean: Echo['clean']): string {
  try {
    return JSON.stringify(cleanValue(JSON.parse(text), clean));
  } catch {
    // No JSON, or nested without end.
    return clean(text);
  }
}

function cleanValue(value: unknown, clean: Echo['clean']): unknown {
  if (typeof value === 'string') return clean(value);
  if (typeof value === 'number') return clean(String(value)) === String(value) ? value : MASK;
  if (Array.isArray(value)) return value.map((element) => cleanValue(element, clean));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [clean(key), cleanValue(member, clean)]));
}

/** The texts that occur, in all their forms, the longest first; null where none does. */
function patternOf(told: readonly string[], within: string): RegExp | null {
  const lower = within.toLowerCase();
  const found = [...new Set(told)]
    .map((text) => text.toWellFormed().trim())
    .filter((text) => text.length >= HIDDEN_FROM && mayOccur(text, lower))
    .map(formsOf)
    .filter((forms) => forms.some((form) => lower.includes(form.toLowerCase())));
  const longestFirst = [...new Set(found.flat())].sort((a, b) => b.length - a.length);
  const sources = longestFirst.map((text) =>
    text.length < WORDS_BELOW ? `${BEFORE}${escaped(text)}${AFTER}` : escaped(text),
  );
  const pattern = sources.length > 0 ? new RegExp(sources.join('|'), 'giu') : null;
  return pattern && within.search(pattern) >= 0 ? pattern : null;
}

/** Every form keeps runs of plain letters and digits: of a thousand events nearly all texts are ruled out by that. */
function mayOccur(text: string, lower: string): boolean {
  const [run] = /[a-z0-9]{3,}/i.exec(text) ?? [];
  return run === undefined || PHONE.test(text) || lower.includes(run.toLowerCase());
}

/** As URLs, forms, headers and JSON write it, JSON in JSON too; and the digits of a phone. */
function formsOf(text: string): string[] {
  const quoted = JSON.stringify(text).slice(1, -1);
  return [
    text,
    quoted,
    JSON.stringify(quoted).slice(1, -1),
    encodeURIComponent(text),
    new URLSearchParams([['', text]]).toString().slice(1),
    text.replace(NOT_FOR_HEADERS, (part) => (part < ' ' || part[0] === '\u007f' ? ' ' : encodeURIComponent(part))),
    ...(PHONE.test(text) ? [text.replace(/\D/g, '')] : []),
  ];
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
