import { type Advertiser, REPORT, setUp } from '../support/advertiser';
import { type Answer, codeOf, pathsOf } from '../support/graphql-http';
import { expectRefusal } from '../support/refusals';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
let mine: Advertiser;
beforeAll(async () => {
  server = await startServer();
  mine = await setUp(server, server.key);
});
afterAll(() => server.close());

const expectRefused = (document: string, variables: object, paths: string[]) =>
  expectRefusal(server, document, variables, paths);

const lead = (more: object = {}) => ({ id: 'L1', campaignId: mine.campaignId, email: 'ada@example.com', ...more });

describe('firePixel refuses', () => {
  const FIRE = 'mutation ($input: FirePixelInput!) { firePixel(input: $input) { id } }';
  const fire = (more: object) => ({
    input: { pixelId: mine.pixelId, lead: lead({ id: 'fired' }), eventName: 'Lead', ...more },
  });

  test.each<[string, () => object, string[]]>([
    ['both a lead and a lead id', () => fire({ leadId: 'L1' }), ['input']],
    ['neither a lead nor a lead id', () => fire({ lead: null }), ['input']],
    ['an empty event name', () => fire({ eventName: ' ' }), ['input.eventName']],
    ['an event name with a NUL character', () => fire({ eventName: 'Le\u0000ad' }), ['input.eventName']],
    ['an event name of 101 characters', () => fire({ eventName: 'x'.repeat(101) }), ['input.eventName']],
    ['an idempotency key of 201 characters', () => fire({ idempotencyKey: 'x'.repeat(201) }), ['input.idempotencyKey']],
    ['an empty idempotency key', () => fire({ idempotencyKey: '' }), ['input.idempotencyKey']],
    ['a test event code with a space', () => fire({ testEventCode: 'TEST 1' }), ['input.testEventCode']],
    ['an event on the 30th of February', () => fire({ eventTime: '2026-02-30T00:00:00Z' }), ['input.eventTime']],
    ['an event in an hour', () => fire({ eventTime: new Date(Date.now() + 3_600_000) }), ['input.eventTime']],
    [
      'money that is none',
      () => fire({ value: { amount: -1, currency: 'X' } }),
      ['input.value.amount', 'input.value.currency'],
    ],
    ['an unknown lead without a campaign', () => fire({ lead: { id: 'unknown' } }), ['input.lead.campaignId']],
    ['a lead id with a space', () => fire({ lead: lead({ id: 'a b' }) }), ['input.lead.id']],
  ])('%s', async (_fault, variables, paths) => {
    await expectRefused(FIRE, variables(), paths);
  });
});

describe('pages and filters', () => {
  const LISTS = ['campaigns', 'pixels', 'pixelRules', 'leads', 'firings'];

  test.each(LISTS)('%s takes 1 to 200 rows and only cursors that it gave', async (list) => {
    const document = `query ($first: Int, $after: String) { ${list}(first: $first, after: $after) { nodes { id } } }`;
    for (const first of [0, -1, 201, 2 ** 31 - 1]) await expectRefused(document, { first }, ['first']);
    for (const first of [2 ** 31, 1.5, '10']) await expectRefused(document, { first }, ['first']);
    for (const after of [
      '',
      'x',
      'MTox',
      Buffer.from('1:01890000').toString('base64url'),
      '\u0000',
      'é',
      'x'.repeat(100_000),
    ]) {
      await expectRefused(document, { after }, ['after']);
    }
    for (const first of [1, 200, null]) await server.ok(server.key, document, { first });
  });

  test('the pages inside an answer are checked, too', async () => {
    await server.ok(server.key, REPORT, { input: { lead: lead({ id: 'paged' }), status: 'RECEIVED' } });
    await expectRefused(
      'query ($first: Int) { lead(id: "paged") { firings(first: $first) { nodes { id } } } }',
      { first: 0 },
      ['first'],
    );
  });

  test('a filter with a time that is none', async () => {
    const filter = { createdAfter: '2026-02-30T00:00:00Z', createdBefore: '2026-13-01T00:00:00Z' };
    const paths = ['filter.createdAfter', 'filter.createdBefore'];
    await expectRefused(
      'query ($filter: FiringFilter) { firings(filter: $filter) { nodes { id } } }',
      { filter },
      paths,
    );
    await expectRefused('query ($filter: FiringFilter) { firingStats(filter: $filter) { total } }', { filter }, paths);
    await expectRefused('query ($filter: FiringFilter) { firingSeries(filter: $filter) { from } }', { filter }, paths);
    await expectRefused(
      'query ($id: ID!, $after: DateTime) { pixel(id: $id) { stats(createdAfter: $after) { total } } }',
      { id: mine.pixelId, after: filter.createdAfter },
      ['createdAfter'],
    );
  });

  test('a filter of odd texts and far times matches nothing or everything, and is no fault', async () => {
    const document =
      'query ($filter: FiringFilter) { firings(filter: $filter) { nodes { id } } firingStats(filter: $filter) { total } }';
    for (const filter of [
      { eventName: '' },
      { eventName: 'a\u0000' },
      { leadId: '' },
      { leadId: '\u0000' },
      { statuses: [] },
      { createdAfter: '9999-12-31T23:59:59Z' },
    ]) {
      const { firings, firingStats } = await server.ok(server.key, document, { filter });
      expect([filter, firings.nodes, firingStats.total]).toEqual([filter, [], 0]);
    }
    await server.ok(server.key, document, {
      filter: { createdAfter: '0001-01-01T00:00:00Z', createdBefore: '9999-12-31T23:59:59Z' },
    });
  });

  test('a time zone that there is not, and a series of too many buckets', async () => {
    const document =
      'query ($zone: String!, $filter: FiringFilter) { firingSeries(timeZone: $zone, filter: $filter) { from } }';
    for (const zone of ['', 'Mars/Olympus', 'UTC\u0000', 'x'.repeat(1_000)])
      await expectRefused(document, { zone }, ['timeZone']);
    const filter = { createdAfter: '2020-01-01T00:00:00Z', createdBefore: '2026-01-01T00:00:00Z' };
    const answer = await server.query(server.key, document, { zone: 'UTC', filter });
    expect(codeOf(answer)).toBe('BAD_USER_INPUT');
  });

  test('a subscription after what is no cursor, or with a time that is none', async () => {
    const document =
      'subscription ($filter: FiringFilter, $after: String) { firingUpdated(filter: $filter, after: $after) { cursor } }';
    for (const [variables, path] of [
      [{ after: 'x' }, 'after'],
      [{ after: Buffer.from('f1:99999999999').toString('base64url') }, 'after'],
      [{ filter: { createdAfter: '2026-02-30T00:00:00Z' } }, 'filter.createdAfter'],
      [{ filter: { statuses: ['SENT'] } }, 'filter.statuses.0'],
    ] as const) {
      const stream = server.subscribe(server.key, document, variables);
      const ended = await stream.ended();
      const errors = stream.events[0]?.errors ?? (ended as Answer['errors']);
      expect([codeOf({ errors }), pathsOf({ errors })]).toEqual(['BAD_USER_INPUT', [path]]);
      await stream.close();
    }
  });
});
