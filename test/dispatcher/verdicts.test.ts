import { ServiceError } from '../../src/domain/errors';
import { until } from '../support/until';
import { createWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await createWorld({ schedule: Array<number>(8).fill(0.05) });
});
afterAll(() => world.close());

const history = () => world.engine.services.history;

async function fire(pixelId: string, leadId: string): Promise<string> {
  const lead = { id: leadId, campaignId: world.campaignId, email: 'ada@example.com' };
  const input = { pixelId, lead, eventName: 'Lead', actionSource: 'SYSTEM_GENERATED' as const };
  const [firing] = await world.engine.services.dispatcher.firePixels(world.workspaceId, [input], () => 'input');
  if (!firing || firing instanceof ServiceError) throw firing;
  return firing.id;
}

const becomes = (id: string, status: string) =>
  until(
    `the firing to be ${status}`,
    async () => (await history().byIds(world.workspaceId, [id]))[0],
    (firing) => firing?.status === status,
  );

describe('an answer whose code nobody knows', () => {
  test.each([
    ['FACEBOOK', '987654'],
    ['TIKTOK', '49999'],
  ])('of %s is tried five times, counted, and shown as unknown', async (platform, code) => {
    const pixelId = await world.connect(platform);
    await world.fault('UNKNOWN_CODE', 1_000, pixelId);
    const id = await fire(pixelId, `unknown-${platform}`);
    const firing = await becomes(id, 'FAILED');
    expect(firing?.message).toMatch(/does not know/);
    const attempts = await history().attempts(world.workspaceId, [id]);
    expect(attempts.map(({ outcome, platformCode }) => [outcome, platformCode])).toEqual(
      Array(5).fill(['UNKNOWN', code]),
    );
    const counted = await world.metrics.registry.getSingleMetricAsString('pixel_tracking_unknown_codes_total');
    expect(counted).toContain(`{platform="${platform}",code="${code}"} 5`);
  });
});
