import type { HttpReply } from '../../domain/http-exchange';
import type { AttemptOutcome, ReplyReading, Verdict } from '../../domain/outcome';
import type { PixelTarget } from '../../domain/pixel';
import { maskedBody, maskedWords, traceIdOf, withoutSecrets } from '../mask';
import { retryAfterOf } from '../retry-after';
import { slowDownOf } from './usage';
import { meaningOf } from './verdicts';

type Fields = Record<string, unknown>;

/** Facebook's own words decide; the HTTP status only where there are none. */
export function readFacebookReply(
  raw: HttpReply,
  sent: number,
  target: Pick<PixelTarget, 'accessToken'>,
): ReplyReading {
  const reply = withoutToken(raw, target);
  const verdict = verdictOf(reply, (body) => acceptance(body, sent));
  const blamesOne = verdict.outcome === 'REFUSED' && sent > 1;
  const shown = { response: maskedBody(reply.body), slowDownMs: slowDownOf(reply.headers) };
  return blamesOne ? { kind: 'split', verdict, suspects: [], ...shown } : { kind: 'all', verdict, ...shown };
}

/** The pixel, read with its token, answers with its id. */
export function readFacebookProbe(raw: HttpReply, target: Pick<PixelTarget, 'accessToken'>): Verdict {
  const hasId = ({ id }: Fields) => (typeof id === 'string' && id !== '' ? true : UNREADABLE);
  return verdictOf(withoutToken(raw, target), hasId);
}

/** Facebook repeats a malformed token in its answer. */
function withoutToken(reply: HttpReply, { accessToken }: Pick<PixelTarget, 'accessToken'>): HttpReply {
  return { ...reply, body: withoutSecrets(reply.body, [accessToken]) };
}

const UNREADABLE = 'could not be read';

/** True where the body of a 2xx without an error says that all was taken; else what is the matter with it. */
function acceptance({ events_received: received }: Fields, sent: number): true | string {
  if (typeof received !== 'number' || !Number.isInteger(received)) return UNREADABLE;
  return received >= sent ? true : `says that Facebook took ${received} of ${sent} events`;
}

function verdictOf(reply: HttpReply, accepts: (body: Fields) => true | string): Verdict {
  const body = parsed(reply.body);
  const error = body?.error;
  if (error !== undefined && error !== null) return verdictOfError(error, reply);
  const say = (outcome: AttemptOutcome, message: string | null): Verdict => ({
    outcome,
    httpStatus: reply.status,
    platformCode: null,
    message,
    traceId: traceIdOf(body?.fbtrace_id),
    retryAfterMs: retryAfterOf(reply.headers),
  });
  if (reply.status === 429) return say('THROTTLED', 'Facebook asks for a pause.');
  if (reply.status >= 500 || reply.status === 408) return say('UNAVAILABLE', `Facebook answered ${reply.status}.`);
  if (reply.status === 413) return say('REFUSED', 'Facebook answered 413: the request is too large.');
  const isGood = reply.status >= 200 && reply.status < 300;
  const accepted = isGood && body ? accepts(body) : UNREADABLE;
  if (accepted === true) return say('ACCEPTED', null);
  return say('UNKNOWN', `Facebook’s answer (HTTP ${reply.status}) ${accepted}.`);
}

function parsed(body: string): Fields | null {
  try {
    const value = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function verdictOfError(given: unknown, reply: HttpReply): Verdict {
  const error = typeof given === 'object' ? (given as Fields) : { message: given };
  const code = codeOf(error.code);
  const subcode = codeOf(error.error_subcode);
  const { outcome, fix, isUnknownCode } = meaningOf(
    code ?? Number.NaN,
    subcode,
    error.is_transient === true,
    reply.status,
  );
  const pause = slowDownOf(reply.headers);
  return {
    outcome,
    httpStatus: reply.status,
    platformCode: code === null ? null : subcode === null ? String(code) : `${code}/${subcode}`,
    message: [wordsOf(error) ?? saidNothing(code), fix].filter(Boolean).join(' '),
    traceId: traceIdOf(error.fbtrace_id),
    retryAfterMs: retryAfterOf(reply.headers) ?? (outcome === 'THROTTLED' && pause > 0 ? pause : null),
    ...(isUnknownCode && code !== null ? { isUnknownCode } : {}),
  };
}

/** A whole number, as a number or in digits. */
function codeOf(value: unknown): number | null {
  const code =
    typeof value === 'number' || (typeof value === 'string' && /^\d{1,9}$/.test(value)) ? Number(value) : null;
  return code !== null && Number.isSafeInteger(code) ? code : null;
}

function wordsOf(error: Fields): string | null {
  const words = [error.message, error.error_user_title, error.error_user_msg]
    .filter((text): text is string => typeof text === 'string')
    .map(maskedWords)
    .filter((text) => text !== '');
  return words.length === 0 ? null : [...new Set(words)].map(sentence).join(' ');
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function saidNothing(code: number | null): string {
  return code === null ? 'Facebook answered with an error without a code.' : `Facebook answered with code ${code}.`;
}
