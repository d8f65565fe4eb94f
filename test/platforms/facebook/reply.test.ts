import fc from 'fast-check';
import type { HttpReply } from '../../../src/domain/http-exchange';
import { facebook } from '../../../src/platforms/facebook';
import { ACCESS_TOKEN, conversionEvent, NOW, pixelTarget } from '../conversion-events';

const TARGET = pixelTarget();
const EVENT = facebook.prepare(conversionEvent(), TARGET, NOW);

function reply(status: number, body: unknown, headers: Record<string, string> = {}): HttpReply {
  return { kind: 'reply', status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

function read(given: HttpReply, events = 1) {
  return facebook.readReply(
    given,
    Array.from({ length: events }, () => EVENT),
    TARGET,
  );
}

function verdictOf(given: HttpReply, events = 1) {
  const reading = read(given, events);
  if (reading.kind === 'each') throw new Error('Facebook has one verdict for all');
  return reading.verdict;
}

const failed = (code: unknown, fields: Record<string, unknown> = {}) => ({
  error: { message: 'Invalid parameter', type: 'OAuthException', code, fbtrace_id: 'AbC-1_d', ...fields },
});

describe('the verdict on an error code', () => {
  it.each([
    [1, undefined, 'UNAVAILABLE'],
    [2, undefined, 'UNAVAILABLE'],
    [341, undefined, 'UNAVAILABLE'],
    [368, undefined, 'UNAVAILABLE'],
    [5000, undefined, 'UNAVAILABLE'],
    [21009, undefined, 'UNAVAILABLE'],
    [4, undefined, 'THROTTLED'],
    [17, undefined, 'THROTTLED'],
    [32, undefined, 'THROTTLED'],
    [613, undefined, 'THROTTLED'],
    [80000, undefined, 'THROTTLED'],
    [80004, undefined, 'THROTTLED'],
    [80014, undefined, 'THROTTLED'],
    [190, undefined, 'UNAUTHORIZED'],
    [190, 463, 'UNAUTHORIZED'],
    [190, 460, 'UNAUTHORIZED'],
    [102, undefined, 'UNAUTHORIZED'],
    [10, undefined, 'UNAUTHORIZED'],
    [3, undefined, 'UNAUTHORIZED'],
    [200, undefined, 'UNAUTHORIZED'],
    [299, undefined, 'UNAUTHORIZED'],
    [100, 33, 'UNAUTHORIZED'],
    [100, undefined, 'REFUSED'],
    [100, 2804001, 'REFUSED'],
    [100, 2804003, 'REFUSED'],
    [100, 2804019, 'REFUSED'],
    [100, 2804050, 'REFUSED'],
    [105, undefined, 'REFUSED'],
    [506, undefined, 'REFUSED'],
    [2500, undefined, 'UNAUTHORIZED'],
    [2635, undefined, 'UNAUTHORIZED'],
    [80015, undefined, 'UNKNOWN'],
    [300, undefined, 'UNKNOWN'],
    [987654, 33, 'UNKNOWN'],
  ])('%s/%s is %s, whatever the HTTP status', (code, subcode, outcome) => {
    const body = failed(code, subcode === undefined ? {} : { error_subcode: subcode });
    for (const status of [200, 400, 401, 403]) expect(verdictOf(reply(status, body)).outcome).toBe(outcome);
    expect(verdictOf(reply(500, body)).outcome).toBe(outcome === 'UNKNOWN' ? 'UNAVAILABLE' : outcome);
    const platformCode = subcode === undefined ? String(code) : `${code}/${subcode}`;
    expect(verdictOf(reply(400, body))).toMatchObject({ platformCode, httpStatus: 400, traceId: 'AbC-1_d' });
  });

  it.each([
    [999999, 'UNAVAILABLE'],
    [100, 'UNAVAILABLE'],
    [190, 'UNAUTHORIZED'],
    [4, 'THROTTLED'],
  ])('%s that calls itself transient is %s', (code, outcome) => {
    expect(verdictOf(reply(400, failed(code, { is_transient: true }))).outcome).toBe(outcome);
  });

  it.each([
    [190, undefined, /new access token in Events Manager/],
    [200, undefined, /right to send events/],
    [100, 33, /Check the pixel’s id/],
    [100, 2804003, /within 7 days/],
    [100, 2804010, /value with its currency/],
    [100, 2804001, /letter by letter/],
    [2500, undefined, /apiVersion.*v25\.0/],
    [2635, undefined, /apiVersion.*v25\.0/],
    [987654, undefined, /does not know/],
  ])('%s/%s tells what to do', (code, error_subcode, fix) => {
    const { message } = verdictOf(reply(400, failed(code, { error_subcode, error_user_msg: 'In their own words.' })));
    expect(message).toMatch(/^Invalid parameter\. In their own words\. /);
    expect(message).toMatch(fix);
  });

  it('is marked where the code stands in no table, so that it can be counted', () => {
    const isUnknown = (status: number, body: unknown) => verdictOf(reply(status, body)).isUnknownCode;
    expect(isUnknown(400, failed(987654))).toBe(true);
    expect(isUnknown(500, failed(987654))).toBe(true);
    expect(isUnknown(400, failed(987654, { is_transient: true }))).toBe(true);
    const known = [failed(190), failed(100, { is_transient: true }), { error: {} }, '<html>', { events_received: 1 }];
    for (const body of known) expect(isUnknown(200, body)).toBeUndefined();
  });

  it('splits a batch that is refused, and blames an event alone', () => {
    expect(read(reply(400, failed(100)), 2)).toMatchObject({
      kind: 'split',
      suspects: [],
      verdict: { outcome: 'REFUSED' },
    });
    expect(read(reply(413, ''), 2)).toMatchObject({ kind: 'split', verdict: { outcome: 'REFUSED' } });
    expect(read(reply(400, failed(100)), 1)).toMatchObject({ kind: 'all' });
    expect(read(reply(400, failed(190)), 2)).toMatchObject({ kind: 'all' });
    expect(read(reply(400, failed(987654)), 2)).toMatchObject({ kind: 'all' });
  });
});

describe('the verdict on a reply without an error', () => {
  const HTML = '<!DOCTYPE html><html><body>Sorry, something went wrong.</body></html>';
  const taken = (events_received: unknown) => ({ events_received, messages: [], fbtrace_id: 'AbC' });

  it.each<[string, number, unknown, number, string]>([
    ['all taken', 200, taken(2), 2, 'ACCEPTED'],
    ['more than all taken', 200, taken(3), 2, 'ACCEPTED'],
    ['error: null beside', 200, { ...taken(2), error: null }, 2, 'ACCEPTED'],
    ['fewer taken', 200, taken(1), 2, 'UNKNOWN'],
    ['none taken', 200, taken(0), 1, 'UNKNOWN'],
    ['a count in words', 200, taken('1'), 1, 'UNKNOWN'],
    ['a count that is none', 200, taken(null), 1, 'UNKNOWN'],
    ['a count in a list', 200, taken([1]), 1, 'UNKNOWN'],
    ['an error that is text', 200, { ...taken(1), error: 'denied' }, 1, 'UNKNOWN'],
    ['an error without a code', 200, { ...taken(1), error: {} }, 1, 'UNKNOWN'],
    ['an error whose code is text', 200, { error: { code: 'bad' } }, 1, 'UNKNOWN'],
    ['HTML with 200', 200, HTML, 1, 'UNKNOWN'],
    ['HTML with 400', 400, HTML, 1, 'UNKNOWN'],
    ['HTML with 502', 502, HTML, 1, 'UNAVAILABLE'],
    ['nothing with 200', 200, '', 1, 'UNKNOWN'],
    ['nothing with 204', 204, '', 1, 'UNKNOWN'],
    ['nothing with 503', 503, '', 1, 'UNAVAILABLE'],
    ['nothing with 408', 408, '', 1, 'UNAVAILABLE'],
    ['nothing with 429', 429, '', 1, 'THROTTLED'],
    ['truncated JSON with 200', 200, '{"events_received":1,"mess', 1, 'UNKNOWN'],
    ['truncated JSON with 500', 500, '{"error":{"code":19', 1, 'UNAVAILABLE'],
    ['a list', 200, [1], 1, 'UNKNOWN'],
    ['null', 200, 'null', 1, 'UNKNOWN'],
    ['a redirect', 302, taken(1), 1, 'UNKNOWN'],
  ])('%s (%i)', (_what, status, body, events, outcome) => {
    expect(verdictOf(reply(status, body), events).outcome).toBe(outcome);
  });

  it('a token error inside HTTP 500 is the token’s, one inside 200 too', () => {
    expect(verdictOf(reply(500, failed(190))).outcome).toBe('UNAUTHORIZED');
    expect(verdictOf(reply(200, { ...taken(1), ...failed(190) })).outcome).toBe('UNAUTHORIZED');
  });
});

describe('the pace', () => {
  const usage = (fields: object) => ({
    'x-business-use-case-usage': JSON.stringify({ '123': [{ type: 'ads', ...fields }] }),
  });

  it.each<[string, Record<string, string>, number]>([
    ['no header', {}, 0],
    ['89 %', usage({ call_count: 89, total_time: 1 }), 0],
    ['90 %', usage({ call_count: 1, total_cputime: 90 }), 60_000],
    ['the app’s', { 'x-app-usage': '{"call_count": 95.5, "total_time": 3}' }, 60_000],
    ['the account’s', { 'x-ad-account-usage': '{"acc_id_util_pct": 99}' }, 60_000],
    ['minutes named', usage({ call_count: 100, estimated_time_to_regain_access: 7 }), 420_000],
    ['garbage', { 'x-app-usage': `${'['.repeat(20_000)}"call_count":` }, 0],
  ])('%s: wait %s', (_what, headers, ms) => {
    expect(read(reply(200, { events_received: 1 }, headers)).slowDownMs).toBe(ms);
  });

  it('is in the verdict where Facebook throttles, Retry-After first', () => {
    const headers = usage({ estimated_time_to_regain_access: 7 });
    expect(verdictOf(reply(400, failed(4), headers)).retryAfterMs).toBe(420_000);
    expect(verdictOf(reply(400, failed(4), { ...headers, 'retry-after': '30' })).retryAfterMs).toBe(30_000);
    expect(verdictOf(reply(429, '', { 'retry-after': '5' })).retryAfterMs).toBe(5_000);
    expect(verdictOf(reply(400, failed(100), headers)).retryAfterMs).toBeNull();
  });
});

describe('what is kept of a reply', () => {
  const PERSONAL =
    'mail a.b@example.com, phone +1 650 555 1212, ip 203.0.113.77, 2001:db8::77, fb.1.1772449200000.IwAR0x';

  it('holds no token and nothing personal, as JSON and as text', () => {
    const error = failed(190, {
      message: `Malformed access token ${ACCESS_TOKEN}; ${PERSONAL}`,
      error_user_msg: PERSONAL,
    });
    for (const given of [reply(400, error), reply(400, `<p>${ACCESS_TOKEN} ${PERSONAL}</p>`)]) {
      const told = JSON.stringify(read(given));
      for (const text of [ACCESS_TOKEN, 'example.com', '555', '203.0.113.77', '2001:db8', 'IwAR0x'])
        expect(told).not.toContain(text);
    }
    expect(verdictOf(reply(400, error)).message).toContain('Malformed access token ***; mail <e-mail>');
  });

  it('is judged by the code, even where a lead’s user agent is that code', () => {
    const lead = { email: 'a@example.com', userAgent: '190' };
    const event = facebook.prepare(conversionEvent(lead, { actionSource: 'CHAT' }), TARGET, NOW);
    const reading = facebook.readReply(reply(400, failed(190)), [event], TARGET);
    expect(reading).toMatchObject({ verdict: { outcome: 'UNAUTHORIZED', platformCode: '190' } });
  });

  it('keeps the trace id, but nothing that only stands where it should', () => {
    expect(read(reply(200, { events_received: 1, fbtrace_id: 'AFbWGZ1y2-_16505551212' })).response).toEqual({
      events_received: 1,
      fbtrace_id: 'AFbWGZ1y2-_16505551212',
    });
    expect(verdictOf(reply(400, failed(100, { fbtrace_id: 'a@example.com' }))).traceId).toBeNull();
    expect(verdictOf(reply(400, failed(100, { fbtrace_id: 'x'.repeat(5_000) }))).traceId).toBeNull();
  });
});

describe('garbage', () => {
  const header = fc.constantFrom('retry-after', 'date', 'x-app-usage', 'x-business-use-case-usage');
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.json(),
    fc.constant('x@'.repeat(30_000)),
    fc.constant('['.repeat(60_000)),
  );
  const errorish = fc.record(
    { error: fc.anything(), events_received: fc.anything(), fbtrace_id: fc.anything() },
    { requiredKeys: [] },
  );
  const body = fc.oneof(
    text,
    errorish.map((fields) => {
      try {
        return JSON.stringify(fields);
      } catch {
        return '';
      }
    }),
  );
  const replies = fc.record({
    kind: fc.constant('reply' as const),
    status: fc.integer({ min: 100, max: 599 }),
    headers: fc.dictionary(header, text),
    body,
  });

  it('never throws, and is fit for database and history', () => {
    fc.assert(
      fc.property(replies, fc.integer({ min: 1, max: 3 }), (given, events) => {
        const reading = read(given, events);
        const probed = facebook.readProbe?.(given, TARGET);
        for (const stored of [JSON.stringify(reading), JSON.stringify(probed)]) {
          expect(stored).not.toMatch(/\\u0000|\\ud[89a-f]/);
        }
        expect(Buffer.byteLength(JSON.stringify(reading.response ?? null))).toBeLessThanOrEqual(4_096);
        if (reading.kind !== 'each') expect(reading.verdict.message?.length ?? 0).toBeLessThan(4_000);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the probe', () => {
  const probe = (given: HttpReply) => facebook.readProbe?.(given, TARGET);

  it('reads the pixel and makes no conversion', () => {
    expect(facebook.buildProbe?.(TARGET, NOW)).toEqual({
      method: 'GET',
      url: 'https://graph.example/v25.0/1234567890?fields=id',
      headers: { authorization: `Bearer ${ACCESS_TOKEN}`, 'content-type': 'application/json' },
      body: null,
    });
  });

  it.each<[string, HttpReply, string]>([
    ['its id', reply(200, { id: '1234567890' }), 'ACCEPTED'],
    ['an error that names "id"', reply(200, failed(190, { id: '"id"' })), 'UNAUTHORIZED'],
    ['an id that is none', reply(200, { id: 7 }), 'UNKNOWN'],
    ['a page with "id" in it', reply(200, '<p "id">'), 'UNKNOWN'],
    ['a missing pixel', reply(400, failed(100, { error_subcode: 33 })), 'UNAUTHORIZED'],
    ['an outage', reply(503, ''), 'UNAVAILABLE'],
    ['a limit', reply(400, failed(4)), 'THROTTLED'],
  ])('answered with %s', (_what, given, outcome) => {
    expect(probe(given)?.outcome).toBe(outcome);
  });
});
