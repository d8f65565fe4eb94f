import type { HttpReply } from '../../domain/http-exchange';
import type { AttemptOutcome, ReplyReading, Verdict } from '../../domain/outcome';
import { maskedBody, maskText } from '../mask';
import { retryAfterOf } from '../retry-after';

interface GraphError {
  message?: unknown;
  code?: unknown;
  error_subcode?: unknown;
  error_user_msg?: unknown;
  is_transient?: unknown;
  fbtrace_id?: unknown;
}

interface Row {
  codes: [from: number, to: number];
  outcome: AttemptOutcome;
  /** What the user should do; null where the platform's words say it. */
  fix: string | null;
}

const TOKEN_FIX = 'Make a new access token in Events Manager and replace the pixel’s.';
const RIGHTS_FIX = 'Give the token’s user the right to send events to this pixel, or replace the token.';

/** Graph API, error handling; and what public integrations treat so. First match wins. */
const CODES: readonly Row[] = [
  { codes: [190, 190], outcome: 'UNAUTHORIZED', fix: TOKEN_FIX },
  { codes: [102, 102], outcome: 'UNAUTHORIZED', fix: TOKEN_FIX },
  { codes: [10, 10], outcome: 'UNAUTHORIZED', fix: RIGHTS_FIX },
  { codes: [3, 3], outcome: 'UNAUTHORIZED', fix: RIGHTS_FIX },
  { codes: [200, 299], outcome: 'UNAUTHORIZED', fix: RIGHTS_FIX },
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
  { codes: [100, 100], outcome: 'REFUSED', fix: null },
  { codes: [105, 105], outcome: 'REFUSED', fix: null },
  { codes: [506, 506], outcome: 'REFUSED', fix: null },
];

/** Facebook's own words decide; the HTTP status only where there are none. */
export function readFacebookReply(reply: HttpReply, sent: number): ReplyReading {
  const body = parsed(reply.body);
  const response = maskedBody(reply.body);
  const pace = { slowDownMs: slowDownOf(reply.headers) };
  const error = body?.error;
  if (typeof error === 'object' && error !== null) {
    const verdict = verdictOfError(error as GraphError, reply);
    const blamesOne = verdict.outcome === 'REFUSED' && sent > 1;
    return blamesOne
      ? { kind: 'split', verdict, suspects: [], response, ...pace }
      : { kind: 'all', verdict, response, ...pace };
  }
  return { kind: 'all', verdict: verdictWithoutError(reply, body, sent), response, ...pace };
}

function parsed(body: string): Record<string, unknown> | null {
  try {
    const value = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function verdictOfError(error: GraphError, reply: HttpReply): Verdict {
  const code = Number(error.code);
  const subcode = error.error_subcode === undefined ? null : Number(error.error_subcode);
  const { outcome, fix } = meaningOf(code, subcode, error.is_transient === true, reply.status);
  const words = [error.message, error.error_user_msg].filter((text) => typeof text === 'string' && text !== '');
  return {
    outcome,
    httpStatus: reply.status,
    platformCode: subcode === null ? String(code) : `${code}/${subcode}`,
    message: [...words.map((text) => maskText(text as string).slice(0, 500)), ...(fix ? [fix] : [])].join(' '),
    traceId: typeof error.fbtrace_id === 'string' ? error.fbtrace_id : null,
    retryAfterMs: retryAfterOf(reply.headers),
  };
}

function meaningOf(code: number, subcode: number | null, transient: boolean, status: number): Omit<Row, 'codes'> {
  if (code === 100 && subcode === 33) return { outcome: 'UNAUTHORIZED', fix: RIGHTS_FIX };
  const row = CODES.find(({ codes: [from, to] }) => code >= from && code <= to);
  if (row) return row;
  if (transient || status >= 500) return { outcome: 'UNAVAILABLE', fix: null };
  return { outcome: 'UNKNOWN', fix: 'Facebook answered with a code this service does not know.' };
}

function verdictWithoutError(reply: HttpReply, body: Record<string, unknown> | null, sent: number): Verdict {
  const say = (outcome: AttemptOutcome, message: string | null): Verdict => ({
    outcome,
    httpStatus: reply.status,
    platformCode: null,
    message,
    traceId: typeof body?.fbtrace_id === 'string' ? body.fbtrace_id : null,
    retryAfterMs: retryAfterOf(reply.headers),
  });
  if (reply.status === 429) return say('THROTTLED', 'Facebook asks for a pause.');
  if (reply.status >= 500) return say('UNAVAILABLE', `Facebook answered ${reply.status}.`);
  const received = Number(body?.events_received);
  if (reply.status < 300 && body && received >= sent) return say('ACCEPTED', null);
  if (reply.status < 300 && Number.isInteger(received))
    return say('UNKNOWN', `Facebook took ${received} of ${sent} events.`);
  return say('UNKNOWN', `Facebook’s answer (HTTP ${reply.status}) could not be read.`);
}

/** Usage headers are in percent; from 90 on the lane slows down before Facebook does. */
function slowDownOf(headers: Record<string, string>): number {
  const usages = ['x-business-use-case-usage', 'x-app-usage'].map((name) => parsed(headers[name] ?? ''));
  const numbers = JSON.stringify(usages).matchAll(/"(call_count|total_cputime|total_time)":(\d+)/g);
  const highest = Math.max(0, ...[...numbers].map((match) => Number(match[2])));
  return highest >= 90 ? 60_000 : 0;
}
