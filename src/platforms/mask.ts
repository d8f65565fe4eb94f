const EMAIL = /[^\s@"'<>]+@[^\s@"'<>]+/g;
const DIGITS = /\+?\d[\d\s().-]{7,}\d/g;
const HASH = /\b[0-9a-f]{64}\b/gi;
const SHOWN_BYTES = 4 * 1024;

/** A platform's words without what may be somebody's: e-mail addresses, long numbers, hashes. */
export function maskText(text: string): string {
  return text.replace(HASH, '<hash>').replace(EMAIL, '<e-mail>').replace(DIGITS, '<number>');
}

/** A reply's body for the history: masked, at most 4 KiB; JSON stays JSON where it fits. */
export function maskedBody(body: string): unknown {
  if (body.length > SHOWN_BYTES) return maskText(body.slice(0, SHOWN_BYTES - 1_024));
  try {
    return maskedValue(JSON.parse(body));
  } catch {
    return maskText(body);
  }
}

/** Ids of the platform's own requests are kept: its support asks for them. */
function maskedValue(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return /trace|request_?id|^code$/i.test(name) ? value : maskText(value);
  if (Array.isArray(value)) return value.map((element) => maskedValue(element));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, maskedValue(member, key)]));
}

/** The beginning and the end of a value that is shown to be recognised, not to be used. */
export function maskMiddle(text: string): string {
  return text.length <= 8 ? '***' : `${text.slice(0, 4)}***${text.slice(-2)}`;
}
