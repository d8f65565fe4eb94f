/** Seconds between attempts: close at first, then up to every 12 hours until the event expires. */
export const DEFAULT_SCHEDULE = [
  5,
  30,
  120,
  600,
  1_800,
  3_600,
  7_200,
  14_400,
  28_800,
  ...Array<number>(12).fill(43_200),
];

/** An answer that can't be read may be a fault of ours: it is not tried for days. */
export const MAX_UNKNOWN_ATTEMPTS = 5;

const JITTER = 0.2;
/** No platform in its right mind asks for more; a garbage header must not cost an event the days it has. */
const LONGEST_RETRY_AFTER_MS = 24 * 3_600_000;
/** Where Retry-After leads past the deadline, one more try is made after this much of the time that is left. */
const LAST_TRY = 0.9;
const SECONDS = /^\d{1,9}(\.\d{1,3})?$/;

/** RETRY_SCHEDULE: seconds, comma-separated. Throws an Error that says what is wrong. */
export function parseSchedule(text: string): number[] {
  const parts = text.split(',').map((part) => part.trim());
  if (!parts.every((part) => SECONDS.test(part))) {
    throw new Error('RETRY_SCHEDULE must be seconds, comma-separated, such as 5,30,120');
  }
  return parts.map(Number);
}

/**
 * When to try again, or null where attempts or time are used up. Retry-After is a floor, up to a day; jitter is added
 * on top. It never ends a firing: where it would lead past the deadline, one more try is made before that.
 */
export function nextAttemptAt(state: {
  /** Attempts made so far. */
  attempts: number;
  schedule: readonly number[];
  now: Date;
  retryAfterMs: number | null;
  expiresAt: Date;
  random: () => number;
}): Date | null {
  const seconds = state.schedule[state.attempts - 1];
  if (seconds === undefined) return null;
  const spread = 1 + JITTER * state.random();
  const leftMs = state.expiresAt.getTime() - state.now.getTime();
  const askedMs = spread * Math.min(state.retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS);
  const waitMs = Math.max(spread * seconds * 1000, askedMs < leftMs ? askedMs : LAST_TRY * leftMs);
  const next = new Date(state.now.getTime() + Math.floor(waitMs));
  return next < state.expiresAt ? next : null;
}
