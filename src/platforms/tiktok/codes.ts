import type { AttemptOutcome } from '../../domain/outcome';

export interface CodeMeaning {
  outcome: AttemptOutcome;
  /** What the user should do; null where TikTok's words say it. */
  fix: string | null;
  /** The code stands in no row. */
  isUnknownCode?: true;
}

interface Row extends CodeMeaning {
  codes: [from: number, to: number];
}

export const OK = 0;
export const PARTIAL = 20_001;
export const BAD_PARAMETERS = 40_002;

const TOKEN_FIX = 'Make a new access token in TikTok Events Manager and replace the pixel’s.';
const RIGHTS_FIX =
  'Use an access token that was made for this very pixel or event set, or give its user the right to send events to it.';
const MISSING_FIX =
  'TikTok does not know the address or the object: look at the pixel id and its event source, and at TIKTOK_API_URL.';

/**
 * The Business API's return codes as public integrations treat them; 40102, 40104, 40006, 40016, 40133 and 5xxxx by
 * hearsay. First match wins.
 * 20001 is no row: it is read per event.
 */
export const CODES: readonly Row[] = [
  { codes: [OK, OK], outcome: 'ACCEPTED', fix: null },
  { codes: [40_001, 40_001], outcome: 'UNAUTHORIZED', fix: RIGHTS_FIX },
  { codes: [BAD_PARAMETERS, BAD_PARAMETERS], outcome: 'REFUSED', fix: null },
  { codes: [40_006, 40_006], outcome: 'UNAVAILABLE', fix: null },
  { codes: [40_007, 40_007], outcome: 'REFUSED', fix: MISSING_FIX },
  { codes: [40_016, 40_016], outcome: 'THROTTLED', fix: null },
  { codes: [40_100, 40_100], outcome: 'THROTTLED', fix: null },
  { codes: [40_133, 40_133], outcome: 'THROTTLED', fix: null },
  { codes: [40_101, 40_199], outcome: 'UNAUTHORIZED', fix: TOKEN_FIX },
  { codes: [50_000, 59_999], outcome: 'UNAVAILABLE', fix: null },
];

/** Null for a code that is not in the table. */
export function meaningOf(code: number): CodeMeaning | null {
  return CODES.find(({ codes: [from, to] }) => code >= from && code <= to) ?? null;
}
