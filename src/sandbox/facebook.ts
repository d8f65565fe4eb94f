import { randomBytes } from 'node:crypto';
import { checkFacebookEvent } from './facebook-event';
import type { AnsweredFault } from './faults';
import { BadParameter, type Check, checkEach, type Fields, type RefusalReason, textUpTo } from './field-checks';
import { parsedJson } from './requests';
import type { Answer, BadEvents, Received, StandIn } from './stand-in';
import { isRefusedToken } from './tokens';

const MAX_EVENTS = 1_000;
const GARBAGE =
  '<!DOCTYPE html><html><head><title>Error</title></head><body>Sorry, something went wrong.</body></html>';

interface GraphError {
  status?: number;
  message: string;
  code: number;
  subcode?: number;
  transient?: boolean;
  title?: string;
  says?: string;
}

/** Meta's subcodes of 100 with their titles, as its answers quoted in public bug reports have them. */
const REFUSALS: Record<RefusalReason, { subcode: number; title: string }> = {
  INVALID: { subcode: 2804019, title: 'Server Side API Parameter Error' },
  UNKNOWN_KEY: { subcode: 2804019, title: 'Server Side API Parameter Error' },
  NOT_HASHED: { subcode: 2804016, title: 'User Parameter Not Hashed' },
  TOO_OLD: { subcode: 2804003, title: 'Event Timestamp Too Old' },
  NO_MATCH_KEYS: { subcode: 2804050, title: 'Insufficient Customer Information' },
  LEAD_ID: { subcode: 2804036, title: 'Invalid Lead ID' },
  CONTENTS: { subcode: 2804008, title: 'Invalid Contents Parameter' },
};

/** guides/error-handling: the envelope of every error of the Graph API. */
function refused(error: GraphError): Answer {
  const body = {
    message: error.message,
    type: 'OAuthException',
    code: error.code,
    ...(error.subcode === undefined ? {} : { error_subcode: error.subcode }),
    is_transient: error.transient ?? false,
    ...(error.title === undefined ? {} : { error_user_title: error.title, error_user_msg: error.says }),
    fbtrace_id: traceId(),
  };
  return { status: error.status ?? 400, body: { error: body } };
}

function traceId(): string {
  return `A${randomBytes(16).toString('base64url')}`;
}

function refusedFor(fault: BadParameter): Answer {
  const { subcode, title } = REFUSALS[fault.reason];
  return refused({ message: 'Invalid parameter', code: 100, subcode, title, says: `${fault.path} ${fault.rule}.` });
}

/** Facebook refuses the whole batch and names one event at most. */
function badEvent({ indexes: [first], named }: BadEvents): Answer {
  const where = named ? `data[${first}]` : 'One of the events';
  return refused({
    message: 'Invalid parameter',
    code: 100,
    subcode: 2804019,
    title: 'Server Side API Parameter Error',
    says: `${where} has an invalid parameter.`,
  });
}

const EXPIRED: GraphError = {
  message: 'Error validating access token: Session has expired.',
  code: 190,
  subcode: 463,
};

/** Throttling and token errors come with HTTP 400, an outage with 500: the code decides, not the status. */
const FAULTS = {
  RATE_LIMIT: { message: '(#4) Application request limit reached', code: 4, transient: true },
  OUTAGE: {
    status: 500,
    message: 'An unexpected error has occurred. Please retry your request later.',
    code: 2,
    transient: true,
  },
  REFUSED_TOKEN: EXPIRED,
  UNKNOWN_CODE: { message: '(#987654) Something that nobody has seen before', code: 987654 },
} satisfies Record<string, GraphError>;

function faulty(kind: AnsweredFault, code: number | null): Answer {
  if (kind === 'GARBAGE') return { status: 200, body: GARBAGE };
  return refused(code === null ? FAULTS[kind] : { ...FAULTS[kind], code, subcode: undefined });
}

const anything: Check = () => {};
const isProof: Check = (value, path) => {
  if (typeof value !== 'string' || !/^[0-9a-f]{64}$/.test(value))
    throw new BadParameter(path, 'must be the hex HMAC-SHA256 of the access token');
};

/** Top level of the body: what Meta's own SDK sends (event-request). */
const BODY: Record<string, Check> = {
  data: anything,
  access_token: anything,
  appsecret_proof: isProof,
  test_event_code: textUpTo(100),
  partner_agent: textUpTo(100),
  namespace_id: anything,
  upload_id: anything,
  upload_tag: anything,
  upload_source: anything,
};

/** A JSON body, or a form whose `data` is the JSON list: Meta takes both. */
function bodyOf(request: Received): Fields {
  const type = String(request.headers['content-type'] ?? '');
  if (type.includes('application/x-www-form-urlencoded')) {
    const form: Fields = Object.fromEntries(new URLSearchParams(request.text));
    return typeof form.data === 'string' ? { ...form, data: parsedJson(form.data) } : form;
  }
  const json = type.includes('json') ? request.json : undefined;
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Fields) : {};
}

/** Header, query or body may carry the token; the first that is there counts. */
function tokenOf(request: Received, body: Fields): unknown {
  const header = /^(?:Bearer|OAuth) +(.*)$/i.exec(String(request.headers.authorization ?? ''))?.[1];
  return header ?? request.query.access_token ?? body.access_token;
}

/** What is wrong with the address or the token, or null. */
function refusedAccess(request: Received, body: Fields): Answer | null {
  const { version = '', platformPixelId = '' } = request.params;
  if (!/^v\d{1,3}\.\d$/.test(version)) return refused({ message: `Unknown path components: /${version}`, code: 2500 });
  const token = tokenOf(request, body);
  if (isRefusedToken(token)) return refused(tokenError(token));
  if (/^\d{1,20}$/.test(platformPixelId)) return null;
  const message =
    'Unsupported request. Object with this ID does not exist or cannot be loaded due to missing permissions';
  return refused({ message, code: 100, subcode: 33 });
}

function tokenError(token: unknown): GraphError {
  if (token === undefined || token === '')
    return { message: 'An access token is required to request this resource.', code: 190 };
  if (String(token).toLowerCase().startsWith('expired')) return EXPIRED;
  return { message: 'Invalid OAuth access token - Cannot parse access token', code: 190 };
}

function checkBody(body: Fields): Fields[] {
  checkEach(body, BODY, 'body');
  const { data } = body;
  if (!Array.isArray(data)) throw new BadParameter('data', 'is required and must be a list');
  if (data.length === 0) throw new BadParameter('data', 'must be non-empty');
  if (data.length > MAX_EVENTS) throw new BadParameter('data', `must have at most ${MAX_EVENTS} events`);
  data.forEach((event, index) => {
    checkFacebookEvent(event, `data[${index}]`);
  });
  return data;
}

/** What an event is remembered by; Meta itself deduplicates by id and name. */
function eventKey(event: Fields): string {
  return `${event.event_name}:${event.event_id ?? event.event_time}`;
}

function takeEvents(request: Received): Answer {
  const body = bodyOf(request);
  const refusal = refusedAccess(request, body);
  if (refusal) return refusal;
  try {
    const events = checkBody(body);
    const answer = { events_received: events.length, messages: [], fbtrace_id: traceId() };
    return { status: 200, body: answer, eventKeys: events.map(eventKey) };
  } catch (fault) {
    if (fault instanceof BadParameter) return refusedFor(fault);
    throw fault;
  }
}

/** `GET /{version}/{pixel}?fields=id`: tries the token without making a conversion. */
function showPixel(request: Received): Answer {
  const refusal = refusedAccess(request, {});
  if (refusal) return refusal;
  const fields = String(request.query.fields ?? 'id').split(',');
  const unknown = fields.find((field) => field !== 'id' && field !== 'name');
  if (unknown !== undefined)
    return refused({ message: `(#100) Tried accessing nonexisting field (${unknown.slice(0, 60)})`, code: 100 });
  const id = request.params.platformPixelId;
  return { status: 200, body: fields.includes('name') ? { id, name: 'Sandbox pixel' } : { id } };
}

function answer(request: Received): Answer {
  const isEvents = request.path.endsWith('/events');
  if (isEvents && request.method === 'POST') return takeEvents(request);
  if (!isEvents && request.method === 'GET' && request.params.platformPixelId !== undefined) return showPixel(request);
  return refused({ message: 'Unknown path components', code: 2500 });
}

/** Meta's Conversions API, `{version}/{pixel}/events` on graph.facebook.com. */
export const facebook: StandIn = {
  platform: 'FACEBOOK',
  answer,
  faulty,
  badEvent: (_request, bad) => badEvent(bad),
  tooLarge: () =>
    refused({
      status: 413,
      message: 'The request is too large',
      code: 100,
      title: 'Too Large',
      says: 'Send fewer events at once.',
    }),
};
