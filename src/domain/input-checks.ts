import type { FieldFault } from './errors';

const MAX_AHEAD_MS = 5 * 60_000;
const EARLIEST = Date.UTC(2000, 0, 1);
/** Visible: no space, no control character, no half of a surrogate pair. */
const VISIBLE_ID = /^[^\s\p{C}]{1,200}$/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const UNPRINTABLE = /[\u0000-\u001f\u007f]/;

/** Characters as people count them, roughly: an emoji is one, not the two units that JavaScript stores. */
export function charactersOf(text: string): number {
  return [...text].length;
}

/** What is wrong with an id of the caller's, or null: 1 to 200 visible characters, no space, case kept. */
export function idFault(text: string): string | null {
  return VISIBLE_ID.test(text) ? null : 'must have 1 to 200 visible characters and no space';
}

/** A name for people: 1 to 200 characters, not blank, no control characters. */
export function nameFault(text: string): string | null {
  if (text.trim() === '' || charactersOf(text) > 200) return 'must have 1 to 200 characters';
  return UNPRINTABLE.test(text) || !text.isWellFormed() ? 'must not contain control characters' : null;
}

/** 1 to 200 characters of any kind that text can be stored with. */
export function idempotencyKeyFault(text: string): string | null {
  if (text === '' || charactersOf(text) > 200) return 'must have 1 to 200 characters';
  return UNPRINTABLE.test(text) || !text.isWellFormed() ? 'must not contain control characters' : null;
}

/** An event name as a platform takes it; the platform's own limit may be lower. */
export function eventNameFault(text: string): string | null {
  if (text.trim() === '' || charactersOf(text) > 100) return 'must have 1 to 100 characters';
  return UNPRINTABLE.test(text) || !text.isWellFormed() ? 'must not contain control characters' : null;
}

/** A fault at `path`, or none; absent and null are none. */
export function faultAt(
  path: string,
  value: string | null | undefined,
  check: (text: string) => string | null,
): FieldFault[] {
  const message = value === null || value === undefined ? null : check(value);
  return message === null ? [] : [{ path, message }];
}

/** A time that the calendar or the clock does not have is an invalid Date by now. */
export function timeFaults(value: Date | null | undefined, path: string): FieldFault[] {
  return value && Number.isNaN(value.getTime()) ? [{ path, message: 'must be a time that the calendar has' }] : [];
}

/** When something happened: now where absent; up to 5 minutes ahead becomes now, later is a fault. */
export function checkWhen(value: Date | null | undefined, now: Date, path: string): { at: Date; faults: FieldFault[] } {
  if (!value) return { at: now, faults: [] };
  if (Number.isNaN(value.getTime())) return { at: now, faults: timeFaults(value, path) };
  if (value.getTime() > now.getTime() + MAX_AHEAD_MS) {
    return { at: now, faults: [{ path, message: 'must not be more than 5 minutes ahead' }] };
  }
  if (value.getTime() < EARLIEST) return { at: now, faults: [{ path, message: 'must not be before the year 2000' }] };
  return { at: value > now ? now : value, faults: [] };
}
