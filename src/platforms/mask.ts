import { isIP } from 'node:net';

const EMAIL = /[^\s@"<>]{1,320}@[^\s@"<>]{1,255}/g;
const DIGITS = /\+?\d[\d\s().-]{7,}\d/g;
const HASH = /\b(?:[0-9a-f]{64}|[0-9a-f]{32})\b/gi;
const CLICK_ID = /\bfb\.\d+\.\d+\.[\w.-]+/g;
const IPV4 = /\b\d{1,3}(?:\.\d{1,3}){3}\b/g;
const IPV6 = /(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f.]{0,15}(?![\w:])/gi;
/** What support asks for: short, visible, and no address. */
const TRACE_ID = /^[\w.+/=:~-]{1,128}$/;
const TRACE_NAMES = /trace|request_?id|^code$/i;
const SHOWN_BYTES = 4 * 1024;
const SHOWN_TEXT = 1_000;
const MAX_DEPTH = 20;
/** A reply is read so far: masking takes time, and of what is longer 4 KiB are shown at most. */
const READ_CHARACTERS = 16 * 1024;
/** What was cut in two there may have escaped the mask. */
const LONGEST_MATCH = 600;
/** From here on a number may be somebody's phone. */
const SMALLEST_LONG_NUMBER = 10_000_000;

/** Stands for what is not shown. */
export const MASK = '***';

/** Also without what no database takes: NUL and halves of surrogate pairs. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '\ufffd').toWellFormed();
}

/** A platform's words without what may be somebody's: e-mail and IP addresses, click ids, long numbers, hashes. */
export function maskText(text: string): string {
  const hashless = storable(text).replace(HASH, '<hash>');
  const addressless = hashless.includes('@') ? hashless.replace(EMAIL, '<e-mail>') : hashless;
  return addressless
    .replace(CLICK_ID, '<click id>')
    .replace(IPV6, (found) => (isIP(found) === 6 ? '<ip>' : found))
    .replace(IPV4, '<ip>')
    .replace(DIGITS, '<number>');
}

/** An id of the platform's own request, as its support asks for it; null for anything else. */
export function traceIdOf(value: unknown): string | null {
  return typeof value === 'string' && TRACE_ID.test(value) ? value : null;
}

/** A reply's body for the history: masked, at most 4 KiB as it is stored; JSON stays JSON where it fits. */
export function maskedBody(body: string): unknown {
  if (body.length > READ_CHARACTERS) return fitting(maskText(body.slice(0, READ_CHARACTERS)).slice(0, -LONGEST_MATCH));
  try {
    const masked = maskedValue(JSON.parse(body));
    if (Buffer.byteLength(JSON.stringify(masked)) <= SHOWN_BYTES) return masked;
  } catch {
    // No JSON, or nested without end: shown as text.
  }
  return fitting(maskText(body));
}

/** Cut where its JSON form would be larger than what is shown. */
function fitting(text: string): string {
  if (Buffer.byteLength(JSON.stringify(text)) <= SHOWN_BYTES) return text;
  let [kept, tooMany] = [0, Math.min(text.length, SHOWN_BYTES)];
  while (tooMany - kept > 1) {
    const middle = Math.floor((kept + tooMany) / 2);
    if (Buffer.byteLength(JSON.stringify(`${text.slice(0, middle)}…`)) <= SHOWN_BYTES) kept = middle;
    else tooMany = middle;
  }
  return `${text.slice(0, kept).toWellFormed()}…`;
}

/** Ids of the platform's own requests are kept: its support asks for them. */
function maskedValue(value: unknown, name = '', depth = 0): unknown {
  if (depth > MAX_DEPTH) throw new RangeError('nested too deep');
  if (typeof value === 'string')
    return TRACE_NAMES.test(name) ? (traceIdOf(value) ?? maskText(value)) : maskText(value);
  if (typeof value === 'number') return Math.abs(value) < SMALLEST_LONG_NUMBER ? value : '<number>';
  if (Array.isArray(value)) return value.map((element) => maskedValue(element, '', depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [maskText(key), maskedValue(member, key, depth + 1)]),
  );
}

/** A platform's words for a message: masked, one line, at most 1,000 characters. */
export function maskedWords(text: string): string {
  const words = maskText(text.slice(0, READ_CHARACTERS)).replace(/\s+/g, ' ').trim();
  return words.length <= SHOWN_TEXT ? words : `${words.slice(0, SHOWN_TEXT).toWellFormed()}…`;
}

/** The beginning and the end of a value that is shown to be recognised, not to be used. */
export function maskMiddle(text: string): string {
  return text.length <= 8 ? MASK : `${text.slice(0, 4)}${MASK}${text.slice(-2)}`;
}
