import { ServiceError } from '../../src/domain/errors';
import { until } from '../support/until';
import { createWorld, type World } from '../support/world';

/** Refused credentials, from the platform's answer to the pixel that is mended, on every platform. */
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const DAY = 86_400_000;
const pixels = () => world.engine.services.pixels;
let leads = 0;

async function fire(pixelId: string, more: object = {}): Promise<string> {
  leads += 1;
  const lead = { id: `lead-${leads}`, campaignId: world.campaignId, email: 'ada@example.com' };
  const input = { pixelId, lead, eventName: 'Lead', actionSource: 'SYSTEM_GENERATED' as const, ...more };
  const [firing] = await world.engine.services.dispatcher.firePixels(world.workspaceId, [input], () => 'input');
  if (!firing || firing instanceof ServiceError) throw firing;
  return firing.id;
}

const becomes = (id: string, status: string) =>
  until(
    `the firing to be ${status}`,
    async () => (await world.engine.services.history.byIds(world.workspaceId, [id]))[0],
    (firing) => firing?.status === status,
  );

const pixelNow = async (id: string) => (await pixels().byIds(world.workspaceId, [id]))[0];

async function outcomesOf(id: string): Promise<string[]> {
  const attempts = await world.engine.services.history.attempts(world.workspaceId, [id]);
  return attempts.map(({ outcome }) => outcome);
}

const NEW_CREDENTIALS: Record<string, object> = {
  FACEBOOK: { accessToken: 'another-token' },
  TIKTOK: { accessToken: 'another-token' },
  CUSTOM: { custom: { headers: [{ name: 'Authorization', value: 'Bearer another', secret: true }] } },
};

const CASES: [string, object, RegExp][] = [
  ...[190, 102].map((code): [string, object, RegExp] => ['FACEBOOK', { code }, /new access token/]),
  ...[10, 3, 200, 299].map((code): [string, object, RegExp] => ['FACEBOOK', { code }, /right to send events/]),
  ...[2500, 2635].map((code): [string, object, RegExp] => ['FACEBOOK', { code }, /apiVersion/]),
  ['FACEBOOK', { status: 500 }, /new access token/],
  ['TIKTOK', { code: 40001 }, /made for this very pixel/],
  ...[40101, 40102, 40104, 40105].map((code): [string, object, RegExp] => ['TIKTOK', { code }, /new access token/]),
  ['TIKTOK', { status: 500 }, /new access token/],
  ['CUSTOM', { status: 401 }, /replace the pixel’s Authorization header/],
  ['CUSTOM', { status: 403 }, /the right to send here/],
  ['CUSTOM', { status: 410 }, /gone for good/],
];

test.each(CASES)(
  '%s refusing with %j holds the firings until new credentials let them go',
  async (platform, more, fix) => {
    const pixelId = await world.connect(platform);
    await world.fault('REFUSED_TOKEN', 1, pixelId, more);
    const tried = await fire(pixelId);
    expect((await becomes(tried, 'HELD'))?.message).toMatch(fix);
    expect(await pixelNow(pixelId)).toMatchObject({
      status: 'NEEDS_ATTENTION',
      statusReason: expect.stringMatching(fix),
    });
    const untried = await fire(pixelId);
    await becomes(untried, 'HELD');
    expect([await outcomesOf(tried), await outcomesOf(untried)]).toEqual([['UNAUTHORIZED'], []]);
    await pixels().update(world.workspaceId, pixelId, NEW_CREDENTIALS[platform] ?? {});
    await becomes(tried, 'SUCCEEDED');
    await becomes(untried, 'SUCCEEDED');
    expect(await outcomesOf(tried)).toEqual(['UNAUTHORIZED', 'ACCEPTED']);
    expect(await pixelNow(pixelId)).toMatchObject({ status: 'ACTIVE', statusReason: null });
  },
);

test.each([
  ['FACEBOOK', 1],
  ['TIKTOK', 0],
  ['CUSTOM', 0],
])('verifyPixel mends a pixel of %s, after %i requests that make no conversion', async (platform, probes) => {
  const pixelId = await world.connect(platform);
  await world.fault('REFUSED_TOKEN', 1, pixelId);
  const held = await fire(pixelId);
  await becomes(held, 'HELD');
  expect((await pixels().verify(world.workspaceId, pixelId)).status).toBe('ACTIVE');
  await becomes(held, 'SUCCEEDED');
  const received = await world.received(pixelId);
  expect(received).toHaveLength(2 + probes);
  expect(received.filter(({ path }) => /\/1234567890$/.test(path))).toHaveLength(probes);
});

test('a pixel that is not mended has its firings refused again, and held again', async () => {
  const pixelId = await world.connect('TIKTOK');
  await world.fault('REFUSED_TOKEN', 2, pixelId);
  const held = await fire(pixelId);
  await becomes(held, 'HELD');
  await pixels().verify(world.workspaceId, pixelId);
  await until(
    'a second refusal',
    () => outcomesOf(held),
    (outcomes) => outcomes.length === 2,
  );
  await becomes(held, 'HELD');
  expect((await pixelNow(pixelId))?.status).toBe('NEEDS_ATTENTION');
});

test('what is held ends FAILED when the platform would not take it any more', async () => {
  const pixelId = await world.connect('FACEBOOK');
  await world.fault('REFUSED_TOKEN', 1, pixelId);
  const held = await fire(pixelId, { eventTime: new Date(Date.now() - 7 * DAY + 3_000) });
  await becomes(held, 'HELD');
  expect((await becomes(held, 'FAILED'))?.message).toMatch(/Expired while it was held/);
});
