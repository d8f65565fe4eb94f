import type { HttpReply } from '../../domain/http-exchange';
import type { AttemptOutcome, ReplyReading, Verdict } from '../../domain/outcome';
import type { PixelTarget } from '../../domain/pixel';
import { type Echo, echoOf } from '../echo';
import { maskedWords, traceIdOf } from '../mask';
import type { PreparedEvent } from '../platform';
import { retryAfterOf } from '../retry-after';
import { suspectsIn } from '../suspects';
import { slowDownOf } from './usage';
import { plainOf, type UserData } from './user-data';
import { meaningOf } from './verdicts';

type Fields = Record<string, unknown>;

/** Facebook's own words decide; the HTTP status only where there are none. */
export function readFacebookReply(
  reply: HttpReply,
  sent: readonly PreparedEvent[],
  { accessToken }: Pick<PixelTarget, 'accessToken'>,
): ReplyReading {
  const told = sent.flatMap(({ body }) => {
    const { user_data: keys, event_source_url: url } = body as { user_data: UserData; event_source_url?: string };
    return plainOf(keys, url);
  });
  const { clean, shown: response } = echoOf(reply.body, [accessToken ?? '', ...told]);
  const verdict = verdictOf(reply, clean, (body) => acceptance(body, sent.length));
  const blamesOne = verdict.outcome === 'REFUSED' && sent.length > 1;
  const shown = { response, slowDownMs: slowDownOf(reply.headers) };
  return blamesOne
    ? { kind: 'split', verdict, suspects: suspectsIn(verdict.message), ...shown }
    : { kind: 'all', verdict, ...shown };
}

/** The pixel, read with its token, answers with its id. */
export function readFacebookProbe(reply: HttpReply, { accessToken }: Pick<PixelTarget, 'accessToken'>): Verdict {
  const hasId = ({ id }: Fields) => (typeof id === 'string' && id !== '' ? true : UNREADABLE);
  return verdictOf(reply, echoOf(reply.body, [accessToken ?? '']).clean, hasId);
}

const UNREADABLE = 'could not be read';

/** True where the body of a 2xx without an error says that all was taken; else what is the matter with it. */
function acceptance({ events_received: received }: Fields, sent: number): true | string {
  if (typeof received !== 'number' || !Number.isInteger(received)) return UNREADABLE;
  return received >= sent ? true : `says that Facebook took ${received} of ${sent} events`;
}

function verdictOf(reply: HttpReply, clean: Echo['clean'], accepts: (body: Fields) => true | string): Verdict {
  const body = parsed(reply.body);
  const error = body?.error;
  if (error !== undefined && error !== null) return verdictOfError(error, reply, clean);
  const say = (outcome: AttemptOutcome, message: string | null): Verdict => ({
    outcome,
    httpStatus: reply.status,
    platformCode: null,
    message,
    traceId: cleanTraceId(body?.fbtrace_id, clean),
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

function verdictOfError(given: unknown, reply: HttpReply, clean: Echo['clean']): Verdict {
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
    message: [wordsOf(error, clean) ?? saidNothing(code), fix].filter(Boolean).join(' '),
    traceId: cleanTraceId(error.fbtrace_id, clean),
    retryAfterMs: retryAfterOf(reply.headers) ?? (outcome === 'THROTTLED' && pause > 0 ? pause : null),
    ...(isUnknownCode && code !== null ? { isUnknownCode } : {}),
  };
}

function cleanTraceId(value: unknown, clean: Echo['clean']): string | null {
  const id = traceIdOf(value);
  return id !== null && clean(id) === id ? id : null;
}

/** A whole number, as a number or in digits. */
function codeOf(value: unknown): number | null {
  const code =
    typeof value === 'number' || (typeof value === 'string' && /^\d{1,9}$/.test(value)) ? Number(value) : null;
  return code !== null && Number.isSafeInteger(code) ? code : null;
}

function wordsOf(error: Fields, clean: Echo['clean']): string | null {
  const words = [error.message, error.error_user_title, error.error_user_msg]
    .filter((text): text is string => typeof text === 'string')
    .map((text) => maskedWords(clean(text)))
    .filter((text) => text !== '');
  return words.length === 0 ? null : [...new Set(words)].map(sentence).join(' ');
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function saidNothing(code: number | null): string {
  return code === null ? 'Facebook answered with an error without a code.' : `Facebook answered with code ${code}.`;
}
