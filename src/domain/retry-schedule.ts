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

/** RETRY_SCHEDULE: seconds, comma-separated. Throws an Error that says what is wrong. */
export function parseSchedule(text: string): number[] {
  const seconds = text.split(',').map((part) => Number(part.trim() || Number.NaN));
  if (seconds.some((second) => !Number.isFinite(second) || second < 0)) {
    throw new Error('RETRY_SCHEDULE must be seconds, comma-separated, such as 5,30,120');
  }
  return seconds;
}

/** When to try again, or null where attempts or time are used up. Retry-After is a floor; jitter is added on top. */
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
  const waitMs = Math.max(seconds * 1000, state.retryAfterMs ?? 0);
  const next = new Date(state.now.getTime() + Math.round(waitMs * (1 + JITTER * state.random())));
  return next < state.expiresAt ? next : null;
}
