import { trimChanges } from '../../src/persistence/firing-changes';
import { type Advertiser, connectPixel, createCampaign, createRule, REPORT, setUp } from '../support/advertiser';
import type { Body } from '../support/graphql-http';
import { startServer, type TestServer } from '../support/server';
import { until } from '../support/until';

let server: TestServer;
/** The ADMIN key of a workspace of each test's own. */
let key: string;
let mine: Advertiser;
beforeAll(async () => {
  server = await startServer();
});
beforeEach(async () => {
  key = await server.newWorkspace();
  mine = await setUp(server, key);
});
afterAll(() => server.close());

const report = (id: string, more: object = {}, status = 'QUALIFIED'): Promise<Body> =>
  server.ok(key, REPORT, {
    input: { lead: { id, campaignId: mine.campaignId, email: 'ada@example.com', ...more }, status },
  });
const fire = async (leadId: string, more: object = {}): Promise<string> => {
  const document = 'mutation ($input: FirePixelInput!) { firePixel(input: $input) { id } }';
  const input = { pixelId: mine.pixelId, leadId, eventName: 'Contact', ...more };
  return (await server.ok(key, document, { input })).firePixel.id;
};
const firings = async (filter: object = {}): Promise<Body[]> => {
  const document =
    'query ($filter: FiringFilter) { firings(filter: $filter, first: 200) { nodes { id eventName status } } }';
  return (await server.ok(key, document, { filter })).firings.nodes;
};
const settled = (count: number) =>
  until(
    `${count} settled firings`,
    () => firings(),
    (all) => all.length === count && all.every(({ status }) => !['PENDING', 'RETRYING'].includes(status)),
  );
const feedCursor = async (): Promise<string> => (await server.ok(key, '{ firings { feedCursor } }')).firings.feedCursor;

describe('pages', () => {
  const MAKERS: Record<string, () => Promise<unknown>> = {
    campaigns: () => createCampaign(server, key),
    pixels: () => connectPixel(server, key),
    pixelRules: () => createRule(server, key, mine),
    leads: () => report(`lead-${Math.random()}`, {}, 'RECEIVED'),
    firings: async () => fire('paged'),
  };
  const page = async (list: string, first: number, after: string | null = null): Promise<Body> => {
    const document = `query ($first: Int, $after: String) { ${list}(first: $first, after: $after) {
      nodes { id } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
    return (await server.ok(key, document, { first, after }))[list];
  };
  const idsOf = (connection: Body): string[] => connection.nodes.map(({ id }: Body) => id);

  test.each(Object.keys(MAKERS))(
    '%s come newest first, each once, to the exact end, and stay so while more are made',
    async (list) => {
      await report('paged', {}, 'RECEIVED');
      const make = MAKERS[list] as () => Promise<unknown>;
      while (idsOf(await page(list, 200)).length < 6) await make();
      const all = await page(list, 200);
      const ids = idsOf(all);
      expect(all.edges.map(({ node }: Body) => node.id)).toEqual(ids);
      expect(all.pageInfo).toEqual({
        hasNextPage: false,
        hasPreviousPage: false,
        startCursor: all.edges[0].cursor,
        endCursor: all.edges.at(-1).cursor,
      });
      if (list !== 'leads') expect(ids).toEqual([...ids].sort().reverse());
      const seen: string[] = [];
      let after: string | null = null;
      for (const [index, left] of [4, 2, 0].entries()) {
        const next: Body = await page(list, 2, after);
        seen.push(...idsOf(next));
        expect(next.pageInfo).toMatchObject({ hasNextPage: left > 0, hasPreviousPage: index > 0 });
        after = next.pageInfo.endCursor;
        await make();
      }
      expect(seen).toEqual(ids.slice(0, 6));
      const past = await page(list, 5, after);
      expect(past).toMatchObject({ nodes: [], pageInfo: { hasNextPage: false, startCursor: null, endCursor: null } });
    },
  );

  test('a lead’s own firings are paged alike', async () => {
    await report('paged', {}, 'RECEIVED');
    for (let count = 0; count < 3; count += 1) await fire('paged');
    const document = `query ($after: String) { lead(id: "paged") { firings(first: 2, after: $after) {
      nodes { id } feedCursor pageInfo { hasNextPage endCursor } } } }`;
    const first = (await server.ok(key, document)).lead.firings;
    const second = (await server.ok(key, document, { after: first.pageInfo.endCursor })).lead.firings;
    expect([...idsOf(first), ...idsOf(second)]).toEqual((await firings()).map(({ id }) => id));
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
  });

  test('a cursor is a place under any filter', async () => {
    await report('paged', {}, 'RECEIVED');
    for (const eventName of ['A', 'B', 'A', 'B']) await fire('paged', { eventName });
    const { pageInfo } = await page('firings', 2);
    const document =
      'query ($after: String) { firings(filter: { eventName: "A" }, after: $after) { nodes { eventName } } }';
    expect((await server.ok(key, document, { after: pageInfo.endCursor })).firings.nodes).toEqual([{ eventName: 'A' }]);
  });
});

describe('filters of firings', () => {
  test('each narrows alone, and together they all hold', async () => {
    const otherPixel = await connectPixel(server, key);
    const otherCampaign = await createCampaign(server, key);
    await report('L1');
    await report('L2', { consentGranted: false });
    await report('L3', { campaignId: otherCampaign }, 'RECEIVED');
    await fire('L3', { pixelId: otherPixel });
    await settled(3);
    await fire('L3', { pixelId: otherPixel, testEventCode: 'TEST1' });
    const counts = async (filter: object) => (await firings(filter)).length;
    for (const [filter, count] of [
      [{}, 4],
      [{ leadId: 'L1' }, 1],
      [{ campaignId: otherCampaign }, 2],
      [{ campaignId: mine.campaignId }, 2],
      [{ pixelId: otherPixel }, 2],
      [{ ruleId: mine.ruleId }, 2],
      [{ platform: 'FACEBOOK' }, 4],
      [{ platform: 'TIKTOK' }, 0],
      [{ eventName: 'Contact' }, 2],
      [{ eventName: 'contact' }, 0],
      [{ test: true }, 1],
      [{ test: false }, 3],
      [{ statuses: ['SKIPPED'] }, 1],
      [{ statuses: ['SUCCEEDED', 'SKIPPED'] }, 4],
      [{ statuses: null, test: null, leadId: null }, 4],
      [{ ruleId: mine.ruleId, statuses: ['SUCCEEDED'] }, 1],
      [{ ruleId: mine.ruleId, pixelId: otherPixel }, 0],
    ] as const) {
      expect([filter, await counts(filter)]).toEqual([filter, count]);
    }
  });

  test('createdAfter is inclusive and createdBefore exclusive', async () => {
    await report('L1');
    const { firings: page } = await server.ok(key, '{ firings { nodes { createdAt } } }');
    const { createdAt } = page.nodes[0];
    const later = new Date(Date.parse(createdAt) + 1).toISOString();
    expect(await firings({ createdAfter: createdAt })).toHaveLength(1);
    expect(await firings({ createdAfter: later })).toHaveLength(0);
    expect(await firings({ createdBefore: createdAt })).toHaveLength(0);
    expect(await firings({ createdBefore: later })).toHaveLength(1);
  });
});

describe('statistics', () => {
  test('count firings by status, tests apart, for all, a rule and a pixel', async () => {
    await report('L1');
    await report('L2', { consentGranted: false });
    await settled(2);
    await fire('L1', { testEventCode: 'TEST1' });
    const document = `query ($pixel: ID!, $rule: ID!, $from: DateTime) {
      all: firingStats { ...S } tests: firingStats(filter: { test: true }) { ...S }
      skipped: firingStats(filter: { statuses: [SKIPPED] }) { ...S }
      pixel(id: $pixel) { stats { ...S } late: stats(createdAfter: $from) { ...S } }
      pixelRule(id: $rule) { stats { ...S } } }
      fragment S on FiringStats { total succeeded failed skipped waiting successRate }`;
    const ids = { pixel: mine.pixelId, rule: mine.ruleId, from: new Date(Date.now() + 60_000).toISOString() };
    const stats = await server.ok(key, document, ids);
    const both = { total: 2, succeeded: 1, failed: 0, skipped: 1, waiting: 0, successRate: 1 };
    const none = { total: 0, succeeded: 0, failed: 0, skipped: 0, waiting: 0, successRate: null };
    expect(stats).toEqual({
      all: both,
      tests: { ...none, total: 1, succeeded: 1, successRate: 1 },
      skipped: { ...none, total: 1, skipped: 1 },
      pixel: { stats: both, late: none },
      pixelRule: { stats: both },
    });
  });

  test('a series has a bucket for every hour or day of the range, and its sum is the count', async () => {
    await report('L1');
    await report('L2');
    await settled(2);
    const hour = 3_600_000;
    const from = new Date(Math.floor(Date.now() / hour) * hour - 2 * hour);
    const filter = {
      createdAfter: from.toISOString(),
      createdBefore: new Date(from.getTime() + 4 * hour).toISOString(),
    };
    const document = `query ($filter: FiringFilter, $interval: StatsInterval!, $zone: String!) {
      firingSeries(filter: $filter, interval: $interval, timeZone: $zone) { from stats { total succeeded } } }`;
    const series = async (variables: object): Promise<Body[]> =>
      (await server.ok(key, document, variables)).firingSeries;
    const hours = await series({ filter, interval: 'HOUR', zone: 'UTC' });
    expect(hours.map((bucket) => Date.parse(bucket.from))).toEqual(
      [0, 1, 2, 3].map((index) => from.getTime() + index * hour),
    );
    expect(hours.map(({ stats }) => stats.total).reduce((sum, count) => sum + count)).toBe(2);
    const days = await series({ filter: {}, interval: 'DAY', zone: 'Asia/Kathmandu' });
    expect(days).toEqual([{ from: expect.stringMatching(/T18:15:00/), stats: { total: 2, succeeded: 2 } }]);
    expect(await series({ filter: { eventName: 'Nothing' }, interval: 'HOUR', zone: 'UTC' })).toEqual([]);
  });
});

describe('a firing', () => {
  test('leads to its lead, rule, pixel, campaign and decision, and shows its attempts', async () => {
    await report('L1', { value: { amount: 7, currency: 'USD' } });
    const [{ id }] = (await settled(1)) as [Body];
    const document = `query ($id: ID!) { firing(id: $id) { leadId lead { id decisions { outcome firing { id } } } rule { id } pixel { id }
      campaign { id } decision { outcome rule { id } } platform eventName eventId value { amount } matchKeys test skipReason message
      request expiresAt nextAttemptAt attempts { number outcome httpStatus batchSize traceId durationMs message } } }`;
    const { firing } = await server.ok(key, document, { id });
    expect(firing).toMatchObject({
      leadId: 'L1',
      lead: { id: 'L1', decisions: [{ outcome: 'FIRED', firing: { id } }] },
      rule: { id: mine.ruleId },
      pixel: { id: mine.pixelId },
      campaign: { id: mine.campaignId },
      decision: { outcome: 'FIRED', rule: { id: mine.ruleId } },
      platform: 'FACEBOOK',
      value: { amount: '7' },
      matchKeys: ['email', 'externalId'],
      test: false,
      skipReason: null,
      message: null,
      request: { event_name: 'Lead', event_id: firing.eventId },
      nextAttemptAt: null,
      attempts: [{ number: 1, outcome: 'ACCEPTED', httpStatus: 200, batchSize: 1, traceId: expect.any(String) }],
    });
    expect(JSON.stringify(firing)).not.toContain('ada@example.com');
  });
});

describe('firingUpdated', () => {
  const FEED = `subscription ($filter: FiringFilter, $after: String) { firingUpdated(filter: $filter, after: $after) {
    cursor firing { status lead { id } attempts { number } request } } }`;
  const shown = (events: Body[]) =>
    events.map(({ data }) => [data.firingUpdated.firing.lead.id, data.firingUpdated.firing.status]);

  test('replays after a cursor, then goes on live: every change once, in order, as of that change', async () => {
    const after = await feedCursor();
    await report('L1');
    await settled(1);
    const stream = server.subscribe(key, FEED, { after });
    await stream.next(2);
    await report('L2');
    const events = await stream.next(4);
    expect(shown(events)).toEqual([
      ['L1', 'PENDING'],
      ['L1', 'SUCCEEDED'],
      ['L2', 'PENDING'],
      ['L2', 'SUCCEEDED'],
    ]);
    const [first, second] = events.map(({ data }) => data.firingUpdated.firing);
    expect(first).toMatchObject({ attempts: [], request: null });
    expect(second).toMatchObject({ attempts: [{ number: 1 }], request: { event_name: 'Lead' } });
    await stream.close();
  });

  test('goes on where it left off, from any cursor it gave', async () => {
    const after = await feedCursor();
    await report('L1');
    await report('L2');
    await settled(2);
    const stream = server.subscribe(key, FEED, { after });
    const all = await stream.next(4);
    await stream.close();
    for (const [index, { data }] of all.entries()) {
      const again = server.subscribe(key, FEED, { after: data.firingUpdated.cursor });
      expect((await again.next(3 - index)).slice(0, 3 - index)).toEqual(all.slice(index + 1));
      await again.close();
    }
  });

  test('without a cursor it starts now', async () => {
    await report('old');
    await settled(1);
    const stream = server.subscribe(key, FEED);
    let count = 0;
    const events = await until(
      'an event',
      async () => {
        count += 1;
        await report(`new-${count}`);
        return stream.events;
      },
      (seen) => seen.length > 0,
    );
    expect(shown(events)[0]?.[0]).toMatch(/^new-/);
    await stream.close();
  });

  test('the filter is matched against the firing as it is after the change', async () => {
    const after = await feedCursor();
    await report('L1');
    await report('L2', { consentGranted: false });
    await settled(2);
    await fire('L1');
    await settled(3);
    const seen = async (filter: object, count: number) => {
      const stream = server.subscribe(key, FEED, { after, filter });
      const events = await stream.next(count);
      await stream.close();
      return shown(events).map(([lead, status]) => `${lead} ${status}`);
    };
    expect(await seen({ statuses: ['SUCCEEDED'] }, 2)).toEqual(['L1 SUCCEEDED', 'L1 SUCCEEDED']);
    expect(await seen({ statuses: ['SKIPPED'] }, 1)).toEqual(['L2 SKIPPED']);
    expect(await seen({ leadId: 'L2' }, 1)).toEqual(['L2 SKIPPED']);
    expect(await seen({ eventName: 'Contact' }, 2)).toEqual(['L1 PENDING', 'L1 SUCCEEDED']);
    expect(await seen({ ruleId: mine.ruleId, statuses: ['PENDING'] }, 1)).toEqual(['L1 PENDING']);
  });

  test('several subscriptions and queries share a socket', async () => {
    const after = await feedCursor();
    const connection = server.connect(key);
    await connection.ready();
    const streams = [
      connection.subscribe(FEED, { after }),
      connection.subscribe(FEED, { after, filter: { statuses: ['SUCCEEDED'] } }),
    ];
    const mutation = connection.subscribe(REPORT, {
      input: { lead: { id: 'L1', campaignId: mine.campaignId, email: 'ada@example.com' }, status: 'QUALIFIED' },
    });
    expect(await mutation.ended()).toBeNull();
    expect(mutation.events[0]?.data.reportLead.newOccurrence).toBe(true);
    expect(shown(await (streams[0] as NonNullable<(typeof streams)[0]>).next(2))).toHaveLength(2);
    expect(shown(await (streams[1] as NonNullable<(typeof streams)[0]>).next(1))).toEqual([['L1', 'SUCCEEDED']]);
    await connection.close();
  });

  test('a cursor older than what is kept is CURSOR_EXPIRED', async () => {
    const after = await feedCursor();
    await report('L1');
    await settled(1);
    await server.database.sql("update firing_changes set at = now() - interval '73 hours'");
    await trimChanges(server.database.sql);
    const stream = server.subscribe(key, FEED, { after });
    await stream.ended();
    expect(stream.events[0]?.errors?.[0]?.extensions.code).toBe('CURSOR_EXPIRED');
    await stream.close();
  });
});
