import type { HttpReply } from '../../domain/http-exchange';
import type { AttemptOutcome, ReplyReading, Verdict } from '../../domain/outcome';
import type { PixelTarget } from '../../domain/pixel';
import { type Echo, echoOf } from '../echo';
import { maskText } from '../mask';
import type { PreparedEvent } from '../platform';
import { retryAfterOf } from '../retry-after';
import { suspectsIn } from '../suspects';
import { BAD_PARAMETERS, type CodeMeaning, meaningOf, OK, PARTIAL } from './codes';
import { type Envelope, envelopeOf } from './envelope';
import type { TikTokEvent } from './event';
import { blamesRequest, failuresIn } from './partial';
import { plainOf } from './user';

const MAX_READ = 2_000;
const MAX_WORDS = 500;
const PARTLY = 'TikTok took the request only in part';

type Judgement =
  | { kind: 'all'; verdict: Verdict }
  | { kind: 'each'; verdicts: Verdict[] }
  | { kind: 'split'; verdict: Verdict; suspects: number[] };

/** All that a reading needs: the reply, what was sent, and how to clean TikTok's words of what it was told. */
interface Answer extends Envelope {
  reply: HttpReply;
  events: TikTokEvent[];
  clean: Echo['clean'];
}

/** The `code` of the body decides, never the HTTP status where there is one. Never throws. */
export function readTikTokReply(reply: HttpReply, sent: readonly PreparedEvent[], target: PixelTarget): ReplyReading {
  const events = sent.map(({ body }) => body as TikTokEvent);
  const told = [target.accessToken ?? '', ...events.flatMap((event) => plainOf(event.user, event.page?.url))];
  const { clean, shown: response } = echoOf(reply.body, told);
  const answer: Answer = { ...envelopeOf(reply.body), reply, events, clean };
  if (answer.code === null) return { ...wordless(answer), response };
  if (answer.code === PARTIAL) return { ...partial(answer), response };
  const verdict = verdictOf(answer, meaningOf(answer.code) ?? meaningOfStatus(reply.status));
  return answer.code === BAD_PARAMETERS && events.length > 1 && !blamesRequest(answer.message)
    ? { kind: 'split', verdict, suspects: suspectsIn(answer.message), response }
    : { kind: 'all', verdict, response };
}

/** The first words of TikTok's, masked before they are cut so that no half of an address is left at the end. */
function wordsOf(message: string, clean: Echo['clean']): string {
  return maskText(clean(message.slice(0, MAX_READ))).slice(0, MAX_WORDS);
}

function verdictOf(
  { reply, code, message, requestId, clean }: Answer,
  { outcome, fix, isUnknownCode }: CodeMeaning,
): Verdict {
  const words = message === null || outcome === 'ACCEPTED' ? [] : [wordsOf(message, clean)];
  return {
    outcome,
    httpStatus: reply.status,
    platformCode: code === null ? null : String(code),
    message: [...words, ...(fix ? [fix] : [])].join(' ') || null,
    traceId: requestId === null ? null : clean(requestId),
    retryAfterMs: retryAfterOf(reply.headers),
    ...(isUnknownCode ? { isUnknownCode } : {}),
  };
}

/** For a code that is not in the table: the HTTP status may still say that trying again is in order. */
function meaningOfStatus(status: number): CodeMeaning {
  const fix = 'TikTok answered with a code this service does not know.';
  const outcome = status === 429 ? 'THROTTLED' : status >= 500 ? 'UNAVAILABLE' : 'UNKNOWN';
  return { outcome, fix, isUnknownCode: true };
}

/** Without a code nothing is left but the HTTP status. */
function wordless(answer: Answer): Judgement {
  const { status } = answer.reply;
  const say = (outcome: AttemptOutcome, fix: string) => verdictOf({ ...answer, message: null }, { outcome, fix });
  if (status === 413) {
    const verdict = say('REFUSED', 'TikTok found the request too large.');
    return answer.events.length > 1 ? { kind: 'split', verdict, suspects: [] } : { kind: 'all', verdict };
  }
  if (status === 429) return { kind: 'all', verdict: say('THROTTLED', 'TikTok asks for a pause.') };
  if (status >= 500) return { kind: 'all', verdict: say('UNAVAILABLE', `TikTok answered ${status}.`) };
  return { kind: 'all', verdict: say('UNKNOWN', `TikTok’s answer (HTTP ${status}) could not be read.`) };
}

/**
 * Code 20001. Events named by their id get their own verdict; where some are named by place or not at all, the batch
 * is split, which TikTok's deduplication by event id makes harmless. An event alone of which nothing is said may or may
 * not have been taken.
 */
function partial(answer: Answer): Judgement {
  const failures = failuresIn(
    answer.data,
    answer.events.map((event) => event.event_id),
  );
  if (failures && failures.length > 0 && failures.every(({ certain }) => certain)) {
    const verdicts = answer.events.map((_event, index) => {
      const failure = failures.find((named) => named.index === index);
      return failure ? failureVerdict(answer, failure) : verdictOf(answer, { outcome: 'ACCEPTED', fix: null });
    });
    return { kind: 'each', verdicts };
  }
  if (answer.events.length > 1) {
    const verdict = verdictOf(answer, { outcome: 'UNKNOWN', fix: `${PARTLY}.` });
    return { kind: 'split', verdict, suspects: (failures ?? []).map(({ index }) => index) };
  }
  const [failure] = failures ?? [];
  if (failure) return { kind: 'all', verdict: failureVerdict(answer, failure) };
  return {
    kind: 'all',
    verdict: verdictOf(answer, { outcome: 'UNKNOWN', fix: `${PARTLY} and did not say what failed.` }),
  };
}

/** What failed for no known reason is REFUSED: TikTok took the others and not this one. */
function failureVerdict(answer: Answer, { code, message }: { code: number | null; message: string | null }): Verdict {
  const meaning = code === null || code === OK ? null : meaningOf(code);
  const words = message ?? 'TikTok took other events of the request and not this one.';
  const verdict = verdictOf({ ...answer, message: words }, meaning ?? { outcome: 'REFUSED', fix: null });
  return { ...verdict, platformCode: code === null ? String(PARTIAL) : `${PARTIAL}/${code}` };
}
