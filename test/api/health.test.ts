import { WebSocket } from 'ws';
import { startServer, type TestServer } from '../support/server';

const PAGE = 'https://console.example.com';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ CORS_ORIGINS: `${PAGE},https://other.example.com` });
});
afterAll(() => server.close());

test('readyz, healthz and metrics need no key', async () => {
  for (const path of ['/readyz', '/healthz']) expect((await fetch(`${server.url}${path}`)).status).toBe(200);
  const metrics = await fetch(`${server.url}/metrics`);
  expect(metrics.headers.get('content-type')).toMatch(/^text\/plain/);
  expect(await metrics.text()).toMatch(/^# HELP /m);
});

test('a page of CORS_ORIGINS may call over HTTP, any other may not', async () => {
  const preflight = (origin: string) =>
    fetch(`${server.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
  const allowed = (await preflight(PAGE)).headers;
  expect(allowed.get('access-control-allow-origin')).toBe(PAGE);
  expect(allowed.get('access-control-allow-headers')).toMatch(/authorization/);
  expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).not.toBe(
    'https://evil.example',
  );
});

test('and over WebSocket', async () => {
  const open = (origin: string) =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { origin });
      socket.once('open', () => {
        socket.once('close', () => resolve('opened'));
        socket.close();
      });
      socket.once('error', ({ message }) => resolve(message));
    });
  expect(await open(PAGE)).toBe('opened');
  expect(await open(server.url)).toBe('opened');
  expect(await open('https://evil.example')).toMatch(/403/);
  expect(await open('null')).toMatch(/403/);
});

test('a socket on another path, or with another protocol, is not served', async () => {
  const refused = (path: string, protocol: string) =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}${path}`, protocol);
      socket.once('error', ({ message }) => resolve(message));
      socket.once('close', (code) => resolve(String(code)));
    });
  expect(await refused('/other', 'graphql-transport-ws')).toMatch(/404/);
  expect(await refused('/graphql', 'graphql-ws')).not.toBe('1000');
});

test('what is not there is 404', async () => {
  expect((await fetch(`${server.url}/nothing`)).status).toBe(404);
});

test('a dispatcher serves health and metrics alone', async () => {
  const dispatcher = await startServer({ ROLE: 'dispatcher' });
  try {
    const statuses = async (...paths: string[]) =>
      Promise.all(paths.map(async (path) => (await fetch(`${dispatcher.url}${path}`)).status));
    expect(await statuses('/readyz', '/healthz', '/metrics')).toEqual([200, 200, 200]);
    expect(await statuses('/', '/graphql', '/sandbox/facebook/x')).toEqual([404, 404, 404]);
  } finally {
    await dispatcher.close();
  }
});
