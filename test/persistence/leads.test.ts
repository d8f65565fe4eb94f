import { Database } from '../../src/persistence/database';
import { takeIdempotencyKey } from '../../src/persistence/idempotency-keys';
import { newId } from '../../src/persistence/ids';
import { LeadReads } from '../../src/persistence/lead-reads';
import {
  forgetUnborn,
  insertOccurrences,
  type LockedLead,
  leadHash,
  lockKnownLead,
  lockLeads,
  noteAnswerKeys,
  occurrencesOf,
  saveLeads,
} from '../../src/persistence/leads';
import { onceHolders, takeOnce } from '../../src/persistence/once';
import { Keyring, newKey } from '../../src/persistence/secrets';
import { openTestDatabase, type TestDatabase } from '../support/database';
import { storeCampaign, storeWorkspace } from '../support/stored-configuration';
import { until } from '../support/until';

const keyring = Keyring.parse(`k1:${newKey().toString('base64')}`);
let opened: TestDatabase;
let database: Database;
let reads: LeadReads;
let workspace: string;
const onServed = process.env.TEST_DATABASE_URL ? test : test.skip;

beforeAll(async () => {
  opened = await openTestDatabase();
  database = opened.database;
  reads = new LeadReads(database.sql, keyring);
});
afterAll(() => opened.close());
beforeEach(() => {
  workspace = newId();
});

const keys = (...callerIds: string[]) => callerIds.map((callerId) => ({ workspaceId: workspace, callerId }));

/** Reports of leads, as an accept stores them. */
async function report(...callerIds: string[]): Promise<LockedLead[]> {
  return database.transaction(async (sql) => {
    const leads = await lockLeads(sql, keyring, keys(...callerIds));
    for (const lead of leads) {
      lead.status = 'QUALIFIED';
      lead.statusAt = new Date('2026-01-01T00:00:00Z');
      lead.data = { email: `${lead.callerId}@example.com` };
    }
    await saveLeads(sql, leads);
    return leads;
  });
}

test('a new lead is made and locked; the next time it is the same, with what was stored of it', async () => {
  const [made] = await report('L1');
  const [again] = await database.transaction((sql) => lockLeads(sql, keyring, keys('L1')));
  expect(again).toMatchObject({
    uid: made?.uid,
    status: 'QUALIFIED',
    statusAt: new Date('2026-01-01T00:00:00Z'),
    data: { email: 'L1@example.com' },
  });
  const [stored] = await database.sql('select * from leads where workspace_id = $1', [workspace]);
  expect(JSON.stringify(stored)).not.toContain('example.com');
  expect(stored.data_sealed.includes('example.com')).toBe(false);
});

test('ids of callers are of any text, and the same id in another workspace is another lead', async () => {
  const odd = 'ä"quoted"\\{x}🎯';
  const [mine] = await report(odd);
  const first = workspace;
  workspace = newId();
  const [theirs] = await report(odd);
  expect(theirs?.uid).not.toBe(mine?.uid);
  expect((await reads.byIds(first, [odd])).map(({ uid, id }) => [uid, id])).toEqual([[mine?.uid, odd]]);
});

onServed('two nodes that report the same leads in opposite orders do not lock each other out', async () => {
  const nodes = await Promise.all([1, 2, 3].map(() => Database.open({ url: opened.url as string, poolSize: 1 })));
  const names = Array.from({ length: 40 }, (_, index) => `L${index}`);
  const orders = [names, [...names].reverse(), [...names.slice(20), ...names.slice(0, 20)]];
  for (let round = 0; round < 5; round++) {
    await Promise.all(
      nodes.map((node, index) =>
        node.transaction((sql) =>
          lockLeads(sql, keyring, keys(...(orders[index] as string[]).map((n) => `${n} ${round}`))),
        ),
      ),
    );
  }
  for (const node of nodes) await node.close();
});

onServed('two nodes that see the same new answers in opposite orders do not lock each other out', async () => {
  workspace = await storeWorkspace(database.sql);
  const campaign = await storeCampaign(database.sql, workspace);
  const seen = (names: string[], round: number) =>
    names.map((name) => ({ workspace_id: workspace, campaign_id: campaign, key: `${name} ${round}` }));
  const nodes = await Promise.all([1, 2, 3, 4].map(() => Database.open({ url: opened.url as string, poolSize: 1 })));
  const names = Array.from({ length: 300 }, (_, index) => `answer ${index}`);
  for (let round = 0; round < 5; round++) {
    await Promise.all(
      nodes.map((node, index) =>
        node.transaction((sql) => noteAnswerKeys(sql, seen(index % 2 ? [...names].reverse() : names, round))),
      ),
    );
  }
  const [row] = await database.sql('select count(*)::int as count from campaign_answers where workspace_id = $1', [
    workspace,
  ]);
  expect(row.count).toBe(1_500);
  for (const node of nodes) await node.close();
});

test('a lead of a report that is refused leaves no row; one that was there stays', async () => {
  await report('known');
  await database.transaction(async (sql) => {
    const leads = await lockLeads(sql, keyring, keys('known', 'unborn'));
    await forgetUnborn(sql, leads);
  });
  const rows = await database.sql('select caller_id from leads where workspace_id = $1', [workspace]);
  expect(rows).toEqual([{ caller_id: 'known' }]);
});

test('a lead that nobody reported is unknown', async () => {
  expect(await lockKnownLead(database.sql, keyring, { workspaceId: workspace, callerId: 'L1' })).toBeNull();
  await report('L1');
  const known = await lockKnownLead(database.sql, keyring, { workspaceId: workspace, callerId: 'L1' });
  expect(known?.data).toEqual({ email: 'L1@example.com' });
});

test('leads are paged newest first, by campaign, and read by either id in their workspace alone', async () => {
  const leads = [];
  for (const name of ['L1', 'L2', 'L3']) leads.push(...(await report(name)));
  const page = (first: number, after: string | null, campaignId?: string) =>
    reads
      .page(workspace, { campaignId }, { first, after })
      .then(({ rows, hasNextPage }) => [rows.map(({ id }) => id), hasNextPage]);
  expect(await page(2, null)).toEqual([['L3', 'L2'], true]);
  expect(await page(2, leads[1]?.uid as string)).toEqual([['L1'], false]);
  const wanted = newId();
  await database.sql('update leads set campaign_id = $2 where id = $1', [leads[0]?.uid, wanted]);
  expect(await page(9, null, wanted)).toEqual([['L1'], false]);
  expect(await page(9, null, 'no id')).toEqual([[], false]);
  expect((await reads.byUids(workspace, [leads[2]?.uid as string])).map(({ id }) => id)).toEqual(['L3']);
  expect(await reads.byUids(newId(), [leads[2]?.uid as string])).toEqual([]);
  expect(await reads.byIds(workspace, ['a\u0000b', 'none'])).toEqual([]);
});

test('occurrences of leads come back in order, of these leads alone', async () => {
  const [first, second, other] = (await report('L1', 'L2', 'L3')) as [LockedLead, LockedLead, LockedLead];
  const occurrence = (lead: LockedLead, number: number, status = 'QUALIFIED') => ({
    workspaceId: workspace,
    leadUid: lead.uid,
    status,
    number,
    occurrenceId: number === 1 ? null : `order ${number}`,
    id: newId(),
  });
  await insertOccurrences(database.sql, [
    occurrence(first, 2),
    occurrence(first, 1),
    occurrence(second, 1, 'REJECTED'),
    occurrence(other, 1),
  ]);
  const found = await occurrencesOf(database.sql, [first, second]);
  expect(found.map(({ leadUid, status, number, occurrenceId }) => [leadUid, status, number, occurrenceId])).toEqual(
    [
      [first.uid, 'QUALIFIED', 1, null],
      [first.uid, 'QUALIFIED', 2, 'order 2'],
      [second.uid, 'REJECTED', 1, null],
    ].sort((a, b) => String(a[0]).localeCompare(String(b[0]))),
  );
  await expect(insertOccurrences(database.sql, [occurrence(first, 1)])).rejects.toMatchObject({ code: '23505' });
});

test('the hash of a lead is the same for the same workspace key, and another for any other', () => {
  const key = newKey();
  expect(leadHash(key, 'L1')).toEqual(leadHash(key, 'L1'));
  expect(leadHash(key, 'L1')).not.toEqual(leadHash(key, 'L2'));
  expect(leadHash(newKey(), 'L1')).not.toEqual(leadHash(key, 'L1'));
});

describe('the once of a rule and a lead', () => {
  const taker = (fireOnce: boolean) => ({
    workspaceId: workspace,
    ruleId: newId(),
    leadHash: Buffer.from('lead'),
    firingId: newId(),
    fireOnce,
  });

  test('is taken by one firing only', async () => {
    const first = taker(true);
    await takeOnce(database.sql, [first]);
    expect(await onceHolders(database.sql, [first])).toMatchObject([
      { firingId: first.firingId, ruleId: first.ruleId },
    ]);
    await expect(takeOnce(database.sql, [{ ...first, firingId: newId() }])).rejects.toMatchObject({ code: '23505' });
    for (const other of [{ ruleId: newId() }, { leadHash: Buffer.from('x') }, { workspaceId: newId() }]) {
      expect(await onceHolders(database.sql, [{ ...first, ...other }])).toEqual([]);
      await takeOnce(database.sql, [{ ...first, ...other, firingId: newId() }]);
    }
  });

  test('is shared where the rule fires more than once', async () => {
    const first = taker(false);
    const second = { ...first, firingId: newId() };
    await takeOnce(database.sql, [first, second]);
    const holders = await onceHolders(database.sql, [first]);
    expect(holders.map(({ firingId }) => firingId).sort()).toEqual([first.firingId, second.firingId].sort());
  });

  test('of nothing is nothing', async () => {
    await takeOnce(database.sql, []);
    expect(await onceHolders(database.sql, [])).toEqual([]);
  });
});

describe('an idempotency key', () => {
  const claim = (key: string) => ({ workspaceId: workspace, key, inputHash: Buffer.from('input'), firingId: newId() });

  test('belongs to the first that claims it, whatever the second brings', async () => {
    const first = claim('k');
    expect(await takeIdempotencyKey(database.sql, first)).toEqual({
      firingId: first.firingId,
      inputHash: first.inputHash,
    });
    const second = { ...claim('k'), inputHash: Buffer.from('another') };
    expect(await takeIdempotencyKey(database.sql, second)).toEqual({
      firingId: first.firingId,
      inputHash: first.inputHash,
    });
    const elsewhere = { ...claim('k'), workspaceId: newId() };
    expect((await takeIdempotencyKey(database.sql, elsewhere)).firingId).toBe(elsewhere.firingId);
  });

  onServed('that another transaction is claiming is waited for, and free again where that rolls back', async () => {
    const second = await Database.open({ url: opened.url as string, poolSize: 1 });
    const mine = claim('k');
    let answer: Promise<{ firingId: string }> | null = null;
    await second
      .transaction(async (sql) => {
        await takeIdempotencyKey(sql, claim('k'));
        answer = takeIdempotencyKey(database.sql, mine);
        await until('the second claim waits', waiting, Boolean);
        throw new Error('rolled back');
      })
      .catch(() => {});
    expect((await (answer as unknown as Promise<{ firingId: string }>)).firingId).toBe(mine.firingId);
    await second.close();
  });
});

async function waiting(): Promise<boolean> {
  const third = await Database.open({ url: opened.url as string, poolSize: 1 });
  const [row] = await third.sql(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock' and query like '%idempotency_keys%'`,
  );
  await third.close();
  return row.count > 0;
}
