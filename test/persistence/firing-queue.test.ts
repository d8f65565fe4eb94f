import { randomUUID } from 'node:crypto';
import { Database } from '../../src/persistence/database';
import {
  begin,
  claim,
  LEASE_SECONDS,
  meanwhile,
  record,
  release,
  releaseAll,
  renew,
} from '../../src/persistence/firing-queue';
import { HELD_BECAUSE } from '../../src/persistence/firing-states';
import { newId } from '../../src/persistence/ids';
import { jsonOf } from '../../src/persistence/rows';
import { openTestDatabase, type TestDatabase } from '../support/database';
import { storePixel, storeWorkspace } from '../support/stored-configuration';
import { type StoredFiring, storedFiring, storeFirings } from '../support/stored-firings';

let opened: TestDatabase;
let database: Database;
let workspace: string;
let pixel: string;
const [me, other] = [randomUUID(), randomUUID()];
const onServed = process.env.TEST_DATABASE_URL ? test : test.skip;

beforeAll(async () => {
  opened = await openTestDatabase();
  database = opened.database;
});
afterAll(() => opened.close());
beforeEach(async () => {
  await database.sql('delete from firings');
  workspace = await storeWorkspace(database.sql);
  pixel = await storePixel(database.sql, workspace);
});

const key = ({ workspace_id, id }: StoredFiring) => ({ workspaceId: workspace_id, id });
const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000);

async function due(...columns: Partial<StoredFiring>[]): Promise<StoredFiring[]> {
  const rows = columns.map((own) =>
    storedFiring({ workspace_id: workspace, pixel_id: pixel, due_at: ago(60), ...own }),
  );
  await storeFirings(database.sql, rows);
  return rows;
}

async function now(firing: StoredFiring): Promise<Record<string, unknown>> {
  const [row] = await database.sql(
    'select *, extract(epoch from due_at - now())::float as due_in from firings where workspace_id = $1 and id = $2',
    [firing.workspace_id, firing.id],
  );
  return row;
}

const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).sort();

test('what is due is claimed oldest first, with a lease by the clock of the database', async () => {
  const [late, early] = await due({ due_at: ago(10) }, { due_at: ago(20) });
  await due(
    { due_at: ago(-5) },
    { status: 'HELD', due_at: null },
    { status: 'SUCCEEDED', due_at: null },
    { status: 'FAILED', due_at: null },
  );
  expect(idsOf(await claim(database.sql, me, 1, []))).toEqual([early?.id]);
  expect(idsOf(await claim(database.sql, me, 10, []))).toEqual([late?.id]);
  const row = await now(early as StoredFiring);
  expect(row.lease_owner).toBe(me);
  expect(row.due_in).toBeGreaterThan(LEASE_SECONDS - 5);
  expect(row.due_in).toBeLessThanOrEqual(LEASE_SECONDS);
  expect(await claim(database.sql, other, 10, [])).toEqual([]);
});

test('pixels whose lanes are full are passed over', async () => {
  const [mine] = await due({ pixel_id: newId() }, { pixel_id: pixel });
  expect(idsOf(await claim(database.sql, me, 10, [pixel]))).toEqual([mine?.id]);
});

test('a firing comes with the key of its lead, and without one where the lead is gone', async () => {
  const leadId = newId();
  await database.sql('insert into leads (workspace_id, id, caller_id, key_sealed) values ($1, $2, $3, $4)', [
    workspace,
    leadId,
    'L1',
    Buffer.from('key'),
  ]);
  await due({ lead_id: leadId, event_sealed: Buffer.from('event') }, { lead_id: newId() });
  const [first, second] = await claim(database.sql, me, 10, []);
  expect(first).toMatchObject({ lead_id: leadId, key_sealed: Buffer.from('key'), event_sealed: Buffer.from('event') });
  expect(second?.key_sealed).toBeNull();
});

test('nodes that claim at once share what is due: each firing goes to one of them', async () => {
  const rows = await due(...Array.from({ length: 200 }, () => ({})));
  const nodes = Array.from({ length: 8 }, () => randomUUID());
  const claimed = await Promise.all(nodes.flatMap((node) => [1, 2].map(() => claim(database.sql, node, 25, []))));
  const all = claimed.flat();
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  const rest = await claim(database.sql, me, 200, []);
  expect(idsOf([...all, ...rest])).toEqual(idsOf(rows));
});

onServed('a firing that another transaction holds is passed over, not waited for', async () => {
  const [locked, free] = await due({ due_at: ago(20) }, { due_at: ago(10) });
  const second = await Database.open({ url: opened.url as string, poolSize: 1 });
  await second.transaction(async (sql) => {
    await sql('select 1 from firings where id = $1 for update', [locked?.id]);
    expect(idsOf(await claim(database.sql, me, 10, []))).toEqual([free?.id]);
  });
  await second.close();
});

test('a lease that ended is claimed by another node; the first can neither renew, begin nor record any more', async () => {
  const [firing] = (await due({})) as [StoredFiring];
  await claim(database.sql, me, 10, []);
  await database.sql(`update firings set due_at = now() - interval '1 second', attempting = true where id = $1`, [
    firing.id,
  ]);
  expect(idsOf(await claim(database.sql, other, 10, []))).toEqual([firing.id]);
  expect((await now(firing)).attempting).toBe(false);
  await database.sql(`update firings set due_at = now() + interval '1 second' where id = $1`, [firing.id]);
  await renew(database.sql, me, [key(firing)]);
  expect((await now(firing)).due_in).toBeLessThan(2);
  await release(database.sql, me, [key(firing)]);
  expect((await now(firing)).lease_owner).toBe(other);
  expect((await begin(database.sql, me, [key(firing)])).size).toBe(0);
  expect((await record(database.sql, me, jsonOf([ended(firing)]))).size).toBe(0);
  expect((await begin(database.sql, other, [key(firing)])).size).toBe(1);
  expect((await record(database.sql, other, jsonOf([ended(firing)]))).size).toBe(1);
});

test('a lease is renewed while it is held, and handed back to be claimed at once', async () => {
  const [first, second] = (await due({}, {})) as [StoredFiring, StoredFiring];
  await claim(database.sql, me, 10, []);
  await database.sql(`update firings set due_at = now() + interval '1 second'`);
  await renew(database.sql, me, [key(first)]);
  expect((await now(first)).due_in).toBeGreaterThan(LEASE_SECONDS - 5);
  expect((await now(second)).due_in).toBeLessThan(2);
  await release(database.sql, me, [key(second)]);
  expect(await now(second)).toMatchObject({ status: 'PENDING', attempt_count: 0, attempting: false });
  expect(idsOf(await claim(database.sql, other, 10, []))).toEqual([second.id]);
});

test('an id is claimed back only under its own workspace', async () => {
  const [firing] = (await due({})) as [StoredFiring];
  await claim(database.sql, me, 10, []);
  const foreign = [{ workspaceId: newId(), id: firing.id }];
  expect((await begin(database.sql, me, foreign)).size).toBe(0);
  await release(database.sql, me, foreign);
  expect((await now(firing)).lease_owner).toBe(me);
});

test.each([
  ['a working pixel', {}, false, true],
  ['a paused pixel', { paused: true }, false, false],
  ['a pixel that needs attention', { attention_reason: 'token' }, false, false],
  ['a disconnected pixel', { deleted_at: new Date() }, false, false],
  ['a test fire on a paused pixel', { paused: true }, true, true],
])('an attempt on %s begins: %#', async (_name, columns, isTest, begins) => {
  const pixelId = await storePixel(database.sql, workspace, columns);
  const [firing] = (await due({ pixel_id: pixelId, test: isTest })) as [StoredFiring];
  await claim(database.sql, me, 10, []);
  expect((await begin(database.sql, me, [key(firing)])).has(firing.id)).toBe(begins);
  expect((await now(firing)).attempting).toBe(begins);
  expect((await begin(database.sql, me, [key(firing)])).size).toBe(0);
});

function ended(firing: StoredFiring, columns: object = {}) {
  return {
    workspace_id: firing.workspace_id,
    id: firing.id,
    status: 'SUCCEEDED',
    skip_reason: null,
    message: null,
    attempt_count: 1,
    unknown_count: 0,
    request_sealed: Buffer.from('request'),
    next_attempt_at: null,
    warnings: null,
    match_keys: null,
    ...columns,
  };
}

test('a record ends the lease and leaves what it does not name', async () => {
  const [first, second] = (await due({ warnings: '{old}' }, { warnings: '{old}' })) as [StoredFiring, StoredFiring];
  await claim(database.sql, me, 10, []);
  await begin(database.sql, me, [key(first), key(second)]);
  const next = new Date(Date.now() + 60_000);
  const rows = [
    ended(first),
    ended(second, { status: 'RETRYING', next_attempt_at: next, warnings: ['new'], match_keys: ['em', 'ph'] }),
  ];
  expect(await record(database.sql, me, jsonOf(rows))).toEqual(new Set([first.id, second.id]));
  expect(await now(first)).toMatchObject({
    status: 'SUCCEEDED',
    attempt_count: 1,
    request_sealed: Buffer.from('request'),
    warnings: ['old'],
    match_keys: ['em'],
    lease_owner: null,
    attempting: false,
    due_at: null,
  });
  expect(await now(second)).toMatchObject({
    status: 'RETRYING',
    due_at: next,
    warnings: ['new'],
    match_keys: ['em', 'ph'],
  });
  expect((await record(database.sql, me, jsonOf([ended(first)]))).size).toBe(0);
});

test('while an attempt is out its stop and the state of its pixel are told', async () => {
  const paused = await storePixel(database.sql, workspace, { paused: true });
  const [plain, stopped, waiting] = (await due({}, { stop_reason: 'LEAD_ERASED' }, { pixel_id: paused })) as [
    StoredFiring,
    StoredFiring,
    StoredFiring,
  ];
  expect(await meanwhile(database.sql, [plain, stopped, waiting].map(key))).toEqual(
    new Map([
      [plain.id, { stopReason: null, pixelWaits: null, pixelGone: false }],
      [stopped.id, { stopReason: 'LEAD_ERASED', pixelWaits: null, pixelGone: false }],
      [waiting.id, { stopReason: null, pixelWaits: HELD_BECAUSE.paused, pixelGone: false }],
    ]),
  );
});

test('the only node of a database takes every lease back, whoever held it', async () => {
  const [leased] = (await due({ lease_owner: other, due_at: new Date(Date.now() + 15_000) })) as [StoredFiring];
  await releaseAll(database.sql);
  const claimed = await claim(database.sql, me, 10_000, []);
  expect(claimed.map(({ id }) => id)).toContain(leased.id);
});

test('a claim with a low-water mark does not look before it', async () => {
  const [early, late] = (await due(
    { due_at: new Date(Date.now() - 60_000) },
    { due_at: new Date(Date.now() - 1_000) },
  )) as [StoredFiring, StoredFiring];
  const marked = await claim(database.sql, me, 10_000, [], new Date(Date.now() - 30_000));
  expect(idsOf(marked)).toContain(late.id);
  expect(idsOf(marked)).not.toContain(early.id);
  expect(idsOf(await claim(database.sql, me, 10_000, []))).toContain(early.id);
});
