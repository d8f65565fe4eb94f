import type { HttpReply } from '../../domain/http-exchange';
import type { AttemptOutcome, ReplyReading, Verdict } from '../../domain/outcome';
import type { PixelTarget } from '../../domain/pixel';
import { echoOf, repeats } from '../echo';
import type { PreparedEvent } from '../platform';
import { retryAfterOf } from '../retry-after';
import type { CustomRequest } from './request';
import { missingForSuccess, statusCounts, successRuleOf } from './success-rule';

interface Row {
  statuses: [from: number, to: number];
  outcome: AttemptOutcome;
  /** What it means and what to do. */
  words: string;
}

/** What no success rule counts, by HTTP status (RFC 9110; Standard Webhooks for 3xx, 410, 429). First match wins. */
const STATUSES: readonly Row[] = [
  {
    statuses: [300, 399],
    outcome: 'REFUSED',
    words: 'it redirects, and redirects are not followed: put the address it leads to into the pixel',
  },
  {
    statuses: [401, 401],
    outcome: 'UNAUTHORIZED',
    words: 'it refused the credentials: replace the pixel’s Authorization header, secret or signing secret',
  },
  {
    statuses: [403, 403],
    outcome: 'UNAUTHORIZED',
    words: 'it does not let these credentials in: give them the right to send here or replace them',
  },
  {
    statuses: [410, 410],
    outcome: 'UNAUTHORIZED',
    words: 'its address is gone for good: put the new one into the pixel, or disconnect it',
  },
  { statuses: [408, 408], outcome: 'UNAVAILABLE', words: 'it took too long' },
  { statuses: [425, 425], outcome: 'UNAVAILABLE', words: 'it wants the request later' },
  { statuses: [429, 429], outcome: 'THROTTLED', words: 'it asks for a pause' },
  { statuses: [400, 499], outcome: 'REFUSED', words: 'it refused the request; its answer says why' },
  { statuses: [500, 599], outcome: 'UNAVAILABLE', words: 'it is out of order' },
];

const REQUEST_ID = /^[\w.:=/-]{1,100}$/;

/** The success rule first, then the status. The receiver's own words stay in the masked response. */
export function readCustomReply(
  reply: HttpReply,
  [event]: readonly PreparedEvent[],
  target: PixelTarget,
): ReplyReading {
  const { hidden = [] } = (event?.body ?? {}) as Partial<CustomRequest>;
  const { outcome, words } = meaningOf(reply, target);
  const verdict: Verdict = {
    outcome,
    httpStatus: reply.status,
    platformCode: null,
    message: words && `The receiver answered HTTP ${reply.status}: ${words}.`,
    traceId: traceIdOf(reply.headers, hidden),
    retryAfterMs: outcome === 'ACCEPTED' ? null : retryAfterOf(reply.headers),
  };
  return { kind: 'all', verdict, response: echoOf(reply.body, [...hidden, ...target.signingSecrets]).shown };
}

function meaningOf(reply: HttpReply, target: PixelTarget): { outcome: AttemptOutcome; words: string | null } {
  const rule = successRuleOf(target.settings);
  const missing = missingForSuccess(reply, rule);
  if (missing === null) return { outcome: 'ACCEPTED', words: null };
  const row = STATUSES.find(({ statuses: [from, to] }) => reply.status >= from && reply.status <= to);
  if (row && !statusCounts(reply.status, rule)) return row;
  return { outcome: 'UNKNOWN', words: missing };
}

function traceIdOf(headers: Record<string, string>, hidden: readonly string[]): string | null {
  const id = headers['x-request-id'] ?? headers['request-id'] ?? headers['x-correlation-id'] ?? headers['cf-ray'] ?? '';
  return REQUEST_ID.test(id) && !repeats(id, hidden) ? id : null;
}
