import type { AttemptOutcome } from '../../domain/outcome';
import { DEFAULT_VERSION } from './version';

export interface Meaning {
  outcome: AttemptOutcome;
  /** What the user should do; null where there is nothing to do, or the platform's words say it. */
  fix: string | null;
  /** The code stands in no row. */
  isUnknownCode?: true;
}

interface Row extends Meaning {
  codes: [from: number, to: number];
  /** Only with this subcode; absent: with any. */
  subcode?: number;
}

const TOKEN_FIX = 'Make a new access token in Events Manager and replace the pixel’s.';
const RIGHTS_FIX = 'Give the token’s user the right to send events to this pixel, or replace the token.';
const MISSING_FIX = 'Check the pixel’s id, and that the token’s user may send events to it; or replace the token.';
const VERSION_FIX = `Look at the pixel’s apiVersion: set it to one that Facebook still answers, such as ${DEFAULT_VERSION}, or leave it out.`;
const UNKNOWN_FIX = 'Facebook answered with a code that this service does not know.';
const VALUE_FIX = 'Give the rule or the lead a value with its currency.';

const refused = (subcode: number, fix: string | null): Row => ({
  codes: [100, 100],
  subcode,
  outcome: 'REFUSED',
  fix,
});

/**
 * Graph API, guides/error-handling; subcodes, 2500 (unknown path, so an unknown version) and 2635 (a version past its
 * end) as public integrations and bug reports quote them. First match wins. A version that is not answered is no fault
 * of any event: as with a refused token the firings wait until the pixel is mended.
 */
export const CODES: readonly Row[] = [
  { codes: [100, 100], subcode: 33, outcome: 'UNAUTHORIZED', fix: MISSING_FIX },
  refused(
    2_804_001,
    'The lead’s click id (fbc, fbclid) is malformed: report it as the browser had it, letter by letter.',
  ),
  refused(2_804_003, 'The event is older than Facebook takes: report leads within 7 days.'),
  refused(2_804_010, VALUE_FIX),
  refused(2_804_050, 'Report more of the lead: an e-mail, a phone, a click id, or IP address and user agent.'),
  { codes: [100, 100], outcome: 'REFUSED', fix: null },
  { codes: [105, 105], outcome: 'REFUSED', fix: null },
  { codes: [506, 506], outcome: 'REFUSED', fix: null },
  { codes: [190, 190], outcome: 'UNAUTHORIZED', fix: TOKEN_FIX },
  { codes: [102, 102], outcome: 'UNAUTHORIZED', fix: TOKEN_FIX },
  { codes: [10, 10], outcome: 'UNAUTHORIZED', fix: RIGHTS_FIX },
  { codes: [3, 3], outcome: 'UNAUTHORIZED', fix: RIGHTS_FIX },
  { codes: [200, 299], outcome: 'UNAUTHORIZED', fix: RIGHTS_FIX },
  { codes: [2_500, 2_500], outcome: 'UNAUTHORIZED', fix: VERSION_FIX },
  { codes: [2_635, 2_635], outcome: 'UNAUTHORIZED', fix: VERSION_FIX },
  { codes: [4, 4], outcome: 'THROTTLED', fix: null },
  { codes: [17, 17], outcome: 'THROTTLED', fix: null },
  { codes: [32, 32], outcome: 'THROTTLED', fix: null },
  { codes: [613, 613], outcome: 'THROTTLED', fix: null },
  { codes: [80_000, 80_014], outcome: 'THROTTLED', fix: null },
  { codes: [1, 2], outcome: 'UNAVAILABLE', fix: null },
  { codes: [341, 341], outcome: 'UNAVAILABLE', fix: null },
  {
    codes: [368, 368],
    outcome: 'UNAVAILABLE',
    fix: 'Facebook blocked the action for a while; look into the account’s quality page.',
  },
  { codes: [5_000, 5_000], outcome: 'UNAVAILABLE', fix: null },
  { codes: [21_009, 21_009], outcome: 'UNAVAILABLE', fix: null },
];

/** What an error of the Graph API means. A refusal that calls itself transient is tried again. */
export function meaningOf(code: number, subcode: number | null, transient: boolean, status: number): Meaning {
  const row = CODES.find(
    ({ codes: [from, to], subcode: only }) => code >= from && code <= to && (only === undefined || only === subcode),
  );
  if (row && !(transient && row.outcome === 'REFUSED')) return { outcome: row.outcome, fix: row.fix };
  const outcome = transient || status >= 500 ? 'UNAVAILABLE' : 'UNKNOWN';
  return row ? { outcome, fix: null } : { outcome, fix: UNKNOWN_FIX, isUnknownCode: true };
}
