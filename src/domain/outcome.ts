/** What one attempt came to; the retry decision is in the outcome and nowhere else. */
export const ATTEMPT_OUTCOMES = [
  'ACCEPTED',
  'REFUSED',
  'UNAUTHORIZED',
  'THROTTLED',
  'UNAVAILABLE',
  'BLOCKED',
  'UNKNOWN',
] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

/** The reading of one event's fate in a platform's reply. */
export interface Verdict {
  outcome: AttemptOutcome;
  httpStatus: number | null;
  /** The platform's own code, with the subcode behind a slash where there is one: `190/463`, `40002`. */
  platformCode: string | null;
  /** What the platform said and what the user should do, in words; no personal data, no secret. */
  message: string | null;
  /** `fbtrace_id`, `request_id`, … */
  traceId: string | null;
  /** From `Retry-After` or the platform's words; milliseconds. */
  retryAfterMs: number | null;
  /** The code stands in no table of ours: counted, so that somebody looks it up. */
  isUnknownCode?: true;
}

/** What a reply means for the events of the batch it answers. */
export type ReplyReading = (
  | { kind: 'all'; verdict: Verdict }
  /** One verdict per event, in the order they were sent. */
  | { kind: 'each'; verdicts: Verdict[] }
  /** Refused for some event in it: send apart until the bad ones stand alone. `suspects` are indexes the reply names. */
  | { kind: 'split'; verdict: Verdict; suspects: number[] }
) & {
  /** The reply, masked and at most 4 KiB, for the history. */
  response: unknown;
  /** Usage headers: wait this long before the next request of the same pixel. */
  slowDownMs?: number;
};
