import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Home, type NodeProcess, openHome } from '../support/node-process';

const DIST = path.join(__dirname, '../../console/dist');
const FIRST_PAINT_BYTES = 200 * 1_024;

interface Chunk {
  file: string;
  isEntry?: boolean;
  imports?: string[];
}

/** The scripts that must be there before anything is painted: the entry and what it imports, and so on. */
function firstScripts(): string[] {
  const manifest: Record<string, Chunk> = JSON.parse(readFileSync(path.join(DIST, '.vite/manifest.json'), 'utf8'));
  const wanted = new Set(Object.keys(manifest).filter((name) => manifest[name]?.isEntry));
  for (const name of wanted) for (const imported of manifest[name]?.imports ?? []) wanted.add(imported);
  return [...wanted].map((name) => manifest[name]?.file as string);
}

test('a node that only dispatches serves no console', async () => {
  const home = await openHome({ embedded: true });
  const node = await home.start({ ROLE: 'dispatcher' });
  const statuses = [(await fetch(node.url)).status, (await fetch(`${node.url}/healthz`)).status];
  await home.close();
  expect(statuses).toEqual([404, 200]);
});

test('the first paint takes less than 200 KiB of compressed script', () => {
  const sizes = firstScripts().map((file) => gzipSync(readFileSync(path.join(DIST, file)), { level: 9 }).length);
  expect(sizes.length).toBeGreaterThan(0);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(FIRST_PAINT_BYTES);
});

describe('the console as the service serves it', () => {
  let home: Home;
  let node: NodeProcess;
  beforeAll(async () => {
    home = await openHome({ embedded: true });
    node = await home.start();
  });
  afterAll(() => home.close());

  test.each([
    '/',
    '/sign-in',
    '/campaigns',
    '/campaigns/1/marketing/new',
    '/rules/new?pixel=1',
    '/integrations/connect/FACEBOOK',
    '/test-fire',
    '/history?status=FAILED',
    '/api',
  ])('%s is the page, never kept and under a strict policy', async (place) => {
    const reply = await fetch(node.url + place);
    const policy = reply.headers.get('content-security-policy') ?? '';
    const page = await reply.text();
    const [, nonce] = /nonce-([^']+)'/.exec(policy) ?? [];
    expect(reply.status).toBe(200);
    expect(reply.headers.get('cache-control')).toBe('no-cache');
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-");
    expect(policy).toContain(`connect-src 'self' ws://${new URL(node.url).host}`);
    expect(policy).not.toMatch(/unsafe|\*|https:/);
    expect(page).toContain('<div id="root">');
    expect(page).toContain(`nonce="${nonce}"`);
    expect(page).not.toContain('__CSP_NONCE__');
  });

  test('every answer has a nonce of its own', async () => {
    const [one, other] = await Promise.all([fetch(node.url), fetch(node.url)]);
    expect(one?.headers.get('content-security-policy')).not.toBe(other?.headers.get('content-security-policy'));
  });

  test('hashed files are kept for ever, and come compressed', async () => {
    const [file] = firstScripts();
    const reply = await fetch(`${node.url}/${file}`, { headers: { 'accept-encoding': 'br' } });
    expect(reply.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(reply.headers.get('content-encoding')).toBe('br');
    expect(reply.headers.get('content-type')).toContain('javascript');
  });

  test.each([
    ['/healthz', 200],
    ['/readyz', 200],
    ['/metrics', 200],
    ['/sandbox/pixels/1/fault', 401],
    ['/graphql', 400],
    ['/nothing-here', 404],
    ['/assets/missing.js', 404],
    ['/assets/../index.html', 404],
    ['/index.html', 404],
  ])('%s is not swallowed by the page', async (place, status) => {
    const reply = await fetch(node.url + place);
    expect(reply.status).toBe(status);
    expect(await reply.text()).not.toContain('<div id="root">');
  });

  test('the start prints a link that signs in, its key where no server sees it', () => {
    expect(node.output()).toMatch(/Console +http:\/\/127\.0\.0\.1:\d+\/#key=\S+/);
  });
});
