import { type Hider, hiderOf } from './hidden-texts';
import { MASK, maskedBody } from './mask';

/** The client reads no further; what stands at the end may be a text cut in two. */
const READ_BYTES = 64 * 1024;
const LONGEST_TEXT = 1_024;
const TOO_MUCH = 'Not shown: more was sent than can be looked for in the reply.';

/** What a reply repeats of that which went out. */
export interface Echo {
  /** The reply for the history, masked as `maskedBody` masks, without what was told. */
  shown: unknown;
  /** Words of the reply without what was told. */
  clean(words: string): string;
}

/**
 * Platforms repeat what they were told: the access token, an address, a click id. What of `told` stands in the body, as
 * it is or as URLs, JSON and XML write it, is masked before anything is cut, so that no value is seen by half. The
 * verdict is read from the body as it came: a lead's data must not be able to hide a code.
 */
export function echoOf(body: string, told: readonly string[]): Echo {
  const text = withoutEscapes(body.slice(0, READ_BYTES));
  const hider = hiderOf(told, MASK, text);
  if (!hider) return { clean: () => MASK, shown: TOO_MUCH };
  return { clean: (words) => hider.hide(words), shown: maskedBody(cleanBody(text, hider)) };
}

/** Whether a text has something in it that was told, or may have. */
export function repeats(text: string, told: readonly string[]): boolean {
  return hiderOf(told, MASK, text)?.finds(text) ?? true;
}

/** JSON with no more escapes than it needs, because a letter may stand in it as \u00fc; other text as it is. */
function withoutEscapes(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

function cleanBody(text: string, hider: Hider): string {
  try {
    return JSON.stringify(cleanValue(JSON.parse(text), hider));
  } catch {
    // No JSON, or nested without end.
    const isCut = Buffer.byteLength(text) >= READ_BYTES;
    return hider.hide(text, isCut ? text.length - LONGEST_TEXT : text.length);
  }
}

function cleanValue(value: unknown, hider: Hider): unknown {
  if (typeof value === 'string') return hider.hide(value);
  if (typeof value === 'number') return hider.finds(String(value)) ? MASK : value;
  if (Array.isArray(value)) return value.map((element) => cleanValue(element, hider));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [hider.hide(key), cleanValue(member, hider)]));
}
