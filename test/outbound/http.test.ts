import dns from 'node:dns/promises';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import type { HttpRequest } from '../../src/domain/http-exchange';
import { createOutbound, type Outbound } from '../../src/outbound/http';
import { freePort } from '../support/free-port';

const stops: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  jest.restoreAllMocks();
  for (const stop of stops.splice(0).reverse()) await stop();
});

function client(settings: Partial<{ timeoutMs: number; allow: string[] }> = {}): Outbound {
  const outbound = createOutbound({ timeoutMs: 2_000, allow: [], ...settings });
  stops.push(() => outbound.close());
  return outbound;
}

async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const get = (url: string): HttpRequest => ({ method: 'GET', url, headers: {}, body: null });

test('a request goes out as it was built, and the reply comes back as data', async () => {
  const seen: unknown[] = [];
  const url = await serve(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push(request.method, request.url, request.headers['x-own'], body);
    response.writeHead(201, { 'X-Trace': 'abc', 'content-type': 'application/json' }).end('{"ok":true}');
  });
  const request: HttpRequest = { method: 'POST', url: `${url}path?q=1`, headers: { 'x-own': 'yes' }, body: 'héllo' };
  const result = await client().send(request, { guarded: false });
  expect(seen).toEqual(['POST', '/path?q=1', 'yes', 'héllo']);
  expect(result).toMatchObject({ kind: 'reply', status: 201, headers: { 'x-trace': 'abc' }, body: '{"ok":true}' });
  expect(result.durationMs).toBeGreaterThan(0);
});

test.each([204, 301, 302, 307, 400, 401, 404, 429, 500, 503])(
  'status %i is a reply, not an error; nothing is followed',
  async (status) => {
    let calls = 0;
    const url = await serve((_request, response) => {
      calls += 1;
      response.writeHead(status, { location: '/elsewhere' }).end();
    });
    expect(await client().send(get(url), { guarded: false })).toMatchObject({ kind: 'reply', status, body: '' });
    expect(calls).toBe(1);
  },
);

test('a body without end is read to its cap only', async () => {
  let sent = 0;
  const url = await serve((_request, response) => {
    const more = () => {
      if (response.destroyed) return;
      sent += 16_384;
      response.write(Buffer.alloc(16_384, 'x'), () => setImmediate(more));
    };
    more();
  });
  const result = await client().send(get(url), { guarded: false });
  expect(result).toMatchObject({ kind: 'reply', status: 200 });
  expect((result as { body: string }).body).toHaveLength(64 * 1024);
  expect(sent).toBeLessThan(100 * 1024 * 1024);
});

test.each([
  ['says nothing', () => {}],
  ['stops within its headers', (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\nx: ')],
  ['stops within its body', (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf')],
])('a server that %s is a timeout', async (_name, answer) => {
  const result = await client({ timeoutMs: 200 }).send(get(await serveTcp(answer)), { guarded: false });
  expect(result).toMatchObject({ kind: 'timeout', message: 'No answer within 200 ms.' });
  expect(result.durationMs).toBeGreaterThan(150);
  expect(result.durationMs).toBeLessThan(1_500);
});

test.each([
  ['closes at once', (socket: Socket) => socket.destroy()],
  ['speaks something else', (socket: Socket) => socket.end('220 smtp ready\r\n')],
  ['ends within its body', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf')],
])('a server that %s is a failed connection', async (_name, answer) => {
  const result = await client().send(get(await serveTcp(answer)), { guarded: false });
  expect(result).toMatchObject({ kind: 'connection', message: expect.stringMatching(/^The connection failed/) });
});

async function serveTcp(answer: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    socket.once('data', () => answer(socket));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test('nobody listening is a failed connection, in words without the URL', async () => {
  const result = await client().send(get(`http://127.0.0.1:${await freePort()}/token-in-path`), { guarded: false });
  expect(result).toMatchObject({ kind: 'connection', message: 'The connection failed (ECONNREFUSED).' });
});

test('a user’s URL to this machine is blocked and nothing is sent, unless it is allowed', async () => {
  let calls = 0;
  const url = await serve((_request, response) => {
    calls += 1;
    response.end('inside');
  });
  expect(await client().send(get(url), { guarded: true })).toMatchObject({
    kind: 'blocked',
    message: 'Not sent: 127.0.0.1 is no public address.',
  });
  expect(calls).toBe(0);
  const allowed = await client({ allow: ['127.0.0.0/8'] }).send(get(url), { guarded: true });
  expect(allowed).toMatchObject({ kind: 'reply', body: 'inside' });
});

test.each(['not a url', 'ftp://example.com/', 'http://'])('the URL %j is an answer, not an exception', async (url) => {
  const result = await client().send(get(url), { guarded: true });
  expect(['blocked', 'connection']).toContain(result.kind);
});

test('the address that was looked at is the one connected to: a name that changes its mind is not asked again', async () => {
  const url = new URL(await serve((request, response) => response.end(request.headers.host)));
  const lookup = jest
    .spyOn(dns, 'lookup')
    .mockImplementation((async () => [{ address: '127.0.0.1', family: 4 }]) as unknown as typeof dns.lookup);
  url.hostname = 'rebinding.invalid';
  const result = await client({ allow: ['127.0.0.0/8'] }).send(get(url.href), { guarded: true });
  expect(result).toMatchObject({ kind: 'reply', body: url.host });
  expect(lookup).toHaveBeenCalledTimes(1);
});

test('where one address of a name does not answer, the next is tried', async () => {
  const url = new URL(await serve((_request, response) => response.end('second')));
  jest.spyOn(dns, 'lookup').mockImplementation((async () => [
    { address: '::1', family: 6 },
    { address: '127.0.0.1', family: 4 },
  ]) as unknown as typeof dns.lookup);
  url.hostname = 'two-addresses.invalid';
  const result = await client({ allow: ['127.0.0.0/8', '::1'] }).send(get(url.href), { guarded: true });
  expect(result).toMatchObject({ kind: 'reply', body: 'second' });
});

test('a name with one public and one private address is refused', async () => {
  jest.spyOn(dns, 'lookup').mockImplementation((async () => [
    { address: '93.184.216.34', family: 4 },
    { address: '10.0.0.1', family: 4 },
  ]) as unknown as typeof dns.lookup);
  const result = await client().send(get('http://two-faced.invalid/'), { guarded: true });
  expect(result).toMatchObject({ kind: 'blocked', message: 'Not sent: two-faced.invalid is no public address.' });
});

test('the limit covers the lookup of the name, too', async () => {
  jest.spyOn(dns, 'lookup').mockImplementation((() => new Promise(() => {})) as unknown as typeof dns.lookup);
  const result = await client({ timeoutMs: 100 }).send(get('http://slow-names.invalid/'), { guarded: true });
  expect(result).toMatchObject({ kind: 'timeout', message: 'No answer within 100 ms.' });
});
