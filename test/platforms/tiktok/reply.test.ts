import fc from 'fast-check';
import type { HttpReply } from '../../../src/domain/http-exchange';
import { ATTEMPT_OUTCOMES, type ReplyReading, type Verdict } from '../../../src/domain/outcome';
import { tiktok } from '../../../src/platforms/tiktok';
import { preparedMany, RICH, TOKEN, targetOf } from './leads';

const REQUEST_ID = '202611281200000102030405060708090A';
const HTML = '<html><head><title>502 Bad Gateway</title></head><body>TLB</body></html>';

function replyOf(body: unknown, status = 200, headers: Record<string, string> = {}): HttpReply {
  return { kind: 'reply', status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

const envelope = (code: unknown, message = 'words', data: unknown = {}) => ({
  code,
  message,
  request_id: REQUEST_ID,
  data,
});

const read = (reply: HttpReply, sent = 1) => tiktok.readReply(reply, preparedMany(sent), targetOf());

/** The one verdict of a reply to one event. */
function verdictOf(reply: HttpReply): Verdict {
  const reading = read(reply);
  if (reading.kind !== 'all') throw new Error(`one verdict was expected, not ${reading.kind}`);
  return reading.verdict;
}

const verdictsOf = (reading: ReplyReading) => (reading.kind === 'each' ? reading.verdicts : [reading.verdict]);

describe('the code of the body decides', () => {
  test.each([
    [0, 'ACCEPTED'],
    ['0', 'ACCEPTED'],
    [40_001, 'UNAUTHORIZED'],
    [40_002, 'REFUSED'],
    [40_006, 'UNAVAILABLE'],
    [40_007, 'REFUSED'],
    [40_016, 'THROTTLED'],
    [40_100, 'THROTTLED'],
    [40_101, 'UNAUTHORIZED'],
    [40_102, 'UNAUTHORIZED'],
    [40_104, 'UNAUTHORIZED'],
    [40_105, 'UNAUTHORIZED'],
    [40_133, 'THROTTLED'],
    [50_000, 'UNAVAILABLE'],
    [50_002, 'UNAVAILABLE'],
    [51_010, 'UNAVAILABLE'],
    [40_000, 'UNKNOWN'],
    [40_200, 'UNKNOWN'],
    [42_900, 'UNKNOWN'],
    [60_000, 'UNKNOWN'],
    [-1, 'UNKNOWN'],
    [1, 'UNKNOWN'],
  ])('%j is %s, whatever the HTTP status', (code, outcome) => {
    for (const status of [200, 400, 401, 404]) {
      const verdict = verdictOf(replyOf(envelope(code), status));
      expect(verdict).toMatchObject({
        outcome,
        httpStatus: status,
        platformCode: String(code),
        traceId: REQUEST_ID,
        retryAfterMs: null,
      });
      if (outcome === 'ACCEPTED') expect(verdict.message).toBeNull();
      else expect(verdict.message).toMatch(/^words/);
    }
  });

  test('an error inside HTTP 200 is none of a success, a token error inside HTTP 500 no outage', () => {
    expect(verdictOf(replyOf(envelope(40_002))).outcome).toBe('REFUSED');
    expect(verdictOf(replyOf(envelope(40_105), 500)).outcome).toBe('UNAUTHORIZED');
    expect(verdictOf(replyOf(envelope(40_100), 503)).outcome).toBe('THROTTLED');
  });

  test.each([
    [500, 'UNAVAILABLE'],
    [429, 'THROTTLED'],
    [200, 'UNKNOWN'],
  ])('a code that nobody knows leaves HTTP %i to say %s', (status, outcome) => {
    const verdict = verdictOf(replyOf(envelope(77_777), status));
    expect(verdict).toMatchObject({ outcome, platformCode: '77777', isUnknownCode: true });
    expect(verdictOf(replyOf(envelope(40_002), status)).isUnknownCode).toBeUndefined();
    expect(verdict.message).toContain('does not know');
  });

  test.each([
    [40_001, 'made for this very pixel'],
    [40_105, 'Make a new access token'],
    [40_007, 'pixel id'],
  ])('%i tells what to do', (code, fix) => {
    expect(verdictOf(replyOf(envelope(code))).message).toContain(fix);
  });

  test('Retry-After is honoured in seconds and as a date', () => {
    const wait = (headers: Record<string, string>) => verdictOf(replyOf(envelope(40_100), 200, headers)).retryAfterMs;
    expect(wait({ 'retry-after': '7' })).toBe(7_000);
    const date = 'Sat, 28 Nov 2026 12:00:00 GMT';
    expect(wait({ date, 'retry-after': 'Sat, 28 Nov 2026 12:00:30 GMT' })).toBe(30_000);
    expect(wait({ 'retry-after': 'soon' })).toBeNull();
  });
});

describe('without a code', () => {
  const whole = JSON.stringify(envelope(0, 'OK'));
  test.each<[string, unknown]>([
    ['HTML', HTML],
    ['nothing', ''],
    ['truncated JSON', whole.slice(0, -5)],
    ['JSON without a code', { message: 'OK', data: {} }],
    ['a null code', envelope(null)],
    ['an empty code', envelope('')],
    ['a false code', envelope(false)],
    ['a list', [{ code: 0 }]],
    ['a code in words', envelope('OK')],
    ['a code with a fraction', envelope(0.5)],
    ['a text', '"OK"'],
    ['a number', '0'],
    ['Facebook’s success', { events_received: 1 }],
  ])('%s is never a success', (_name, body) => {
    const outcomeOf = (status: number) => verdictOf(replyOf(body, status)).outcome;
    expect([200, 302, 403, 404, 413, 429, 500, 503].map(outcomeOf)).toEqual([
      ...['UNKNOWN', 'UNKNOWN', 'UNKNOWN', 'UNKNOWN', 'REFUSED', 'THROTTLED', 'UNAVAILABLE', 'UNAVAILABLE'],
    ]);
    expect(verdictOf(replyOf(body, 503))).toMatchObject({ platformCode: null, httpStatus: 503 });
  });
});

describe('a batch', () => {
  test.each([
    ['Invalid value in one of the events.', []],
    ['Invalid value for data[1].user.phone: is not hashed.', [1]],
    ['data.2.event_time: Not a valid number. data.0.user: Missing. data.2.x', [2, 0]],
    ['data[1].lead belongs to event_source crm only', [1]],
  ])('refused with %j is split, and who is named is suspect', (message, suspects) => {
    const reading = read(replyOf(envelope(40_002, message)), 3);
    expect(reading).toMatchObject({ kind: 'split', suspects, verdict: { outcome: 'REFUSED', platformCode: '40002' } });
  });

  test('refused for what stands beside the events is not split', () => {
    const message = 'Invalid value for body.event_source_id: is unknown.';
    expect(read(replyOf(envelope(40_002, message)), 3)).toMatchObject({ kind: 'all', verdict: { outcome: 'REFUSED' } });
  });

  test('too large is split, with or without a code; one event alone is refused', () => {
    expect(read(replyOf(envelope(40_002, 'The request body is too large.'), 413), 2).kind).toBe('split');
    expect(read(replyOf(HTML, 413), 2)).toMatchObject({ kind: 'split', suspects: [] });
    expect(read(replyOf(HTML, 413), 1)).toMatchObject({ kind: 'all', verdict: { outcome: 'REFUSED' } });
  });

  test.each([0, 40_001, 40_007, 40_100, 40_105, 50_000, 77_777])('answered with %i has one verdict for all', (code) => {
    expect(read(replyOf(envelope(code)), 3).kind).toBe('all');
  });
});

describe('partial success, 20001,', () => {
  const partly = (data: unknown, sent = 3) => read(replyOf(envelope(20_001, 'Partial success', data)), sent);

  test('that names events by their id gives each its own verdict', () => {
    const failed = [
      { event_id: 'event-1', code: 40_002, message: 'bad phone' },
      { event_id: 'event-2', error_code: '40100', error_message: 'slow down' },
    ];
    const reading = partly({ failed_events: failed }, 4);
    expect(reading).toMatchObject({ kind: 'each', response: { code: 20_001, request_id: REQUEST_ID } });
    expect(verdictsOf(reading)).toMatchObject([
      { outcome: 'ACCEPTED', message: null, platformCode: '20001', traceId: REQUEST_ID },
      { outcome: 'REFUSED', message: 'bad phone', platformCode: '20001/40002' },
      { outcome: 'THROTTLED', message: 'slow down', platformCode: '20001/40100' },
      { outcome: 'ACCEPTED' },
    ]);
  });

  test('with plain ids or without a reason refuses those named', () => {
    for (const failed of [
      ['event-0'],
      [{ event_id: 'event-0' }],
      [{ event_id: 'event-0', code: 99_999 }],
      [{ event_id: 'event-0', code: 0 }],
    ]) {
      const [first, ...others] = verdictsOf(partly({ errors: failed }));
      expect(first).toMatchObject({ outcome: 'REFUSED', message: expect.stringContaining('not this one') });
      expect(others).toMatchObject([{ outcome: 'ACCEPTED' }, { outcome: 'ACCEPTED' }]);
    }
  });

  test.each<[unknown, number[]]>([
    [{ failed_indexes: [1, '2'] }, [1, 2]],
    [{ failed: [{ index: 1 }, { event_id: 'event-2' }] }, [1, 2]],
    [{ invalid_events: [{ order_in_batch: 2, reason: 'bad' }] }, [2]],
    [{ failed_events: ['somebody else'] }, []],
    [{ failed_events: [null, {}] }, []],
    [{ failed_events: 3 }, []],
    [{ events: ['event-1'] }, []],
    [{}, []],
    [null, []],
    ['event-1', []],
  ])('with %j is split: a place may count from 0 or from 1, and silence names nobody', (data, suspects) => {
    expect(partly(data)).toMatchObject({ kind: 'split', suspects, verdict: { outcome: 'UNKNOWN' } });
  });

  test('does not trust an id that two events of the batch share', () => {
    const [event] = preparedMany(1);
    const twins = [event, event] as NonNullable<typeof event>[];
    const reply = replyOf(envelope(20_001, 'Partial success', { failed_events: ['event-0'] }));
    expect(tiktok.readReply(reply, twins, targetOf()).kind).toBe('split');
  });

  test('of an event alone is its refusal where it is named, and unknown where nothing is', () => {
    expect(partly({ failed: [{ index: 0, message: 'bad' }] }, 1)).toMatchObject({
      kind: 'all',
      verdict: { outcome: 'REFUSED', message: 'bad' },
    });
    expect(partly({}, 1)).toMatchObject({ kind: 'all', verdict: { outcome: 'UNKNOWN', platformCode: '20001' } });
  });
});

describe('nothing personal and no token comes back', () => {
  const { ttclid, ttp } = RICH.clickIds ?? {};
  const page = RICH.sourceUrl;
  const echoed = [TOKEN, '8.8.8.8', RICH.userAgent, ttclid, ttp, page, 'menlopark', 'a@b.example', '+16505551212'];
  const words = `Bad: ${echoed.join(' ; ')}`;

  test.each<[string, string]>([
    ['an envelope', JSON.stringify(envelope(40_002, words))],
    [
      'a list of failures',
      JSON.stringify(envelope(20_001, words, { failed: [{ event_id: 'event-0', message: words }] })),
    ],
    ['escapes', JSON.stringify(envelope(40_002, words)).replaceAll('-', '\\u002d')],
    ['HTML', `<html>${words}</html>`],
    ['a request id', JSON.stringify({ ...envelope(50_000), request_id: `id-${TOKEN}` })],
    ['a long text', `${words} ${'x'.repeat(5_000)}`],
  ])('from %s that echoes it', (_name, body) => {
    for (const sent of [1, 2]) {
      const read = JSON.stringify(tiktok.readReply(replyOf(body), preparedMany(sent), targetOf()));
      for (const text of echoed) expect(read).not.toContain(text);
    }
  });
});

test('garbage never makes it throw, and is never a success unless it says code 0', () => {
  const code = fc.oneof(fc.constantFrom(0, 20_001, 40_002, 40_105, 50_000), fc.jsonValue());
  const data = fc.oneof(fc.jsonValue(), fc.record({ failed_events: fc.jsonValue() }));
  const message = fc.oneof(fc.string(), fc.jsonValue());
  const envelopes = fc.record({ code, message, request_id: fc.jsonValue(), data }, { requiredKeys: [] });
  const cut = fc.tuple(envelopes, fc.nat(80)).map(([value, at]) => JSON.stringify(value).slice(0, at));
  const bodies = fc.oneof(
    envelopes.map((value) => JSON.stringify(value)),
    cut,
    fc.string(),
    fc.json(),
  );
  const headers = fc.dictionary(fc.constantFrom('retry-after', 'date'), fc.string());
  const events = preparedMany(5);
  const property = fc.property(
    bodies,
    fc.integer({ min: 100, max: 599 }),
    headers,
    fc.nat(5),
    (body, status, given, sent) => {
      const reading = tiktok.readReply(replyOf(body, status, given), events.slice(0, sent), targetOf());
      const verdicts = verdictsOf(reading);
      for (const { outcome } of verdicts) expect(ATTEMPT_OUTCOMES).toContain(outcome);
      if (reading.kind === 'each') expect(verdicts).toHaveLength(sent);
      const saysOk = /"code":\s*("?0+"?|-0|20001)\b/.test(body) || /\\u|e[+-]?\d/i.test(body);
      if (!saysOk) expect(verdicts.map(({ outcome }) => outcome)).not.toContain('ACCEPTED');
    },
  );
  fc.assert(property, { numRuns: 2_000 });
});

test.each([
  ['nested lists', '['.repeat(60_000)],
  ['closed nested lists', '['.repeat(30_000) + ']'.repeat(30_000)],
  ['nested data', `{"code":20001,"data":{"failed":${'['.repeat(1_500)}${']'.repeat(1_500)}}}`],
  ['a long word', 'a'.repeat(64 * 1024)],
  ['a long message', JSON.stringify(envelope(40_002, 'a'.repeat(64 * 1024)))],
])('%s are read in no time', (_name, body) => {
  const started = performance.now();
  read(replyOf(body), 1_000);
  expect(performance.now() - started).toBeLessThan(5_000);
});
