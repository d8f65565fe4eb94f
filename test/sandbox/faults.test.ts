import { FAULT_KINDS } from '../../src/sandbox/index';
import { type SandboxServer, secondsAgo, startSandbox } from './sandbox-server';

let sandbox: SandboxServer;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const FB_TOKEN = { authorization: 'Bearer EAAB' };
const ids = (count: number) => Array.from({ length: count }, (_, index) => `event-${index}`);

function sendFacebook(pixelId: string, eventIds: readonly string[] = ['event-0']) {
  const data = eventIds.map((event_id) => ({
    event_name: 'Lead',
    event_time: secondsAgo(1),
    event_id,
    action_source: 'system_generated',
    user_data: { lead_id: '123456789012345' },
  }));
  return sandbox.send('POST', `/facebook/${pixelId}/v25.0/1234567890/events`, { data }, FB_TOKEN);
}

function sendTikTok(pixelId: string, eventIds: readonly string[] = ['event-0']) {
  const user = { ttclid: 'E.C.P.abc' };
  const data = eventIds.map((event_id) => ({ event: 'Lead', event_time: secondsAgo(1), event_id, user }));
  const body = { event_source: 'web', event_source_id: 'C4', data };
  return sandbox.send('POST', `/tiktok/${pixelId}/open_api/v1.3/event/track/`, body, { 'access-token': 'good' });
}

const sendCustom = (pixelId: string) => sandbox.send('POST', `/custom/${pixelId}/hook`, { a: 1 });

describe('whole requests', () => {
  it.each([
    ['RATE_LIMIT', 400, 4, 40100, 429],
    ['OUTAGE', 500, 2, 50000, 503],
    ['REFUSED_TOKEN', 400, 190, 40105, 401],
    ['UNKNOWN_CODE', 400, 987654, 49999, 418],
  ])('%s is answered as each platform does', async (kind, fbStatus, fbCode, ttCode, customStatus) => {
    await sandbox.setFault('whole', { kind, count: 3 });
    const facebook = await sendFacebook('whole');
    expect([facebook.status, facebook.body.error.code]).toEqual([fbStatus, fbCode]);
    const tiktok = await sendTikTok('whole');
    expect([tiktok.status, tiktok.body.code]).toEqual([200, ttCode]);
    expect((await sendCustom('whole')).status).toBe(customStatus);
    expect((await sendFacebook('whole')).status).toBe(200);
  });

  it('answers with another status or code where asked to', async () => {
    await sandbox.setFault('other', { kind: 'REFUSED_TOKEN', count: 3, status: 503, code: 102 });
    const facebook = await sendFacebook('other');
    expect([facebook.status, facebook.body.error.code, facebook.body.error.error_subcode]).toEqual([
      503,
      102,
      undefined,
    ]);
    const tiktok = await sendTikTok('other');
    expect([tiktok.status, tiktok.body.code]).toEqual([503, 102]);
    expect((await sendCustom('other')).status).toBe(503);
  });

  it('GARBAGE is HTML with status 200, so that the status alone misleads', async () => {
    await sandbox.setFault('garbage', { kind: 'GARBAGE', count: 3 });
    for (const reply of [await sendFacebook('garbage'), await sendTikTok('garbage')]) {
      expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(reply.body).toContain('<html>');
    }
    expect((await sendCustom('garbage')).status).toBe(502);
  });

  it('sends Retry-After where asked to', async () => {
    await sandbox.setFault('wait', { kind: 'RATE_LIMIT', count: 2, retryAfterSeconds: 3 });
    expect((await sendFacebook('wait')).headers.get('retry-after')).toBe('3');
    expect((await sendCustom('wait')).headers.get('retry-after')).toBe('3');
  });

  it('SLOW answers rightly, but late', async () => {
    await sandbox.setFault('slow', { kind: 'SLOW', delayMs: 150 });
    const began = performance.now();
    expect((await sendFacebook('slow')).body.events_received).toBe(1);
    expect(performance.now() - began).toBeGreaterThanOrEqual(145);
  });

  it('touches no other pixel', async () => {
    await sandbox.setFault('sick', { kind: 'OUTAGE' });
    expect((await sendFacebook('well')).status).toBe(200);
    expect((await sendFacebook('sick')).status).toBe(500);
  });
});

describe('TIMEOUT', () => {
  it('keeps the caller waiting, and neither he nor the closing server is held up by it', async () => {
    const own = await startSandbox();
    await own.setFault('px', { kind: 'TIMEOUT', count: 2 });
    const gaveUp = fetch(`${own.url}/custom/px`, { signal: AbortSignal.timeout(50) });
    await expect(gaveUp).rejects.toThrow();
    const waiting = own.send('GET', '/custom/px').catch(() => null);
    while ((await own.requests('px')).length < 2);
    expect((await own.requests('px'))[1]).toMatchObject({ status: null, answer: null });
    await own.close();
    await waiting;
  });
});

describe('BAD_EVENT', () => {
  it.each([
    ['facebook', sendFacebook, (body: { error?: { code: number } }) => body.error?.code === 100],
    ['tiktok', sendTikTok, (body: { code?: number }) => body.code === 40002],
  ])('spoils one event of a %s batch, which stays bad when the batch is split', async (name, send, isRefused) => {
    await sandbox.setFault(`bad-${name}`, { kind: 'BAD_EVENT' });
    expect(isRefused((await send(`bad-${name}`, ids(8))).body)).toBe(true);
    const refused = [];
    for (const id of ids(8)) if (isRefused((await send(`bad-${name}`, [id])).body)) refused.push(id);
    expect(refused).toHaveLength(1);
    expect(isRefused((await send(`bad-${name}`, refused)).body)).toBe(true);
    expect(isRefused((await send(`bad-${name}`, ['another'])).body)).toBe(false);
  });

  it('spoils as many events as asked, spread over the batch and over several', async () => {
    const { body } = await sandbox.setFault('seven', { kind: 'bad events', count: 7 });
    expect(body).toMatchObject({ kind: 'BAD_EVENT', count: 7, badEvents: 0 });
    await sendFacebook('seven', ids(3));
    await sendFacebook('seven', ids(1_000));
    const halves = [ids(1_000).slice(0, 500), ids(1_000).slice(500)];
    for (const half of halves) expect((await sendFacebook('seven', half)).status).toBe(400);
    const state = await sandbox.send('GET', '/pixels/seven/fault', undefined, { authorization: 'Bearer manage-key' });
    expect(state.body).toMatchObject({ kind: null, count: 0, badEvents: 7 });
  });

  it('refuses one request of a custom pixel, and its repetition', async () => {
    await sandbox.setFault('bad-custom', { kind: 'BAD_EVENT' });
    expect((await sendCustom('bad-custom')).status).toBe(422);
    expect((await sendCustom('bad-custom')).status).toBe(422);
    expect((await sandbox.send('GET', '/custom/bad-custom')).status).toBe(200);
  });

  it('is forgotten with count 0', async () => {
    await sandbox.setFault('mended', { kind: 'BAD_EVENT' });
    expect((await sendFacebook('mended')).status).toBe(400);
    const { body } = await sandbox.setFault('mended', { count: 0 });
    expect(body).toMatchObject({ kind: null, count: 0, badEvents: 0 });
    expect((await sendFacebook('mended')).status).toBe(200);
  });
});

describe('setting a fault', () => {
  it.each([
    ['rate-limit', 'RATE_LIMIT'],
    ['Rate Limited', 'RATE_LIMIT'],
    ['throttle', 'RATE_LIMIT'],
    ['slow', 'SLOW'],
    ['timeout', 'TIMEOUT'],
    ['refused_token', 'REFUSED_TOKEN'],
    ['bad-token', 'REFUSED_TOKEN'],
    ['unauthorized', 'REFUSED_TOKEN'],
    ['one_bad_event', 'BAD_EVENT'],
    ['outage', 'OUTAGE'],
    ['unavailable', 'OUTAGE'],
    ['error500', 'OUTAGE'],
    ['html', 'GARBAGE'],
  ])('takes %s for %s', async (word, kind) => {
    const { status, body } = await sandbox.setFault('words', { kind: word });
    expect([status, body.kind, body.count]).toEqual([200, kind, 1]);
  });

  it.each([
    { kind: 'EARTHQUAKE' },
    {},
    { kind: 'SLOW', count: -1 },
    { kind: 'SLOW', count: 1.5 },
    { kind: 'SLOW', delayMs: 60_001 },
    { kind: 'OUTAGE', retryAfterSeconds: 'soon' },
    { kind: 'OUTAGE', status: 199 },
    { kind: 'OUTAGE', status: 600 },
    { kind: 'OUTAGE', code: -1 },
  ])('refuses %j', async (fault) => {
    const { status, body } = await sandbox.setFault('words', fault);
    expect([status, body.error.code]).toEqual([400, 'BAD_USER_INPUT']);
  });

  it('names the kinds when it knows none such', async () => {
    const { body } = await sandbox.setFault('words', { kind: 'EARTHQUAKE' });
    for (const kind of FAULT_KINDS) expect(body.error.message).toContain(kind);
  });
});
