import { type Home, type NodeProcess, openHome } from '../support/node-process';
import { createCampaign, createRule, facebookPixel, firingsOf, report, settledFiringsOf } from '../support/scene';
import { until } from '../support/until';

let home: Home;
let node: NodeProcess;
let campaignId: string;
let pixelId: string;

beforeAll(async () => {
  home = await openHome();
  node = await home.start();
  campaignId = await createCampaign(node);
  pixelId = await facebookPixel(node);
  await createRule(node, { campaignId, pixelId });
});

afterAll(() => home.close());

test('a process killed after accepting and before the platform answered loses nothing', async () => {
  // The first request hangs, so that whatever follows waits behind it when the process dies.
  await node.fault(pixelId, 'TIMEOUT', 10);
  const ids = Array.from({ length: 50 }, (_each, index) => `lead-${index}`);
  const accepted = await Promise.all(ids.map((id) => report(node, { id, campaignId, email: `${id}@example.com` })));
  expect(accepted.every(({ firings }) => firings.length === 1)).toBe(true);
  await until(
    'a request is out',
    () => node.received(pixelId),
    (requests) => requests.length > 0,
  );
  await node.kill();

  node = await home.start();
  for (const [index, id] of ids.entries()) {
    const firings = await settledFiringsOf(node, id, 40_000);
    expect(firings).toHaveLength(1);
    expect(firings[0]).toMatchObject({ status: 'SUCCEEDED', eventId: accepted[index]?.firings[0]?.eventId });
  }
}, 90_000);

test('an embedded node takes its own work back at once', async () => {
  if (home.takesManyNodes) return;
  await node.fault(pixelId, 'TIMEOUT', 10);
  await report(node, { id: 'at-once', campaignId, email: 'ada@example.com' });
  await until(
    'a request is out',
    () => node.received(pixelId),
    (requests) => requests.some(({ status }) => status === null),
  );
  await node.kill();
  node = await home.start();
  const started = Date.now();
  const [firing] = await settledFiringsOf(node, 'at-once', 10_000);
  expect(firing?.status).toBe('SUCCEEDED');
  expect(Date.now() - started).toBeLessThan(8_000);
}, 40_000);

test('a test fire that a crash cut off ends FAILED and is not sent later', async () => {
  if (home.takesManyNodes) return;
  await node.fault(pixelId, 'TIMEOUT', 10);
  const document = `mutation ($input: FirePixelInput!) { firePixel(input: $input) { id } }`;
  const lead = { id: 'torn', campaignId, email: 'ada@example.com' };
  const input = { pixelId, eventName: 'Lead', lead, testEventCode: 'TEST123' };
  const fired = node.query(document, { input }).catch(() => null);
  await until(
    'the test is out',
    () => firingsOf(node, 'torn'),
    (firings) => firings.length === 1,
  );
  await node.kill();
  await fired;
  node = await home.start();
  const [firing] = await settledFiringsOf(node, 'torn', 10_000);
  expect(firing).toMatchObject({ status: 'FAILED', attempts: [] });
  expect(await node.received(pixelId)).toEqual([]);
}, 40_000);
