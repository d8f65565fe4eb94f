import { type Hider, hiderOf } from '../hidden-texts';
import { maskedBody } from '../mask';
import { MASK } from './value';

/** The client reads no further; what stands at the end may be a value cut in two. */
const READ_BYTES = 64 * 1024;
const LONGEST_VALUE = 1_024;
const TOO_MUCH = 'Not shown: more is known of the lead than can be looked for in the answer.';

/** A receiver's answer for the history: many echo what they got, so everything private that was known is masked. */
export function shownReply(body: string, hidden: readonly string[]): unknown {
  const hider = hiderOf(hidden, MASK);
  return hider ? maskedBody(withoutPrivate(body.slice(0, READ_BYTES), hider)) : TOO_MUCH;
}

/** Before it is cut: a value must not be seen by half. */
function withoutPrivate(body: string, hider: Hider): string {
  try {
    return JSON.stringify(hide(JSON.parse(body), hider));
  } catch {
    // No JSON, or nested without end.
    const isCut = Buffer.byteLength(body) >= READ_BYTES;
    return hider.hide(body, isCut ? body.length - LONGEST_VALUE : body.length);
  }
}

/** Whether a text of the receiver's has something private in it, or may have. */
export function tells(text: string, hidden: readonly string[]): boolean {
  return hiderOf(hidden, MASK)?.finds(text) ?? true;
}

function hide(value: unknown, hider: Hider): unknown {
  if (typeof value === 'string') return hider.hide(value);
  if (typeof value === 'number') return hider.finds(String(value)) ? MASK : value;
  if (Array.isArray(value)) return value.map((element) => hide(element, hider));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [hider.hide(key), hide(member, hider)]));
}
