export const FIRING_STATUSES = ['PENDING', 'RETRYING', 'HELD', 'SUCCEEDED', 'FAILED', 'SKIPPED'] as const;
export type FiringStatus = (typeof FIRING_STATUSES)[number];

export const SKIP_REASONS = [
  'FIRE_ONCE',
  'CONSENT_DENIED',
  'NO_MATCH_KEYS',
  'PIXEL_PAUSED',
  'TOO_OLD',
  'TEST_LEAD',
  'LEAD_ERASED',
  'NO_TEST_CODE',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** SUCCEEDED and SKIPPED are final; FAILED goes on by retryFiring alone. */
const TRANSITIONS: Record<FiringStatus, readonly FiringStatus[]> = {
  PENDING: ['RETRYING', 'HELD', 'SUCCEEDED', 'FAILED', 'SKIPPED'],
  RETRYING: ['HELD', 'SUCCEEDED', 'FAILED', 'SKIPPED'],
  HELD: ['PENDING', 'RETRYING', 'FAILED', 'SKIPPED'],
  FAILED: ['PENDING', 'RETRYING'],
  SUCCEEDED: [],
  SKIPPED: [],
};

/** RETRYING to RETRYING (a further attempt) is a change of the firing, not of its status. */
export function mayBecome(from: FiringStatus, to: FiringStatus): boolean {
  return from === to || TRANSITIONS[from].includes(to);
}

/** Statuses that hold the once of their rule and lead. */
export function holdsOnce(status: FiringStatus): boolean {
  return status !== 'FAILED' && status !== 'SKIPPED';
}
