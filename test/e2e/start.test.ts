import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Body } from '../support/graphql-http';
import { type Home, type NodeProcess, openHome } from '../support/node-process';
import { until } from '../support/until';

const run = promisify(execFile);

/** As on a bare machine: no setting but a port and a folder. */
const BARE = { BOOTSTRAP_API_KEY: '', ENCRYPTION_KEYS: '', SANDBOX: '', DEMO: '', RETRY_SCHEDULE: '' };

let home: Home;
let node: NodeProcess;

beforeAll(async () => {
  home = await openHome({ embedded: true });
  node = await home.start(BARE);
});

afterAll(() => home.close());

const printedKey = (from: NodeProcess) => /API key +(\S+)/.exec(from.output())?.[1] as string;
const printedCurl = (from: NodeProcess) => /^curl .*$/m.exec(from.output())?.[0] as string;

async function ask(query: string): Promise<{ data: Body }> {
  const reply = await fetch(`${node.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${printedKey(node)}` },
    body: JSON.stringify({ query }),
  });
  return (await reply.json()) as { data: Body };
}

test('the first start makes a demo whose leads were fired', async () => {
  await until(
    'the greeting',
    () => node.output(),
    (text) => text.includes('curl'),
  );
  const stats = () => ask('{ firingStats { total succeeded failed waiting } firings { nodes { platform } } }');
  const { data } = await until(
    'the demo is delivered',
    stats,
    ({ data: { firingStats } }) => firingStats.waiting === 0,
  );
  expect(data.firingStats).toMatchObject({ failed: 0 });
  const platforms = data.firings.nodes.map(({ platform }: { platform: string }) => platform);
  expect(new Set(platforms)).toEqual(new Set(['FACEBOOK', 'TIKTOK', 'CUSTOM']));
});

test('the printed curl, pasted, fires a pixel and shows the firing', async () => {
  const { stdout } = await run('sh', ['-c', printedCurl(node)]);
  expect(JSON.parse(stdout).data.firePixel).toMatchObject({ eventName: 'Lead', id: expect.any(String) });
  const again = await run('sh', ['-c', printedCurl(node)]);
  expect(JSON.parse(again.stdout).errors).toBeUndefined();
});

test('a second start keeps the key and makes no second demo', async () => {
  const key = printedKey(node);
  expect(await node.stop()).toBe(0);
  node = await home.start(BARE);
  await until(
    'the greeting',
    () => node.output(),
    (text) => text.includes('curl'),
  );
  expect(printedKey(node)).toBe(key);
  const { data } = await ask('{ campaigns { nodes { name } } }');
  expect(data.campaigns.nodes).toHaveLength(1);
});

test('nothing that it prints is a warning, and no line holds lead data', () => {
  expect(node.output()).not.toMatch(/warn|deprecat|"level":(40|50|60)/i);
  expect(node.output()).not.toMatch(/ada@example|415 555/);
});
