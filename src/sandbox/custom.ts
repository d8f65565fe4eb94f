import { createHash } from 'node:crypto';
import type { Answer, Received, StandIn } from './stand-in';

/**
 * The receiver has no rules of its own: whatever comes is taken, recorded and can be looked at. Its answer says so in
 * the ways that success rules usually ask for.
 */
function answer(request: Received): Answer {
  const body = { ok: true, status: 'OK', success: true, result: { accepted: true } };
  return { status: 200, body, eventKeys: [messageKey(request)] };
}

/** The same on every attempt: the id of Standard Webhooks, else what was sent. */
function messageKey(request: Received): string {
  const id = request.headers['webhook-id'];
  if (typeof id === 'string') return id;
  const whole = [request.method, request.path, JSON.stringify(request.query), request.text].join('\n');
  return createHash('sha256').update(whole).digest('base64');
}

function failed(status: number, error: string): Answer {
  return { status, body: { ok: false, error } };
}

const FAULTS = {
  RATE_LIMIT: failed(429, 'too many requests'),
  OUTAGE: failed(503, 'temporarily out of order'),
  UNKNOWN_CODE: failed(418, 'something that nobody has seen before'),
  REFUSED_TOKEN: failed(401, 'credentials refused'),
  GARBAGE: { status: 502, body: '<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>' },
};

/** A receiver of postbacks: custom pixels have no batches, so their bad event is one refused request. */
export const custom: StandIn = {
  platform: 'CUSTOM',
  answer,
  faulty: (kind) => FAULTS[kind],
  badEvent: () => failed(422, 'this event is refused'),
  tooLarge: () => failed(413, 'request body too large'),
};
