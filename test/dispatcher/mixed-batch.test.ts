import { until } from '../support/until';
import { createWorld, type World } from '../support/world';

/** One engine, one pixel of each platform: a thousand leads at once, seven of whose events the platform refuses. */
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const BAD = 7;
const history = () => world.engine.services.history;

/** Reports so many leads under a rule of a new pixel with bad events; answers all firings once they have settled. */
async function settledFirings(platform: string, count: number, fault: object) {
  const pixelId = await world.connect(platform);
  const ruleId = await world.rule({ platform, pixelId, trigger: 'LEAD_QUALIFIED' });
  await world.fault('BAD_EVENT', BAD, pixelId, fault);
  const inputs = Array.from({ length: count }, (_, index) => ({
    lead: { id: `${ruleId}-${index}`, campaignId: world.campaignId, email: `lead-${index}@example.com` },
    status: 'QUALIFIED' as const,
  }));
  await world.engine.services.dispatcher.reportLeads(world.workspaceId, inputs, (index) => `inputs.${index}`);
  await until(
    `${count} settled firings`,
    () => history().stats(world.workspaceId, { pixelId }),
    ({ waiting, succeeded, failed }) => waiting === 0 && succeeded + failed === count,
    60_000,
  );
  await world.engine.services.rules.delete(world.workspaceId, ruleId);
  return { pixelId, requests: await world.received(pixelId) };
}

const firingsOf = async (pixelId: string, status: 'FAILED' | 'SUCCEEDED') =>
  (await history().page(world.workspaceId, { pixelId, statuses: [status] }, { first: 200, after: null })).rows;

const attemptsOf = async (firings: { id: string }[]) =>
  history().attempts(
    world.workspaceId,
    firings.map(({ id }) => id),
  );

test.each([
  ['FACEBOOK', {}, 130, '100/2804019', /One of the events has an invalid parameter/],
  ['FACEBOOK', { named: true }, 60, '100/2804019', /data\[\d+\] has an invalid parameter/],
  ['TIKTOK', {}, 130, '40002', /Invalid value in one of the events/],
  ['TIKTOK', { named: true }, 60, '40002', /Invalid value for data\[\d+\]/],
  ['TIKTOK', { partial: true, named: true }, 20, '20001/40002', /Invalid value in this event/],
] as const)(
  'a mixed batch of %s under %j: 993 succeed, 7 fail each with its own reason, the neighbours have one attempt',
  async (platform, fault, mostRequests, platformCode, reason) => {
    const { pixelId, requests } = await settledFirings(platform, 1_000, fault);
    expect(await history().stats(world.workspaceId, { pixelId })).toMatchObject({ succeeded: 993, failed: BAD });
    expect(requests.length).toBeLessThanOrEqual(mostRequests);
    const failed = await firingsOf(pixelId, 'FAILED');
    expect(failed).toHaveLength(BAD);
    for (const firing of failed) {
      expect(firing.attemptCount).toBe(1);
      expect(firing.message).toMatch(reason);
    }
    const refusals = await attemptsOf(failed);
    expect(refusals.map((attempt) => [attempt.outcome, attempt.platformCode])).toEqual(
      Array(BAD).fill(['REFUSED', platformCode]),
    );
    const [{ most }] = (await world.database.sql('select max(attempt_count) as most from firings where pixel_id = $1', [
      pixelId,
    ])) as [{ most: number }];
    expect(most).toBe(1);
    const [{ attempts }] = (await world.database.sql(
      'select count(*)::int as attempts from attempts a join firings f on f.id = a.firing_id where f.pixel_id = $1',
      [pixelId],
    )) as [{ attempts: number }];
    expect(attempts).toBe(1_000);
  },
);

test('events that TikTok neither takes nor names are unknown, tried five times, and told so', async () => {
  const { pixelId } = await settledFirings('TIKTOK', 100, { partial: true });
  const failed = await firingsOf(pixelId, 'FAILED');
  expect(failed).toHaveLength(BAD);
  expect(failed.every(({ message }) => /did not say what failed/.test(message ?? ''))).toBe(true);
  for (const { attemptCount } of failed) expect(attemptCount).toBe(5);
  const succeeded = await firingsOf(pixelId, 'SUCCEEDED');
  expect(succeeded.map(({ attemptCount }) => attemptCount)).toEqual(Array(93).fill(1));
});

test('custom pixels have no batches: each event goes alone, once, and fails alone', async () => {
  const { pixelId, requests } = await settledFirings('CUSTOM', 60, {});
  expect(requests).toHaveLength(60);
  expect(requests.filter(({ status }) => status === 422)).toHaveLength(BAD);
  expect(new Set(requests.map(({ headers }) => headers['webhook-id'])).size).toBe(60);
  const failed = await firingsOf(pixelId, 'FAILED');
  expect(failed.every(({ message }) => /HTTP 422/.test(message ?? ''))).toBe(true);
  const attempts = await attemptsOf([...failed, ...(await firingsOf(pixelId, 'SUCCEEDED'))]);
  expect(attempts.map(({ batchSize, number }) => [batchSize, number])).toEqual(Array(60).fill([1, 1]));
});
