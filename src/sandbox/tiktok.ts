import { randomBytes } from 'node:crypto';
import type { AnsweredFault } from './faults';
import { BadParameter, type Check, checkEach, type Fields, fieldsOf, oneOf, required, textUpTo } from './field-checks';
import type { Answer, BadEvents, Received, StandIn } from './stand-in';
import { checkTikTokEvent, EVENT_SOURCES } from './tiktok-event';
import { isRefusedToken } from './tokens';

const MAX_EVENTS = 1_000;
const GARBAGE = '<html><head><title>502 Bad Gateway</title></head><body><center>TLB</center></body></html>';

function requestId(): string {
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  return `${time}${randomBytes(9).toString('hex').toUpperCase()}`;
}

/** HTTP says 200 even where the call failed: the envelope's `code` is the verdict. */
function envelope(code: number, message: string, status = 200, data: object = {}): Answer {
  return { status, body: { code, message, request_id: requestId(), data } };
}

/** Code 20001 is known, the form of its `data` is not published: here a list of the events by their id. */
function badEvent(request: Received, { indexes, named, partial }: BadEvents): Answer {
  if (!partial) {
    const where = named ? `for data[${indexes[0]}]: is invalid` : 'in one of the events';
    return envelope(40002, `Invalid value ${where}.`);
  }
  const { data } = request.json as { data: { event_id: string }[] };
  const failed = indexes.map((index) => ({
    event_id: data[index]?.event_id,
    code: 40002,
    message: 'Invalid value in this event.',
  }));
  return envelope(20001, 'Partial success.', 200, named ? { failed_events: failed } : {});
}

const anything: Check = () => {};

const BODY: Record<string, Check> = {
  event_source: oneOf(...EVENT_SOURCES),
  event_source_id: textUpTo(64),
  partner_name: textUpTo(100),
  test_event_code: textUpTo(100),
  data: anything,
};

function checkBody(request: Received): Fields[] {
  if (!String(request.headers['content-type'] ?? '').includes('application/json'))
    throw new BadParameter('Content-Type', 'must be application/json');
  const body = fieldsOf(request.json, 'body');
  required(body, ['event_source', 'event_source_id', 'data'], 'body');
  checkEach(body, BODY, 'body');
  const { data } = body;
  if (!Array.isArray(data)) throw new BadParameter('data', 'must be a list');
  if (data.length === 0 || data.length > MAX_EVENTS)
    throw new BadParameter('data', `must have 1 to ${MAX_EVENTS} events`);
  data.forEach((event, index) => {
    checkTikTokEvent(event, `data[${index}]`, body.event_source as string);
  });
  return data;
}

function answer(request: Received): Answer {
  if (request.method !== 'POST' || !/\/open_api\/v1\.3\/event\/track\/?$/.test(request.path))
    return envelope(40007, 'The requested URL does not exist.', 404);
  const token = request.headers['access-token'];
  if (isRefusedToken(token)) return envelope(40105, 'Access token is incorrect or has been revoked.');
  try {
    const events = checkBody(request);
    return { ...envelope(0, 'OK'), eventKeys: events.map((event) => `${event.event}:${event.event_id}`) };
  } catch (fault) {
    if (fault instanceof BadParameter) return envelope(40002, `Invalid value for ${fault.path}: ${fault.rule}.`);
    throw fault;
  }
}

const FAULTS: Record<Exclude<AnsweredFault, 'GARBAGE'>, [code: number, message: string]> = {
  RATE_LIMIT: [40100, 'Too many requests. Please retry in some time.'],
  OUTAGE: [50000, 'Internal error. Please retry in some time.'],
  REFUSED_TOKEN: [40105, 'Access token is incorrect or has been revoked.'],
  UNKNOWN_CODE: [49999, 'Something that nobody has seen before.'],
};

function faulty(kind: AnsweredFault, code: number | null): Answer {
  if (kind === 'GARBAGE') return { status: 200, body: GARBAGE };
  const [own, message] = FAULTS[kind];
  return envelope(code ?? own, message);
}

/** TikTok's Events API 2.0, `/open_api/v1.3/event/track/` on business-api.tiktok.com. */
export const tiktok: StandIn = {
  platform: 'TIKTOK',
  answer,
  faulty,
  badEvent,
  tooLarge: () => envelope(40002, 'The request body is too large.', 413),
};
