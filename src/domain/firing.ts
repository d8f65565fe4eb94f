import type { Money } from './money';
import type { AttemptOutcome } from './outcome';
import type { ActionSource, PlatformCode } from './pixel';

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

function statusesBefore(to: FiringStatus): FiringStatus[] {
  return FIRING_STATUSES.filter((from) => TRANSITIONS[from].includes(to));
}

/** Not ended, so consent withdrawn or a lead erased still stops them. */
export const WAITING_STATUSES = statusesBefore('SKIPPED');
/** An attempt may be made of them. */
export const DUE_STATUSES = statusesBefore('SUCCEEDED');

/** Statuses that hold the once of their rule and lead. */
export function holdsOnce(status: FiringStatus): boolean {
  return status !== 'FAILED' && status !== 'SKIPPED';
}

/** One firing as of a moment: now, or a change in the feed. */
export interface Firing {
  workspaceId: string;
  id: string;
  status: FiringStatus;
  test: boolean;
  skipReason: SkipReason | null;
  message: string | null;
  /** Internal id of the lead; null for the sample lead and after eraseLead. */
  leadUid: string | null;
  campaignId: string | null;
  ruleId: string | null;
  pixelId: string;
  platform: PlatformCode;
  decisionId: string | null;
  warnings: string[];
  eventName: string;
  eventId: string;
  eventTime: Date;
  actionSource: ActionSource;
  value: Money | null;
  matchKeys: string[];
  /** How many attempts it has had as of that moment; `attempts` are read apart. */
  attemptCount: number;
  /** Its own part of the body as shown; null before the first attempt and after eraseLead. */
  request: unknown;
  nextAttemptAt: Date | null;
  expiresAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

export interface Attempt {
  firingId: string;
  number: number;
  startedAt: Date;
  durationMs: number;
  outcome: AttemptOutcome;
  httpStatus: number | null;
  platformCode: string | null;
  message: string | null;
  traceId: string | null;
  response: unknown;
  batchSize: number;
}

/** All given parts must hold. Ids are any text: one that names nothing matches nothing. */
export interface FiringFilter {
  campaignId?: string | null;
  ruleId?: string | null;
  pixelId?: string | null;
  /** The caller's id of the lead. */
  leadId?: string | null;
  platform?: PlatformCode | null;
  statuses?: FiringStatus[] | null;
  test?: boolean | null;
  eventName?: string | null;
  /** Inclusive. */
  createdAfter?: Date | null;
  /** Exclusive. */
  createdBefore?: Date | null;
}

/** waiting = PENDING + RETRYING + HELD; total = all four. Tests count only where the filter asks for them. */
export interface FiringStats {
  succeeded: number;
  failed: number;
  skipped: number;
  waiting: number;
}
