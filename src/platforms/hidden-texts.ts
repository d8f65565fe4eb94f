import { LONGEST_KEY, type Place, TextFinder } from './text-finder';
import { Trigrams } from './trigrams';

/** Shorter ones are no one's: a two-letter state or a gender would wipe out the whole answer. */
const HIDDEN_FROM = 3;
/** Shorter ones only as whole words: a name must not be taken out of the middle of another word. */
const WORDS_BELOW = 8;
/** No lead has more: 64 KiB of answers are 16,384 numbers of three digits. Of a batch few texts stand in its reply. */
const MOST_TEXTS = 20_000;
const MOST_CHARACTERS = 256 * 1024;

const LETTER = /[\p{L}\p{N}]/u;
const PHONE = /^[+(\d][\d\s().-]{6,}$/;
/** Written so everywhere: in URLs, forms, headers, JSON and XML. */
const PLAIN = /^[\w.-]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const NOT_FOR_HEADERS = /[\u0000-\u001f\u007f]+|[^\u0020-\u007e]+/g;
const ESCAPES = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));|\\(?:u([0-9a-f]{4})|\/)/gi;
const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** Each of the systems that a text went through may have escaped it. */
const ROUNDS = 3;

/** Hides what is private in the words of others. */
export interface Hider {
  /** The words with the mask for each private text, the longest first; of the words what begins before `until`. */
  hide(words: string, until?: number): string;
  /** Whether a private text stands in the words. */
  finds(words: string): boolean;
}

/**
 * Texts are found as they are and as URLs, forms, headers, JSON, JSON in JSON, XML and HTML write them, in `all` and in
 * words out of it. Null where more might stand there than can be looked for: then nothing of it may be shown.
 */
export function hiderOf(texts: readonly string[], mask: string, all: string): Hider | null {
  const known = new Trigrams(readingsOf(all));
  const telling = [...new Set(texts)]
    .map((text) => text.toWellFormed().trim())
    .filter((text) => text.length >= HIDDEN_FROM && known.haveAllOf(text.slice(0, LONGEST_KEY)));
  const characters = telling.reduce((sum, { length }) => sum + length, 0);
  if (telling.length > MOST_TEXTS || characters > MOST_CHARACTERS) return null;
  const finder = new TextFinder(new Set(telling.flatMap(formsOf)), isWhole);
  const masked = (words: string, until: number) => withMasks(words, until, mask, finder.placesIn(words));
  return {
    finds: (words) => telling.length > 0 && hide(words, words.length, masked) !== words,
    hide: (words, until = words.length) => (telling.length > 0 ? hide(words, until, masked) : words.slice(0, until)),
  };
}

/** Escapes are only undone where something private turns up behind them. */
function hide(words: string, until: number, masked: (words: string, until: number) => string): string {
  let shown = masked(words, until);
  let read = shown;
  for (let round = 0; round < ROUNDS; round++) {
    const plain = unescaped(read);
    if (plain === read) break;
    read = masked(plain, plain.length);
    if (read !== plain) shown = read;
  }
  return shown;
}

function withMasks(words: string, until: number, mask: string, places: Iterable<Place>): string {
  const kept: string[] = [];
  let from = 0;
  for (const { start, end } of places) {
    if (start >= until) break;
    kept.push(words.slice(from, start), mask);
    from = end;
  }
  return [...kept, words.slice(from, Math.max(from, until))].join('');
}

/** The words, and what they come to as each of their escapes is undone. */
function readingsOf(words: string): string[] {
  const readings = [words];
  for (let round = 0; round < ROUNDS; round++) {
    const plain = unescaped(readings[round] as string);
    if (plain === readings[round]) break;
    readings.push(plain);
  }
  return readings;
}

function unescaped(words: string): string {
  return words.replace(ESCAPES, (_all, name?: string, decimal?: string, hex?: string, unit?: string) => {
    if (name) return NAMED[name.toLowerCase()] as string;
    if (unit) return String.fromCharCode(Number.parseInt(unit, 16));
    const point = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : 0x2f;
    return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
  });
}

/** As URLs, forms, headers and JSON write it, JSON in JSON too; and the digits of a phone. XML is read, not written. */
function formsOf(text: string): string[] {
  const digits = PHONE.test(text) ? [text.replace(/\D/g, '')] : [];
  if (PLAIN.test(text)) return [text, ...digits];
  const url = encodeURIComponent(text);
  const quoted = JSON.stringify(text).slice(1, -1);
  return [text, url, asForm(url), asHeader(text), quoted, JSON.stringify(quoted).slice(1, -1), ...digits];
}

function asForm(url: string): string {
  return url.replace(/%20|[!'()~]/g, (part) =>
    part === '%20' ? '+' : `%${part.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function asHeader(text: string): string {
  return text.replace(NOT_FOR_HEADERS, (part) => (part < ' ' || part[0] === '\u007f' ? ' ' : encodeURIComponent(part)));
}

/** Not within a word; what URLs encode stands for no letter of it. */
function isWhole(words: string, { start, end }: Place): boolean {
  if (end - start >= WORDS_BELOW) return true;
  const after = String.fromCodePoint(words.codePointAt(end) ?? 0);
  if (LETTER.test(after)) return false;
  const before = /[\ud800-\udbff][\udc00-\udfff]$|.$/s.exec(words.slice(Math.max(0, start - 2), start))?.[0] ?? '';
  return !LETTER.test(before) || /%[0-9a-f]{2}$/i.test(words.slice(Math.max(0, start - 3), start));
}
