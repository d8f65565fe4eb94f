import type { FiringStatus, SkipReason } from '../domain/firing';
import type { AttemptOutcome } from '../domain/outcome';
import { MAX_UNKNOWN_ATTEMPTS, nextAttemptAt } from '../domain/retry-schedule';
import type { Meanwhile } from '../persistence/firing-queue';
import type { Delivered } from './deliver';

/** What a firing becomes by an attempt. */
export interface Aftermath {
  status: FiringStatus;
  skipReason: SkipReason | null;
  message: string | null;
  nextAttemptAt: Date | null;
  attemptCount: number;
  unknownCount: number;
}

export interface Circumstances {
  schedule: readonly number[];
  now: Date;
  /** What happened while the request was out. */
  meanwhile: Meanwhile;
  random: () => number;
}

/** Time mends neither what the platform refused nor an address that our guard refuses. */
const PERMANENT = new Set<AttemptOutcome>(['REFUSED', 'BLOCKED']);

/** The retry decision: from the outcome alone, never from a message. */
export function afterAttempt({ firing, verdict }: Delivered, circumstances: Circumstances): Aftermath {
  const attemptCount = firing.attemptCount + 1;
  const unknownCount = firing.unknownCount + (verdict.outcome === 'UNKNOWN' ? 1 : 0);
  const become = (status: FiringStatus, message: string | null, nextAttempt: Date | null = null): Aftermath => ({
    status,
    skipReason: null,
    message,
    nextAttemptAt: nextAttempt,
    attemptCount,
    unknownCount,
  });
  const { stopReason: skipReason, pixelGone, pixelWaits } = circumstances.meanwhile;
  if (verdict.outcome === 'ACCEPTED') return become('SUCCEEDED', null);
  if (skipReason) return { ...become('SKIPPED', 'Not sent again: see the skip reason.'), skipReason };
  if (firing.test || PERMANENT.has(verdict.outcome)) return become('FAILED', verdict.message);
  if (pixelGone) return become('FAILED', 'Its pixel was disconnected.');
  if (verdict.outcome === 'UNAUTHORIZED') return become('HELD', verdict.message);
  if (unknownCount >= MAX_UNKNOWN_ATTEMPTS) return become('FAILED', verdict.message);
  const next = nextAttemptAt({
    attempts: attemptCount,
    schedule: circumstances.schedule,
    now: circumstances.now,
    retryAfterMs: verdict.retryAfterMs,
    expiresAt: firing.expiresAt,
    random: circumstances.random,
  });
  if (next === null)
    return become('FAILED', `Given up after ${attemptCount} attempts: ${verdict.message ?? 'no answer'}`);
  if (pixelWaits) return become('HELD', pixelWaits);
  return become('RETRYING', verdict.message, next);
}
