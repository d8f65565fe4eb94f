import { Database } from '../../src/persistence/database';
import { appendChanges, feedHead, readChanges, trimChanges, trimmedTo } from '../../src/persistence/firing-changes';
import { newId } from '../../src/persistence/ids';
import { openTestDatabase, type TestDatabase } from '../support/database';
import { changeFiring, type StoredFiring, storedFiring, storeFirings } from '../support/stored-firings';

let opened: TestDatabase;
let database: Database;
let workspace: string;
const onServed = process.env.TEST_DATABASE_URL ? test : test.skip;

beforeAll(async () => {
  opened = await openTestDatabase();
  database = opened.database;
});
afterAll(() => opened.close());
beforeEach(() => {
  workspace = newId();
});

async function stored(count: number): Promise<StoredFiring[]> {
  const rows = Array.from({ length: count }, () => storedFiring({ workspace_id: workspace }));
  await storeFirings(database.sql, rows);
  return rows;
}

const keysOf = (rows: readonly StoredFiring[]) =>
  rows.map(({ workspace_id, id }) => ({ workspaceId: workspace_id, id }));

test('changes stand in the order they were handed in, as the firings are then', async () => {
  const rows = await stored(5);
  const order = [rows[3], rows[0], rows[4], rows[1], rows[2]] as StoredFiring[];
  await database.transaction((sql) => appendChanges(sql, keysOf(order)));
  await changeFiring(database, rows[0] as StoredFiring, 'SUCCEEDED');
  const changes = await readChanges(database.sql, workspace, '0', 100);
  expect(changes.map(({ firing_id }) => firing_id)).toEqual([...order, rows[0]].map((row) => row?.id));
  expect(changes.map(({ status }) => status)).toEqual([...order.map(() => 'PENDING'), 'SUCCEEDED']);
  expect(changes[0]).toMatchObject({ warnings: [], match_keys: ['em'], attempt_count: 0, skip_reason: null });
  const [, second] = changes;
  expect(
    (await readChanges(database.sql, workspace, second?.position as string, 2)).map(({ position }) => position),
  ).toEqual(changes.slice(2, 4).map(({ position }) => position));
});

test('a change of nothing takes no position', async () => {
  const before = await feedHead(database.sql, workspace);
  await database.transaction((sql) => appendChanges(sql, []));
  expect(await feedHead(database.sql, workspace)).toBe(before);
});

test('a workspace sees its own changes and its own head', async () => {
  const [row] = (await stored(1)) as [StoredFiring];
  await changeFiring(database, row, 'SUCCEEDED');
  const [change] = await readChanges(database.sql, workspace, '0', 100);
  expect(await feedHead(database.sql, workspace)).toBe(change?.position);
  expect(await readChanges(database.sql, newId(), '0', 100)).toEqual([]);
});

onServed('a reader never skips a change that commits later: commit order is position order', async () => {
  const rows = await stored(8);
  const nodes = await Promise.all(rows.map(() => Database.open({ url: opened.url as string, poolSize: 1 })));
  const seen: string[] = [];
  let writing = true;
  const reader = (async () => {
    for (let last = '0', more = true; more; ) {
      more = writing;
      const changes = await readChanges(database.sql, workspace, last, 1_000);
      seen.push(...changes.map(({ position }) => position));
      last = changes.at(-1)?.position ?? last;
    }
  })();
  await Promise.all(
    nodes.map(async (node, index) => {
      for (let count = 0; count < 40; count++) await changeFiring(node, rows[index] as StoredFiring, 'RETRYING');
    }),
  );
  writing = false;
  await reader;
  const all = await database.sql<{ position: string }>(
    'select position from firing_changes where workspace_id = $1 order by position',
    [workspace],
  );
  expect(all).toHaveLength(320);
  expect(seen).toEqual(all.map(({ position }) => position));
  for (const node of nodes) await node.close();
});

onServed('the head is what is committed, not what is being written', async () => {
  const [row] = (await stored(1)) as [StoredFiring];
  await changeFiring(database, row, 'RETRYING');
  const before = await feedHead(database.sql, workspace);
  const second = await Database.open({ url: opened.url as string, poolSize: 1 });
  await second.transaction(async (sql) => {
    await appendChanges(sql, keysOf([row]));
    expect(await feedHead(database.sql, workspace)).toBe(before);
  });
  expect(BigInt(await feedHead(database.sql, workspace))).toBeGreaterThan(BigInt(before));
  await second.close();
});

test('changes of more than 72 hours go, and how far is remembered', async () => {
  const [old, young] = (await stored(2)) as [StoredFiring, StoredFiring];
  await changeFiring(database, old, 'SUCCEEDED');
  await changeFiring(database, young, 'SUCCEEDED');
  await database.sql(`update firing_changes set at = now() - interval '71 hours' where firing_id = $1`, [young.id]);
  await trimChanges(database.sql);
  expect(await readChanges(database.sql, workspace, '0', 10)).toHaveLength(2);
  await database.sql(`update firing_changes set at = now() - interval '73 hours' where firing_id = $1`, [old.id]);
  const [first] = await readChanges(database.sql, workspace, '0', 10);
  await trimChanges(database.sql);
  expect(await trimmedTo(database.sql, workspace)).toBe(first?.position);
  expect((await readChanges(database.sql, workspace, '0', 10)).map(({ firing_id }) => firing_id)).toEqual([young.id]);
  await trimChanges(database.sql);
  expect(await trimmedTo(database.sql, workspace)).toBe(first?.position);
});

test('what another workspace’s changes are trimmed of leaves a quiet workspace’s cursor good', async () => {
  const [row] = (await stored(1)) as [StoredFiring];
  await changeFiring(database, row, 'SUCCEEDED');
  const busy = newId();
  const theirs = storedFiring({ workspace_id: busy });
  await storeFirings(database.sql, [theirs]);
  await changeFiring(database, theirs, 'SUCCEEDED');
  await database.sql(`update firing_changes set at = now() - interval '73 hours' where workspace_id = $1`, [busy]);
  await trimChanges(database.sql);
  const head = BigInt(await feedHead(database.sql, workspace));
  expect(BigInt(await trimmedTo(database.sql, busy))).toBeGreaterThan(head);
  expect(BigInt(await trimmedTo(database.sql, workspace))).toBeLessThanOrEqual(head);
});
