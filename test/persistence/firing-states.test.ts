import { randomUUID } from 'node:crypto';
import { Database } from '../../src/persistence/database';
import {
  dropOnce,
  failExpiredHeld,
  failOfPixel,
  HELD_BECAUSE,
  holdOfPixel,
  MOST_AT_ONCE,
  resumeOfPixel,
  settleByPixels,
  skipOfLeads,
} from '../../src/persistence/firing-states';
import { newId } from '../../src/persistence/ids';
import { takeOnce } from '../../src/persistence/once';
import { openTestDatabase, type TestDatabase } from '../support/database';
import { storePixel, storeWorkspace } from '../support/stored-configuration';
import { type StoredFiring, storedFiring, storeFirings } from '../support/stored-firings';

let opened: TestDatabase;
let database: Database;
let workspace: string;
let pixel: string;
const lead = newId();
const owner = randomUUID();
const onServed = process.env.TEST_DATABASE_URL ? test : test.skip;

beforeAll(async () => {
  opened = await openTestDatabase();
  database = opened.database;
  workspace = await storeWorkspace(database.sql);
  pixel = await storePixel(database.sql, workspace);
});
afterAll(() => opened.close());
beforeEach(async () => {
  await database.sql('delete from firings');
  await database.sql('delete from fired_once');
});

const out = { attempting: true, lease_owner: owner };

/** One firing in each state, all of one pixel and lead; and one beside them that nothing here may touch. */
async function everyState(): Promise<Record<string, StoredFiring>> {
  const make = (columns: object) =>
    storedFiring({ workspace_id: workspace, pixel_id: pixel, lead_id: lead, rule_id: newId(), ...columns });
  const rows = {
    pending: make({ lease_owner: owner }),
    retrying: make({ status: 'RETRYING', attempt_count: 2 }),
    held: make({ status: 'HELD', due_at: null }),
    heldAfterTries: make({ status: 'HELD', due_at: null, attempt_count: 1 }),
    out: make(out),
    succeeded: make({ status: 'SUCCEEDED', due_at: null }),
    failed: make({ status: 'FAILED', due_at: null }),
    skipped: make({ status: 'SKIPPED', due_at: null }),
    beside: make({ pixel_id: newId(), lead_id: newId() }),
    foreign: make({ workspace_id: newId() }),
  };
  await storeFirings(database.sql, Object.values(rows));
  return rows;
}

async function statuses(rows: Record<string, StoredFiring>): Promise<Record<string, string>> {
  const stored = await database.sql<{ id: string; status: string }>('select id, status from firings');
  const by = new Map(stored.map(({ id, status }) => [id, status]));
  return Object.fromEntries(Object.entries(rows).map(([name, { id }]) => [name, by.get(id) as string]));
}

const BEFORE = {
  pending: 'PENDING',
  retrying: 'RETRYING',
  held: 'HELD',
  heldAfterTries: 'HELD',
  out: 'PENDING',
  succeeded: 'SUCCEEDED',
  failed: 'FAILED',
  skipped: 'SKIPPED',
  beside: 'PENDING',
  foreign: 'PENDING',
};

test.each([
  [
    'a pixel that waits holds what is not out',
    () => holdOfPixel(database.sql, workspace, pixel, 'why'),
    { pending: 'HELD', retrying: 'HELD' },
    2,
  ],
  [
    'a pixel that works again lets go what was held',
    () => resumeOfPixel(database.sql, workspace, pixel),
    { held: 'PENDING', heldAfterTries: 'RETRYING' },
    2,
  ],
  [
    'a disconnected pixel ends what waits',
    () => failOfPixel(database.sql, workspace, pixel),
    { pending: 'FAILED', retrying: 'FAILED', held: 'FAILED', heldAfterTries: 'FAILED' },
    4,
  ],
  [
    'withdrawn consent skips what is not yet sent',
    () => skipOfLeads(database.sql, workspace, [lead], 'CONSENT_DENIED', 'why'),
    { pending: 'SKIPPED', retrying: 'SKIPPED', held: 'SKIPPED', heldAfterTries: 'SKIPPED' },
    4,
  ],
])('%s', async (_name, change, expected, count) => {
  const rows = await everyState();
  const changed = await change();
  expect(changed).toHaveLength(count);
  expect(await statuses(rows)).toEqual({ ...BEFORE, ...expected });
});

test('what was held is due at once when it is let go, and without the words of its hold', async () => {
  const row = storedFiring({ workspace_id: workspace, pixel_id: pixel, status: 'HELD', message: 'why', due_at: null });
  await storeFirings(database.sql, [row]);
  await resumeOfPixel(database.sql, workspace, pixel);
  const [stored] = await database.sql('select message, due_at <= now() as due from firings');
  expect(stored).toEqual({ message: null, due: true });
});

test('test fires are never held', async () => {
  await storeFirings(database.sql, [storedFiring({ workspace_id: workspace, pixel_id: pixel, test: true })]);
  expect(await holdOfPixel(database.sql, workspace, pixel, 'why')).toEqual([]);
});

test('a request that is out is let come back and told to stop; it keeps its lease', async () => {
  const rows = await everyState();
  await skipOfLeads(database.sql, workspace, [lead], 'LEAD_ERASED', 'why');
  const [stored] = await database.sql(
    'select status, stop_reason, skip_reason, message, lease_owner, attempting, due_at is not null as leased from firings where id = $1',
    [rows.out?.id],
  );
  expect(stored).toEqual({
    status: 'PENDING',
    stop_reason: 'LEAD_ERASED',
    skip_reason: null,
    message: null,
    lease_owner: owner,
    attempting: true,
    leased: true,
  });
});

onServed('a firing that begins while its lead is skipped is stopped all the same', async () => {
  const row = storedFiring({ workspace_id: workspace, pixel_id: pixel, lead_id: lead, lease_owner: owner });
  await storeFirings(database.sql, [row]);
  const second = await Database.open({ url: opened.url as string, poolSize: 2 });
  let skipping: Promise<unknown> = Promise.resolve();
  await second.transaction(async (sql) => {
    await sql('update firings set attempting = true where id = $1', [row.id]);
    skipping = skipOfLeads(database.sql, workspace, [lead], 'CONSENT_DENIED', 'why');
  });
  expect(await skipping).toEqual([]);
  const [stored] = await database.sql('select status, stop_reason from firings');
  expect(stored).toEqual({ status: 'PENDING', stop_reason: 'CONSENT_DENIED' });
  await second.close();
});

test('held firings past their deadline end', async () => {
  const past = new Date(Date.now() - 1_000);
  const held = (columns: object) => storedFiring({ workspace_id: workspace, status: 'HELD', due_at: null, ...columns });
  const expired = [held({ expires_at: past }), held({ expires_at: past }), held({ expires_at: past })];
  const others = [
    held({ expires_at: new Date(Date.now() + 60_000) }),
    held({}),
    storedFiring({ workspace_id: workspace, expires_at: past }),
  ];
  await storeFirings(database.sql, [...expired, ...others]);
  expect(await failExpiredHeld(database.sql)).toHaveLength(3);
  expect(await failExpiredHeld(database.sql)).toHaveLength(0);
  const failed = await database.sql<{ id: string; message: string }>(
    `select id, message from firings where status = 'FAILED'`,
  );
  expect(failed.map(({ id }) => id).sort()).toEqual(expired.map(({ id }) => id).sort());
  expect(failed[0]?.message).toContain('Expired');
});

test('what failed or was skipped gives up its once; what is out or done keeps it', async () => {
  const rows = await everyState();
  const once = (firing: StoredFiring) => ({
    workspaceId: firing.workspace_id,
    ruleId: firing.rule_id as string,
    leadHash: Buffer.from('lead'),
    firingId: firing.id,
    fireOnce: true,
  });
  await takeOnce(database.sql, Object.values(rows).map(once));
  await skipOfLeads(database.sql, workspace, [lead], 'CONSENT_DENIED', 'why');
  const kept = await database.sql<{ firing_id: string }>('select firing_id from fired_once');
  const { out: isOut, succeeded, failed, skipped, beside, foreign } = rows;
  expect(kept.map(({ firing_id }) => firing_id).sort()).toEqual(
    [isOut, succeeded, failed, skipped, beside, foreign].map((row) => row?.id).sort(),
  );
  await dropOnce(database.sql, [{ workspaceId: newId(), id: succeeded?.id as string }]);
  expect(await database.sql('select 1 from fired_once')).toHaveLength(6);
});

test('firings are brought into line with pixels that changed in the same moment, whatever state they are in', async () => {
  const [works, paused, refused, gone] = [
    await storePixel(database.sql, workspace),
    await storePixel(database.sql, workspace, { paused: true }),
    await storePixel(database.sql, workspace, { attention_reason: 'The token expired.' }),
    await storePixel(database.sql, workspace, { deleted_at: new Date() }),
  ];
  const firing = (pixel_id: string, columns: object) => storedFiring({ workspace_id: workspace, pixel_id, ...columns });
  const held = { status: 'HELD', due_at: null };
  const rows = {
    resumed: firing(works, held),
    retried: firing(works, { ...held, attempt_count: 1 }),
    untouched: firing(works, {}),
    held: firing(paused, {}),
    needsAttention: firing(refused, { status: 'RETRYING' }),
    out: firing(paused, { attempting: true }),
    failed: firing(gone, held),
  };
  await storeFirings(database.sql, Object.values(rows));
  const changed = await settleByPixels(database.sql, null);
  const found = await database.sql<{ id: string; status: string; message: string | null }>(
    'select id, status, message from firings where workspace_id = $1',
    [workspace],
  );
  const now = (row: StoredFiring) => found.find(({ id }) => id === row.id);
  expect(now(rows.resumed)).toMatchObject({ status: 'PENDING', message: null });
  expect(now(rows.retried)).toMatchObject({ status: 'RETRYING' });
  expect(now(rows.untouched)).toMatchObject({ status: 'PENDING' });
  expect(now(rows.held)).toMatchObject({ status: 'HELD', message: HELD_BECAUSE.paused });
  expect(now(rows.needsAttention)).toMatchObject({ status: 'HELD', message: HELD_BECAUSE.needsAttention });
  expect(now(rows.out)).toMatchObject({ status: 'PENDING' });
  expect(now(rows.failed)).toMatchObject({ status: 'FAILED', message: expect.stringContaining('disconnected') });
  expect(changed).toHaveLength(5);
  expect(await settleByPixels(database.sql, null)).toEqual([]);
});

test('no transaction changes more than 500 firings of a pixel; the sweep does the rest', async () => {
  const pixelId = await storePixel(database.sql, workspace, { paused: true });
  await storeFirings(
    database.sql,
    Array.from({ length: 1_100 }, () => storedFiring({ workspace_id: workspace, pixel_id: pixelId })),
  );
  expect(await holdOfPixel(database.sql, workspace, pixelId, 'why')).toHaveLength(MOST_AT_ONCE);
  expect(await settleByPixels(database.sql, 60)).toHaveLength(MOST_AT_ONCE);
  expect(await settleByPixels(database.sql, 60)).toHaveLength(100);
});

test('the sweep looks only at pixels that changed of late, where it is told to', async () => {
  const old = new Date(Date.now() - 7_200_000);
  const pixelId = await storePixel(database.sql, workspace, { paused: true, updated_at: old });
  await storeFirings(database.sql, [storedFiring({ workspace_id: workspace, pixel_id: pixelId })]);
  expect(await settleByPixels(database.sql, 3_600)).toEqual([]);
  expect(await settleByPixels(database.sql, null)).toHaveLength(1);
});
