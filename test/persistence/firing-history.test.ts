import type { FiringFilter } from '../../src/domain/firing';
import type { Database } from '../../src/persistence/database';
import { FiringHistory } from '../../src/persistence/firing-history';
import { newId } from '../../src/persistence/ids';
import { LeadVault } from '../../src/persistence/lead-vault';
import { insertRows } from '../../src/persistence/rows';
import { Keyring, newKey } from '../../src/persistence/secrets';
import { openTestDatabase, type TestDatabase } from '../support/database';
import { type StoredFiring, storedFiring, storeFirings } from '../support/stored-firings';

const keyring = Keyring.parse(`k1:${newKey().toString('base64')}`);
let opened: TestDatabase;
let database: Database;
let history: FiringHistory;
let workspace: string;

beforeAll(async () => {
  opened = await openTestDatabase();
  database = opened.database;
  history = new FiringHistory(database.sql, keyring);
});
afterAll(() => opened.close());
beforeEach(() => {
  workspace = newId();
});

async function stored(...columns: Partial<StoredFiring>[]): Promise<StoredFiring[]> {
  const rows = columns.map((own) => storedFiring({ workspace_id: workspace, ...own }));
  await storeFirings(database.sql, rows);
  return rows;
}

async function storedLead(callerId: string): Promise<{ uid: string; vault: LeadVault }> {
  const uid = newId();
  const { vault, keySealed } = LeadVault.create(keyring, workspace, uid);
  await database.sql('insert into leads (workspace_id, id, caller_id, key_sealed) values ($1, $2, $3, $4)', [
    workspace,
    uid,
    callerId,
    keySealed,
  ]);
  return { uid, vault };
}

async function idsOf(filter: FiringFilter, first = 100, after: string | null = null): Promise<string[]> {
  return (await history.page(workspace, filter, { first, after })).rows.map(({ id }) => id);
}

test('pages go from the newest to the oldest, each firing once, while others come in', async () => {
  const rows = await stored(...Array.from({ length: 25 }, () => ({})));
  await storeFirings(database.sql, [storedFiring({ workspace_id: newId() })]);
  const seen: string[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const page = await history.page(workspace, {}, { first: 10, after });
    seen.push(...page.rows.map(({ id }) => id));
    after = seen.at(-1) ?? null;
    more = page.hasNextPage;
    await stored({});
  }
  expect(seen).toEqual(rows.map(({ id }) => id).reverse());
});

test('a page that ends exactly at the last firing has no next one', async () => {
  await stored({}, {});
  expect((await history.page(workspace, {}, { first: 2, after: null })).hasNextPage).toBe(false);
  expect((await history.page(workspace, {}, { first: 1, after: null })).hasNextPage).toBe(true);
});

describe('a filter', () => {
  const [campaign, rule, pixel] = [newId(), newId(), newId()];
  const cases: [string, Partial<StoredFiring>, FiringFilter][] = [
    ['campaignId', { campaign_id: campaign }, { campaignId: campaign }],
    ['ruleId', { rule_id: rule }, { ruleId: rule }],
    ['pixelId', { pixel_id: pixel }, { pixelId: pixel }],
    ['platform', { platform: 'TIKTOK' }, { platform: 'TIKTOK' }],
    ['eventName', { event_name: 'Purchase' }, { eventName: 'Purchase' }],
    ['test', { test: true }, { test: true }],
    ['statuses', { status: 'HELD', due_at: null }, { statuses: ['HELD', 'FAILED'] }],
  ];
  test.each(cases)('by %s finds the firing that has it', async (_name, columns, filter) => {
    const [wanted] = await stored(columns, {});
    expect(await idsOf(filter)).toEqual([wanted?.id]);
  });

  test('of several parts wants all of them', async () => {
    const [, both] = await stored({ platform: 'TIKTOK' }, { platform: 'TIKTOK', event_name: 'Purchase' });
    expect(await idsOf({ platform: 'TIKTOK', eventName: 'Purchase' })).toEqual([both?.id]);
  });

  test('by the id that the caller gave the lead finds its firings, in this workspace alone', async () => {
    const { uid } = await storedLead('L1');
    const [mine] = await stored({ lead_id: uid }, {});
    expect(await idsOf({ leadId: 'L1' })).toEqual([mine?.id]);
    expect(await idsOf({ leadId: 'L2' })).toEqual([]);
    workspace = newId();
    expect(await idsOf({ leadId: 'L1' })).toEqual([]);
  });

  test('by time takes the beginning in and leaves the end out', async () => {
    const [first, second] = (await stored({}, {})) as [StoredFiring, StoredFiring];
    const [page] = (await history.page(workspace, {}, { first: 1, after: null })).rows;
    const at = page?.createdAt as Date;
    const later = new Date(at.getTime() + 1);
    expect(await idsOf({ createdAfter: later })).toEqual([]);
    expect(await idsOf({ createdBefore: later })).toEqual([second.id, first.id]);
    expect(await idsOf({ createdAfter: new Date(at.getTime() - 60_000), createdBefore: later })).toHaveLength(2);
    expect(await idsOf({ createdBefore: new Date(at.getTime() - 60_000) })).toEqual([]);
  });

  test.each([
    { createdAfter: new Date('0001-01-01T00:00:00Z') },
    { createdAfter: new Date('1969-12-31T23:59:59Z') },
    { createdBefore: new Date('9999-12-31T23:59:59Z') },
    { createdBefore: new Date(8.64e15) },
  ])('by a time out of all reach, %j, is a filter like any other', async (filter) => {
    const [row] = await stored({});
    expect(await idsOf(filter)).toEqual([row?.id]);
  });

  test.each(['campaignId', 'ruleId', 'pixelId'])('by a %s that is no id finds nothing', async (name) => {
    await stored({});
    expect(await idsOf({ [name]: 'no id' })).toEqual([]);
  });

  test.each(['leadId', 'platform', 'eventName'])('by a %s with a NUL character finds nothing', async (name) => {
    await stored({});
    expect(await idsOf({ [name]: 'a\u0000b' })).toEqual([]);
  });
});

test('ids that are none, or of another workspace, name nothing', async () => {
  const [row] = (await stored({})) as [StoredFiring];
  expect((await history.byIds(workspace, ['none', row.id])).map(({ id }) => id)).toEqual([row.id]);
  expect(await history.byIds(newId(), [row.id])).toEqual([]);
});

test('request, response and trace are opened with the key of the lead, and are gone with it', async () => {
  const { uid, vault } = await storedLead('L1');
  const [firing] = (await stored({ lead_id: uid, value_amount: '12.5000', value_currency: 'EUR' })) as [StoredFiring];
  await database.sql('update firings set request_sealed = $2 where id = $1', [
    firing.id,
    vault.sealJson({ event: 1 }, `request:${firing.id}`),
  ]);
  await insertRows(database.sql, 'attempts', [
    {
      workspace_id: workspace,
      firing_id: firing.id,
      number: 1,
      started_at: new Date(),
      duration_ms: 5,
      outcome: 'ACCEPTED',
      http_status: 200,
      response_sealed: vault.sealJson({ ok: true }, `response:${firing.id}:1`),
      batch_size: 1,
    },
  ]);
  const decision = newId();
  await insertRows(database.sql, 'decisions', [
    {
      workspace_id: workspace,
      id: decision,
      occurrence: newId(),
      lead_id: uid,
      rule_id: newId(),
      firing_id: firing.id,
      outcome: 'FIRED',
      reason: 'It fired.',
      trace_sealed: vault.sealJson({ holds: true }, `trace:${decision}`),
      decided_at: new Date(),
    },
  ]);
  const read = async () => ({
    firing: (await history.byIds(workspace, [firing.id]))[0],
    attempt: (await history.attempts(workspace, [firing.id]))[0],
    decision: (await history.decisionsByIds(workspace, [decision]))[0],
  });
  expect(await read()).toMatchObject({
    firing: { leadUid: uid, request: { event: 1 }, value: { amount: '12.5', currency: 'EUR' } },
    attempt: { number: 1, response: { ok: true }, httpStatus: 200 },
    decision: { trace: { holds: true }, outcome: 'FIRED' },
  });
  expect((await history.decisionsByLeads(workspace, [uid])).map(({ id }) => id)).toEqual([decision]);
  await database.sql('delete from leads where id = $1', [uid]);
  expect(await read()).toMatchObject({
    firing: { leadUid: null, request: null },
    attempt: { response: null },
    decision: { trace: null, outcome: 'FIRED' },
  });
});

test('a firing without a lead is opened with the key of the service', async () => {
  const [firing] = (await stored({})) as [StoredFiring];
  const sealed = keyring.seal('{"event":1}', `request:${firing.id}`);
  await database.sql('update firings set request_sealed = $2 where id = $1', [firing.id, sealed]);
  expect((await history.byIds(workspace, [firing.id]))[0]?.request).toEqual({ event: 1 });
});

test('decisions of a lead are the newest hundred of each', async () => {
  const leads = [newId(), newId()];
  const rows = leads.flatMap((lead) =>
    Array.from({ length: 110 }, () => ({
      workspace_id: workspace,
      id: newId(),
      occurrence: newId(),
      lead_id: lead,
      rule_id: newId(),
      outcome: 'CONDITIONS_NOT_MET',
      reason: 'no',
      decided_at: new Date(),
    })),
  );
  await insertRows(database.sql, 'decisions', rows);
  const read = await history.decisionsByLeads(workspace, leads);
  for (const lead of leads) {
    const expected = rows
      .filter(({ lead_id }) => lead_id === lead)
      .slice(10)
      .map(({ id }) => id);
    expect(read.filter(({ leadUid }) => leadUid === lead).map(({ id }) => id)).toEqual(expected.reverse());
  }
});

test('statistics count each status, without tests unless asked for', async () => {
  const statuses = ['SUCCEEDED', 'SUCCEEDED', 'FAILED', 'SKIPPED', 'PENDING', 'RETRYING', 'HELD'];
  const pixel = newId();
  await stored(...statuses.map((status) => ({ status, due_at: null, pixel_id: pixel })), {
    status: 'FAILED',
    test: true,
  });
  expect(await history.stats(workspace, {})).toEqual({ succeeded: 2, failed: 1, skipped: 1, waiting: 3 });
  expect(await history.stats(workspace, { test: true })).toEqual({ succeeded: 0, failed: 1, skipped: 0, waiting: 0 });
  expect(await history.stats(workspace, { statuses: ['HELD'] })).toMatchObject({ succeeded: 0, waiting: 1 });
  expect(await history.stats(newId(), {})).toEqual({ succeeded: 0, failed: 0, skipped: 0, waiting: 0 });
  const by = await history.statsBy(workspace, 'pixelId', [pixel, newId()], {});
  expect([...by]).toEqual([[pixel, { succeeded: 2, failed: 1, skipped: 1, waiting: 3 }]]);
});

describe('a page reads little of a long history', () => {
  const OTHERS = 5_000;
  const rare = { campaign_id: newId(), rule_id: newId(), pixel_id: newId() };

  interface PlanNode {
    'Node Type': string;
    'Actual Rows': number;
    'Actual Loops': number;
    'Rows Removed by Filter'?: number;
    Plans?: PlanNode[];
  }

  /** How many rows the scans of a plan looked at. */
  function rowsRead(node: PlanNode): number {
    const own = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
    const below = (node.Plans ?? []).reduce((sum, nested) => sum + rowsRead(nested), 0);
    return below + (/Scan/.test(node['Node Type']) ? own : 0);
  }

  test.each<[string, FiringFilter]>([
    ['failed', { statuses: ['FAILED'] }],
    ['held', { statuses: ['HELD'] }],
    ['waiting', { statuses: ['PENDING', 'RETRYING', 'HELD'] }],
    ['tests', { test: true }],
    ['of a campaign', { campaignId: rare.campaign_id }],
    ['of a rule', { ruleId: rare.rule_id }],
    ['of a pixel', { pixelId: rare.pixel_id }],
    ['of all', {}],
  ])('%s', async (_name, filter) => {
    await stored(
      { ...rare, status: 'FAILED' },
      { ...rare, status: 'HELD' },
      { ...rare, status: 'SKIPPED', test: true },
    );
    const common = { campaign_id: newId(), rule_id: newId(), pixel_id: newId(), status: 'SUCCEEDED' };
    await stored(...Array.from({ length: OTHERS }, () => common));
    await database.sql('analyze firings');
    const asked: [string, readonly unknown[] | undefined][] = [];
    const recorded = new FiringHistory((text, values) => {
      asked.push([text, values]);
      return database.sql(text, values);
    }, keyring);
    const { rows } = await recorded.page(workspace, filter, { first: 50, after: null });
    const [[text, values]] = asked as [[string, unknown[]]];
    const [explained] = await database.sql(`explain (analyze, format json) ${text}`, values);
    expect(rows.length).toBeGreaterThan(0);
    expect(rowsRead(explained['QUERY PLAN'][0].Plan)).toBeLessThan(200);
  });
});
