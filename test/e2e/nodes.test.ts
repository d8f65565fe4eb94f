import { type Home, type NodeProcess, openHome } from '../support/node-process';
import {
  createCampaign,
  createRule,
  type FiringShown,
  facebookPixel,
  firingsOf,
  report,
  settledFiringsOf,
} from '../support/scene';
import { until } from '../support/until';

/** Several nodes need several connections: the embedded database has one. */
const onServer = process.env.TEST_DATABASE_URL ? describe : describe.skip;

onServer('several nodes on one database', () => {
  let home: Home;
  let nodes: NodeProcess[];
  let campaignId: string;
  let pixelId: string;

  beforeAll(async () => {
    home = await openHome();
    const first = home.start({ ROLE: 'api' });
    // All at once on an empty database: one migrates, the others wait for it.
    const others = [home.start({ ROLE: 'api' }), home.start({ ROLE: 'api' })];
    nodes = await Promise.all([first, ...others]);
    const [node] = nodes as [NodeProcess];
    nodes.push(await home.start({ ROLE: 'dispatcher', SANDBOX_URL: `${node.url}/sandbox` }));
    nodes.push(await home.start({ ROLE: 'dispatcher', SANDBOX_URL: `${node.url}/sandbox` }));
    campaignId = await createCampaign(node);
    pixelId = await facebookPixel(node);
  });

  afterAll(() => home.close());

  const apis = () => nodes.slice(0, 3) as [NodeProcess, NodeProcess, NodeProcess];

  /** Two hundred at once over two nodes, in turn REJECTED and QUALIFIED. */
  async function alternate(id: string): Promise<void> {
    const lead = { id, campaignId, email: 'ada@example.com' };
    const [one, other] = apis();
    await Promise.all(
      Array.from({ length: 200 }, (_each, index) =>
        report(index % 4 < 2 ? one : other, lead, { status: index % 2 === 0 ? 'REJECTED' : 'QUALIFIED' }),
      ),
    );
  }

  const countOf = (firings: FiringShown[], status: string) =>
    firings.filter((firing) => firing.status === status).length;

  test('what one node accepts another delivers, and a third shows it live', async () => {
    const [one, , third] = apis();
    await createRule(one, { campaignId, pixelId, name: 'Delivered', trigger: 'LEAD_DELIVERED', fireOnce: false });
    const socket = third.connect();
    await socket.ready();
    const feed = socket.subscribe('subscription { firingUpdated { firing { status lead { id } } } }');
    // The subscription is there when a change after it is seen.
    await report(one, { id: 'over-nodes', campaignId, email: 'ada@example.com' }, { status: 'DELIVERED' });
    const [firing] = await settledFiringsOf(one, 'over-nodes');
    expect(firing?.status).toBe('SUCCEEDED');
    await until(
      'the third node shows the success',
      () => feed.events.map(({ data }) => data.firingUpdated.firing.status),
      (statuses) => statuses.at(-1) === 'SUCCEEDED',
    );
    await socket.close();
  });

  test('two hundred alternating reports under fire once: one is sent, the others are skipped', async () => {
    const ruleId = await createRule(apis()[0], { campaignId, pixelId, name: 'Once' });
    await alternate('once');
    const firings = await settledFiringsOf(apis()[1], 'once', 30_000);
    expect(countOf(firings, 'SUCCEEDED')).toBe(1);
    expect(firings.length).toBeGreaterThan(1);
    expect(
      firings.filter(({ status }) => status !== 'SUCCEEDED').every(({ skipReason }) => skipReason === 'FIRE_ONCE'),
    ).toBe(true);
    expect(new Set(firings.map(({ eventId }) => eventId)).size).toBe(1);
    await apis()[0].ok('mutation ($id: ID!) { deletePixelRule(id: $id) }', { id: ruleId });
  });

  test('without fire once: one firing per occurrence, each with its own event id', async () => {
    const ruleId = await createRule(apis()[0], { campaignId, pixelId, name: 'Every time', fireOnce: false });
    await alternate('every-time');
    const firings = await settledFiringsOf(apis()[1], 'every-time', 30_000);
    expect(countOf(firings, 'SUCCEEDED')).toBe(firings.length);
    expect(new Set(firings.map(({ eventId }) => eventId)).size).toBe(firings.length);
    await apis()[0].ok('mutation ($id: ID!) { deletePixelRule(id: $id) }', { id: ruleId });
  });

  test('a firing that ended FAILED gave the once up: exactly one more is sent', async () => {
    await createRule(apis()[0], { campaignId, pixelId, name: 'Once more' });
    const lead = { id: 'once-more', campaignId, email: 'ada@example.com' };
    await apis()[0].fault(pixelId, 'BAD_EVENT', 1);
    await report(apis()[0], lead);
    const [failed] = await settledFiringsOf(apis()[0], 'once-more');
    expect(failed?.status).toBe('FAILED');
    await apis()[0].fault(pixelId, 'BAD_EVENT', 0);
    await alternate('once-more');
    const firings = await settledFiringsOf(apis()[1], 'once-more', 30_000);
    expect(countOf(firings, 'FAILED')).toBe(1);
    expect(countOf(firings, 'SUCCEEDED')).toBe(1);
    expect(countOf(firings, 'SKIPPED')).toBe(firings.length - 2);
  });

  test('a rule changed on one node holds at once on another', async () => {
    const [one, other] = apis();
    const campaign = await createCampaign(one);
    const ruleId = await createRule(one, { campaignId: campaign, pixelId, name: 'Switched' });
    const lead = { campaignId: campaign, email: 'ada@example.com' };
    expect((await report(other, { ...lead, id: 'before' })).firings).toHaveLength(1);
    await one.ok('mutation ($id: ID!) { updatePixelRule(id: $id, input: { enabled: false }) { id } }', { id: ruleId });
    expect((await report(other, { ...lead, id: 'after' })).firings).toHaveLength(0);
  });

  test('a dispatcher that dies is replaced by another once its leases end', async () => {
    const [one] = apis();
    const [dying] = nodes.splice(3, 1) as [NodeProcess];
    const lead = { campaignId, email: 'ada@example.com' };
    const ids = Array.from({ length: 20 }, (_each, index) => `orphan-${index}`);
    await one.fault(pixelId, 'SLOW', 1);
    await Promise.all(ids.map((id) => report(one, { ...lead, id })));
    await dying.kill();
    for (const id of ids) {
      const firings = await settledFiringsOf(one, id, 60_000);
      expect(firings.map(({ status }) => status)).toEqual(['SUCCEEDED']);
    }
  }, 90_000);

  test('a dispatcher that is asked to stop lets its requests come back and ends with code 0', async () => {
    const [one] = apis();
    const stopping = nodes.pop() as NodeProcess;
    const before = (await one.received(pixelId)).length;
    await one.fault(pixelId, 'SLOW', 1);
    await report(one, { id: 'drained', campaignId, email: 'ada@example.com' });
    await until(
      'its request is out',
      () => one.received(pixelId),
      (requests) => requests.length > before && requests.at(-1)?.status === null,
    );
    expect(await stopping.stop()).toBe(0);
    const firings = await firingsOf(one, 'drained');
    expect(firings.map(({ status, attempts }) => `${status} ${attempts.length}`)).toEqual(['SUCCEEDED 1']);
  });
});
