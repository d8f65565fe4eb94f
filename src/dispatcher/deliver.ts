import type { HttpFailure, HttpRequest, HttpResult } from '../domain/http-exchange';
import type { Verdict } from '../domain/outcome';
import type { PixelTarget } from '../domain/pixel';
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
  /** The platform asks for a pause before the lane's next request; milliseconds. */
  slowDownMs: number;
}

export type Send = (
  request: HttpRequest,
  options: { guarded: boolean },
) => Promise<HttpResult & { durationMs: number }>;

interface Route {
  platform: Platform;
  target: PixelTarget;
  send: Send;
  testEventCode: string | null;
}

/**
 * Build, send, read. A batch that is refused for some event of it is sent in parts until the bad ones stand alone, so
 * every event gets its own verdict; all that is one attempt of each.
 */
export async function deliver(batch: readonly PreparedFiring[], route: Route): Promise<Delivery> {
  const startedAt = new Date();
  const { platform, target } = route;
  const events = batch.map(({ prepared }) => prepared);
  const request = platform.buildRequest(events, target, { testEventCode: route.testEventCode, now: startedAt });
  const result = await route.send(request, { guarded: guarded(route) });
  const outcomeOf = (verdictOf: (index: number) => Verdict, response: unknown): Delivered[] =>
    batch.map((entry, index) => ({
      ...entry,
      verdict: verdictOf(index),
      startedAt,
      durationMs: result.durationMs,
      response,
      batchSize: batch.length,
    }));
  if (result.kind !== 'reply') return { delivered: outcomeOf(() => failureVerdict(result), null), slowDownMs: 0 };
  const reading = platform.readReply(result, events, target);
  const slowDownMs = reading.slowDownMs ?? 0;
  if (reading.kind === 'each') {
    return { delivered: outcomeOf((index) => reading.verdicts[index] as Verdict, reading.response), slowDownMs };
  }
  if (reading.kind === 'split' && batch.length > 1) return deliverParts(batch, reading.suspects, route);
  return { delivered: outcomeOf(() => reading.verdict, reading.response), slowDownMs };
}

/** A custom pixel's URL is a user's; base URLs come from the environment and are trusted. */
function guarded({ target }: Route): boolean {
  return target.custom !== null && target.endpoint === 'LIVE';
}

async function deliverParts(batch: readonly PreparedFiring[], suspects: number[], route: Route): Promise<Delivery> {
  const delivered: Delivered[] = [];
  let slowDownMs = 0;
  for (const part of partsOf(batch, suspects)) {
    const delivery = await deliver(part, route);
    delivered.push(...delivery.delivered);
    slowDownMs = Math.max(slowDownMs, delivery.slowDownMs);
  }
  return { delivered, slowDownMs };
}

/** The events that the reply names stand alone and the rest go together; where it names none, halves. */
function partsOf<Entry>(batch: readonly Entry[], suspects: number[]): Entry[][] {
  const named = new Set(suspects.filter((index) => index >= 0 && index < batch.length));
  if (named.size > 0) {
    const rest = batch.filter((_entry, index) => !named.has(index));
    return [...[...named].map((index) => [batch[index] as Entry]), rest].filter((part) => part.length > 0);
  }
  const middle = Math.ceil(batch.length / 2);
  return [batch.slice(0, middle), batch.slice(middle)];
}

function failureVerdict(failure: HttpFailure): Verdict {
  const outcome = failure.kind === 'blocked' ? 'BLOCKED' : 'UNAVAILABLE';
  return { outcome, httpStatus: null, platformCode: null, message: failure.message, traceId: null, retryAfterMs: null };
}
