import type { HttpRequest } from '../../../src/domain/http-exchange';
import type { Verdict } from '../../../src/domain/outcome';
import { createOutbound, type Outbound } from '../../../src/outbound/http';
import { custom } from '../../../src/platforms/custom';
import { type SandboxServer, startSandbox } from '../../sandbox/sandbox-server';
import { eventOf, type Fields, header, targetOf } from './fixtures';

/** From the template to the verdict, over real HTTP to the sandbox's receiver. */
describe('a custom pixel of the sandbox', () => {
  let sandbox: SandboxServer;
  let outbound: Outbound;
  let pixels = 0;

  beforeAll(async () => {
    sandbox = await startSandbox();
    outbound = createOutbound({ timeoutMs: 5_000, allow: [] });
  });

  afterAll(async () => {
    await outbound.close();
    await sandbox.close();
  });

  function pixelOf(fields: Fields) {
    const id = `pixel-${++pixels}`;
    return { ...targetOf(fields), id, endpoint: 'SANDBOX' as const, baseUrl: `${sandbox.url}/custom/${id}` };
  }

  async function fire(target: ReturnType<typeof pixelOf>, event = eventOf()) {
    const now = new Date();
    const prepared = custom.prepare({ ...event, eventTime: now.toISOString() }, target, now);
    const request: HttpRequest = custom.buildRequest([prepared], target, { testEventCode: null, now });
    const result = await outbound.send(request, { guarded: false });
    if (result.kind !== 'reply') throw new Error(result.message);
    const reading = custom.readReply(result, [prepared], target);
    return { request, verdict: (reading as { verdict: Verdict }).verdict, response: reading.response };
  }

  test('gets a postback as the template says, and counts it', async () => {
    const target = pixelOf({
      method: 'GET',
      url: 'https://track.example.com/pb/{lead_id}?cid={answers.roof}&p={value|fixed:2}&c={currency}',
      settings: { successJsonPath: 'ok', successJsonEquals: 'true' },
    });
    const { verdict, response } = await fire(target, eventOf({ leadId: 'a/b?c' }));
    expect(verdict).toMatchObject({ outcome: 'ACCEPTED', httpStatus: 200 });
    expect(response).toMatchObject({ ok: true });
    const [got, ...more] = await sandbox.requests(target.id);
    expect(more).toEqual([]);
    expect(got).toMatchObject({
      method: 'GET',
      path: `/sandbox/custom/${target.id}/pb/a%2Fb%3Fc`,
      query: { cid: 'flat & "old"', p: '25.50', c: 'USD' },
      body: null,
    });
  });

  test('gets a signed webhook, its headers and its JSON', async () => {
    const target = pixelOf({
      headers: [header('Authorization', 'Bearer the-token', true), header('X-Name', '{last_name}')],
      body: '{"name":"{last_name}","answers":{answers},"value":{value}}',
      signingSecrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    });
    const { verdict, request } = await fire(target);
    expect(verdict.outcome).toBe('ACCEPTED');
    const [got] = await sandbox.requests(target.id);
    expect(got?.body).toEqual({ name: 'O’Brien-Lovelace', answers: eventOf().lead.answers, value: 25.5 });
    expect(got?.headers).toMatchObject({
      authorization: 'Bearer ***',
      'content-type': 'application/json',
      'x-name': 'O%E2%80%99Brien-Lovelace',
      'webhook-id': eventOf().firingId,
      'webhook-signature': request.headers['webhook-signature'],
    });
  });

  test('the same event is the same message on every attempt', async () => {
    const target = pixelOf({});
    await sandbox.setFault(target.id, { kind: 'BAD_EVENT', count: 1 });
    const first = await fire(target);
    const second = await fire(target);
    const other = await fire(target, eventOf({ firingId: 'another' }));
    expect([first, second, other].map(({ verdict }) => verdict.outcome)).toEqual(['REFUSED', 'REFUSED', 'ACCEPTED']);
  });

  test.each([
    ['RATE_LIMIT', 'THROTTLED', 429, 7_000],
    ['OUTAGE', 'UNAVAILABLE', 503, 7_000],
    ['REFUSED_TOKEN', 'UNAUTHORIZED', 401, 7_000],
    ['GARBAGE', 'UNAVAILABLE', 502, 7_000],
    ['BAD_EVENT', 'REFUSED', 422, null],
  ])('%s is read as %s', async (kind, outcome, httpStatus, retryAfterMs) => {
    const target = pixelOf({});
    await sandbox.setFault(target.id, { kind, count: 1, ...(retryAfterMs ? { retryAfterSeconds: 7 } : {}) });
    expect((await fire(target)).verdict).toMatchObject({ outcome, httpStatus, retryAfterMs });
  });
});
