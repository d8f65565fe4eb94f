import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { AnsweredFault, FaultBook, FaultSetting, Naming } from './faults';
import { type KeptRequest, maskedFields, maskedHeaders, maskedText, parsedJson, type RequestLog } from './requests';

/** A request as a stand-in sees it. */
export interface Received {
  pixelId: string;
  params: Record<string, string>;
  method: string;
  path: string;
  query: Record<string, unknown>;
  headers: Record<string, unknown>;
  text: string;
  /** The parsed body, or undefined where it is no JSON. */
  json: unknown;
}

/** A string body goes out as HTML, anything else as JSON. */
export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  /** Set where events were taken: what each is remembered by, so that a bad one stays bad when its batch is split. */
  eventKeys?: string[];
}

/** The bad events of a batch, by their index in it, and how much the answer says of them. */
export interface BadEvents extends Naming {
  indexes: number[];
}

/** What one kind of platform does: pure, but for the clock. */
export interface StandIn {
  platform: string;
  answer(request: Received): Answer;
  /** The answer to a request with a switched-on fault; `code` replaces the kind's own where the platform has codes. */
  faulty(kind: AnsweredFault, code: number | null): Answer;
  /** The answer to a batch with bad events in it. */
  badEvent(request: Received, bad: BadEvents): Answer;
  /** The answer to a body beyond what the sandbox reads. */
  tooLarge(): Answer;
}

export interface SandboxState {
  requests: RequestLog;
  faults: FaultBook;
  pauses: Pauses;
}

/** Requests kept waiting. They end early where the caller hangs up or the server closes, so that nothing outlives either. */
export class Pauses {
  private readonly endings = new Set<() => void>();

  wait(delayMs: number, response: FastifyReply['raw']): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.endings.delete(end);
        response.off('close', end);
        resolve();
      };
      const timer = setTimeout(end, delayMs);
      this.endings.add(end);
      response.on('close', end);
    });
  }

  endAll(): void {
    for (const end of [...this.endings]) end();
  }
}

function received(request: FastifyRequest): Received {
  const params = request.params as Record<string, string>;
  const text = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
  return {
    pixelId: params.pixelId ?? '',
    params,
    method: request.method,
    path: request.url.split('?', 1)[0] ?? '',
    query: { ...(request.query as Record<string, unknown>) },
    headers: request.headers,
    text,
    json: text === '' ? undefined : parsedJson(text),
  };
}

function recorded(platform: string, request: Received): KeptRequest {
  return {
    at: new Date().toISOString(),
    platform,
    method: request.method,
    path: request.path,
    query: maskedFields(request.query),
    headers: maskedHeaders(request.headers),
    text: maskedText(request.text, request.json),
    status: null,
    answer: null,
  };
}

/** BAD_EVENT touches only what the platform would have taken: a refusal on its merits comes first. */
function judge(standIn: StandIn, request: Received, fault: FaultSetting | null, faults: FaultBook): Answer {
  if (fault && fault.kind !== 'SLOW' && fault.kind !== 'TIMEOUT' && fault.kind !== 'BAD_EVENT') {
    const { retryAfterSeconds: wait, code } = fault;
    const own = standIn.faulty(fault.kind, code);
    const answer = { ...own, status: fault.status ?? own.status };
    return wait === null ? answer : { ...answer, headers: { ...answer.headers, 'retry-after': String(wait) } };
  }
  const answer = standIn.answer(request);
  const indexes = answer.eventKeys ? faults.badAmong(request.pixelId, answer.eventKeys) : [];
  if (indexes.length === 0) return answer;
  return standIn.badEvent(request, { indexes, ...faults.naming(request.pixelId) });
}

function sent(reply: FastifyReply, answer: Answer): FastifyReply {
  const html = typeof answer.body === 'string';
  const type = html ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8';
  const body = html ? answer.body : JSON.stringify(answer.body);
  return reply
    .code(answer.status)
    .headers({ ...answer.headers, 'content-type': type })
    .send(body);
}

/** Keeps the request, its answer to be filled in. */
function keep(standIn: StandIn, state: SandboxState, request: Received): (answer: Answer) => Answer {
  const entry = recorded(standIn.platform, request);
  state.requests.add(request.pixelId, entry);
  return (answer) => {
    entry.status = answer.status;
    entry.answer = answer.body;
    return answer;
  };
}

/** Records the request on arrival, applies the pixel's fault, answers. */
export function receiveWith(standIn: StandIn, state: SandboxState) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const got = received(request);
    const noted = keep(standIn, state, got);
    const fault = state.faults.take(got.pixelId);
    if (fault?.kind === 'SLOW' || fault?.kind === 'TIMEOUT') await state.pauses.wait(fault.delayMs ?? 0, reply.raw);
    return sent(reply, noted(judge(standIn, got, fault, state.faults)));
  };
}

/** Answers a body that was too large to read; it is recorded without it. Other errors are not the stand-in's. */
export function refuseTooLarge(standIn: StandIn, state: SandboxState) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    if (error.statusCode !== 413) throw error;
    return sent(reply, keep(standIn, state, received(request))(standIn.tooLarge()));
  };
}
