import type { HttpFailure, HttpReply, HttpRequest, HttpResult } from '../domain/http-exchange';
import type { AttemptOutcome, ReplyReading, Verdict } from '../domain/outcome';
import type { PixelTarget } from '../domain/pixel';
import { databaseTime } from '../persistence/clock';
import type { Platform, PreparedEvent } from '../platforms/platform';
import type { ReadyFiring } from './ready-firing';

export interface PreparedFiring {
  firing: ReadyFiring;
  prepared: PreparedEvent;
}

/** What one firing's attempt came to. */
export interface Delivered extends PreparedFiring {
  verdict: Verdict;
  startedAt: Date;
  durationMs: number;
  response: unknown;
  batchSize: number;
}

export interface Delivery {
  delivered: Delivered[];
  /** Parts of a split batch that were not sent, because the platform refused to go on: their attempt is not spent. */
  unsent: PreparedFiring[];
  /** No request could be built of them: a fault of ours that sending again would meet again. */
  unbuilt: PreparedFiring[];
  /** The platform asks for a pause before the lane's next request; milliseconds. */
  slowDownMs: number;
}

export type Send = (
  request: HttpRequest,
  options: { guarded: boolean },
) => Promise<HttpResult & { durationMs: number }>;

export interface Route {
  platform: Platform;
  target: PixelTarget;
  send: Send;
  testEventCode: string | null;
  /** Hears of faults in an adapter, which must be none. */
  onFault(error: unknown): void;
}

/**
 * Build, send, read. A batch that is refused for some event of it is sent in parts until the bad ones stand alone, so
 * every event gets its own verdict; all that is one attempt of each, and no event is sent more than log2(n) + 1 times more.
 */
export function deliver(batch: readonly PreparedFiring[], route: Route): Promise<Delivery> {
  return sendPart(batch, route, Math.floor(Math.log2(batch.length)) + 1);
}

/** `resends`: how often these events may be sent again after this request. */
async function sendPart(batch: readonly PreparedFiring[], route: Route, resends: number): Promise<Delivery> {
  // By the clock that the firing's own times go by, so that no attempt seems to come before its firing.
  const startedAt = databaseTime();
  const events = batch.map(({ prepared }) => prepared);
  const request = builtOrNull(events, new Date(), route);
  if (!request) {
    const whole = { delivered: [], unsent: [], unbuilt: [...batch], slowDownMs: 0 };
    return batch.length > 1 ? sendParts(partsOf(batch, [], resends), route, resends) : whole;
  }
  const result = await route.send(request, { guarded: guarded(route) });
  const all = (verdictOf: (index: number) => Verdict, response: unknown, slowDownMs = 0): Delivery => {
    const attempt = { startedAt, durationMs: result.durationMs, response, batchSize: batch.length };
    const delivered = batch.map((entry, index) => ({ ...entry, ...attempt, verdict: verdictOf(index) }));
    return { delivered, unsent: [], unbuilt: [], slowDownMs };
  };
  if (result.kind !== 'reply') return all(() => failureVerdict(result), null);
  const reading = readOrUnknown(result, events, route);
  if (reading.kind === 'each') {
    return all((index) => reading.verdicts[index] as Verdict, reading.response, reading.slowDownMs);
  }
  if (reading.kind === 'split' && batch.length > 1) {
    return sendParts(partsOf(batch, reading.suspects, resends), route, resends - 1);
  }
  return all(() => reading.verdict, reading.response, reading.slowDownMs);
}

function builtOrNull(events: readonly PreparedEvent[], now: Date, route: Route): HttpRequest | null {
  try {
    return route.platform.buildRequest(events, route.target, { testEventCode: route.testEventCode, now });
  } catch (error) {
    route.onFault(error);
    return null;
  }
}

/** What went out counts as an attempt, even where we fail to read the answer: else it would go out for ever. */
function readOrUnknown(reply: HttpReply, events: readonly PreparedEvent[], route: Route): ReplyReading {
  try {
    return route.platform.readReply(reply, events, route.target);
  } catch (error) {
    route.onFault(error);
    const message = 'The platform’s answer could not be read: a fault of this service.';
    const nothing = { platformCode: null, traceId: null, retryAfterMs: null };
    const verdict: Verdict = { outcome: 'UNKNOWN', httpStatus: reply.status, message, ...nothing };
    return { kind: 'all', verdict, response: null };
  }
}

/** A custom pixel's URL is a user's; base URLs come from the environment and are trusted. */
function guarded({ target }: Route): boolean {
  return target.custom !== null && target.endpoint === 'LIVE';
}

async function sendParts(parts: PreparedFiring[][], route: Route, resends: number): Promise<Delivery> {
  const whole: Delivery = { delivered: [], unsent: [], unbuilt: [], slowDownMs: 0 };
  for (const [index, part] of parts.entries()) {
    const { delivered, unsent, unbuilt, slowDownMs } = await sendPart(part, route, resends);
    whole.delivered.push(...delivered);
    whole.unsent.push(...unsent);
    whole.unbuilt.push(...unbuilt);
    whole.slowDownMs = Math.max(whole.slowDownMs, slowDownMs);
    if (unsent.length > 0 || delivered.some(({ verdict }) => STOPS.has(verdict.outcome))) {
      whole.unsent.push(...parts.slice(index + 1).flat());
      break;
    }
  }
  return whole;
}

/** After these the next request would fare the same. */
const STOPS = new Set<AttemptOutcome>(['THROTTLED', 'UNAVAILABLE', 'UNAUTHORIZED', 'BLOCKED']);

/**
 * The events that the reply names stand alone. The others go together where halving could still follow, else in halves:
 * a platform that names one bad event at a time would have them sent once for each.
 */
function partsOf<Entry>(batch: readonly Entry[], suspects: number[], resends: number): Entry[][] {
  const named = new Set(suspects.filter((index) => index >= 0 && index < batch.length));
  const others = batch.filter((_entry, index) => !named.has(index));
  const together = named.size > 0 && 1 + Math.ceil(Math.log2(others.length)) <= resends;
  const middle = Math.ceil(others.length / 2);
  const parts = together ? [others] : [others.slice(0, middle), others.slice(middle)];
  return [...parts, ...[...named].map((index) => [batch[index] as Entry])].filter((part) => part.length > 0);
}

function failureVerdict(failure: HttpFailure): Verdict {
  const outcome = failure.kind === 'blocked' ? 'BLOCKED' : 'UNAVAILABLE';
  return { outcome, httpStatus: null, platformCode: null, message: failure.message, traceId: null, retryAfterMs: null };
}
