import { type KeptRequest, RequestLog } from '../../src/sandbox/requests';
import { MANAGE, type SandboxServer, startSandbox } from './sandbox-server';

let sandbox: SandboxServer;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

describe('what a pixel got', () => {
  it('shows method, path, query, headers, body and answer, oldest first', async () => {
    await sandbox.send('GET', '/custom/seen/postback?click=a%20b&click=c');
    await sandbox.send('POST', '/custom/seen', { lead: 'é' }, { 'x-own': '1', 'webhook-id': 'm1' });
    await sandbox.send('POST', '/custom/seen', 'a=1&b=2', { 'content-type': 'application/x-www-form-urlencoded' });
    const requests = await sandbox.requests('seen');
    expect(requests).toMatchObject([
      { method: 'GET', path: '/sandbox/custom/seen/postback', query: { click: ['a b', 'c'] }, body: null },
      { method: 'POST', platform: 'CUSTOM', headers: { 'x-own': '1' }, body: { lead: 'é' } },
      { body: 'a=1&b=2', status: 200, answer: expect.objectContaining({ ok: true }) },
    ]);
    expect(requests.every((request) => !Number.isNaN(Date.parse(request.at)))).toBe(true);
  });

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])('takes %s', async (method) => {
    expect((await sandbox.send(method, `/custom/any-${method}/a/b`)).status).toBe(200);
    expect(await sandbox.requests(`any-${method}`)).toMatchObject([{ method }]);
  });

  it('masks credentials wherever they travel', async () => {
    const path = '/facebook/masked/v25.0/1/events';
    await sandbox.send('POST', `${path}?access_token=SECRET`, { data: [], access_token: 'SECRET' });
    await sandbox.send('POST', path, { data: [] }, { authorization: 'Bearer SECRET', 'access-token': 'SECRET' });
    await sandbox.send('POST', path, 'access_token=SECRET&data=[]', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    const requests = await sandbox.requests('masked');
    expect(JSON.stringify(requests)).not.toContain('SECRET');
    expect(requests).toMatchObject([
      { query: { access_token: '***' }, body: { data: [], access_token: '***' } },
      { headers: { authorization: 'Bearer ***', 'access-token': '***' } },
      { body: 'access_token=***&data=[]' },
    ]);
  });

  it('shows as text what is nested without end, credentials masked all the same', async () => {
    const nested = `{"access_token":"SECRET","data":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    await sandbox.send('POST', '/facebook/deep/v25.0/1/events', nested, { 'content-type': 'application/json' });
    const [request] = await sandbox.requests('deep');
    expect(String(request?.body).slice(0, 30)).toBe('{"access_token":"***","data":[');
  });

  it('is cleared by DELETE', async () => {
    await sandbox.send('GET', '/custom/cleared');
    await sandbox.send('DELETE', '/pixels/cleared/requests', undefined, { authorization: MANAGE });
    expect(await sandbox.requests('cleared')).toEqual([]);
  });
});

describe('authorisation', () => {
  const routes = [
    ['PUT', 'fault'],
    ['GET', 'fault'],
    ['DELETE', 'fault'],
    ['GET', 'requests'],
    ['DELETE', 'requests'],
  ] as const;
  const cases = routes.flatMap(([method, what]) => [
    [method, what, 'px', undefined, 401, 'UNAUTHENTICATED'] as const,
    [method, what, 'px', 'Bearer read-key', 403, 'FORBIDDEN'] as const,
    [method, what, 'foreign', MANAGE, 404, 'NOT_FOUND'] as const,
  ]);

  it.each(cases)('%s %s of %s with %s answers %i %s', async (method, what, pixel, authorization, status, code) => {
    const headers: Record<string, string> = authorization ? { authorization } : {};
    const body = method === 'PUT' ? { kind: 'OUTAGE' } : undefined;
    const reply = await sandbox.send(method, `/pixels/${pixel}/${what}`, body, headers);
    expect(reply).toMatchObject({ status, body: { error: { code, message: expect.any(String) } } });
  });

  it('tells nothing of a fault of ours but its id', async () => {
    const { status, body } = await sandbox.send('GET', '/pixels/broken/requests', undefined, { authorization: MANAGE });
    const error = { code: 'INTERNAL_SERVER_ERROR', message: 'internal error', id: expect.any(String) };
    expect([status, body]).toEqual([500, { error }]);
  });

  it('refuses a fault too large to be one', async () => {
    const reply = await sandbox.setFault('px', { kind: 'x'.repeat(70_000) });
    expect(reply).toMatchObject({ status: 413, body: { error: { code: 'BAD_USER_INPUT' } } });
  });
});

describe('memory', () => {
  const request = (path: string, text = ''): KeptRequest => ({
    at: '2026-01-01T00:00:00Z',
    platform: 'CUSTOM',
    method: 'POST',
    path,
    query: {},
    headers: {},
    text,
    status: 200,
    answer: null,
  });
  const paths = (log: RequestLog, pixelId: string) => log.list(pixelId).map((entry) => entry.path);

  it('keeps the last 1,000 requests of a pixel', () => {
    const log = new RequestLog();
    for (let nth = 0; nth < 1_005; nth++) log.add('px', request(`/${nth}`));
    expect(log.list('px')).toHaveLength(1_000);
    expect(paths(log, 'px')[0]).toBe('/5');
  });

  it('drops the oldest beyond the bytes of a pixel, but never the latest', () => {
    const log = new RequestLog({ bytesPerPixel: 10_000 });
    for (const path of ['/1', '/2', '/3']) log.add('px', request(path, 'x'.repeat(4_000)));
    expect(paths(log, 'px')).toEqual(['/2', '/3']);
    log.add('px', request('/4', 'x'.repeat(50_000)));
    expect(paths(log, 'px')).toEqual(['/4']);
  });

  it('drops the pixels quiet for longest beyond the number of pixels and the bytes of all', () => {
    const log = new RequestLog({ pixels: 2, bytes: 10_000 });
    for (const pixelId of ['a', 'b', 'a', 'c']) log.add(pixelId, request(`/${pixelId}`));
    expect([log.list('a').length, log.list('b').length, log.list('c').length]).toEqual([2, 0, 1]);
    log.add('c', request('/c', 'x'.repeat(9_500)));
    expect([log.list('a').length, log.list('c').length]).toEqual([0, 2]);
  });

  it('stays bounded under requests for pixels that nobody has', async () => {
    for (let nth = 0; nth < 600; nth++) await sandbox.send('GET', `/custom/unknown-${nth}`);
    expect(await sandbox.requests('unknown-0')).toEqual([]);
    expect(await sandbox.requests('unknown-599')).toHaveLength(1);
  });
});
