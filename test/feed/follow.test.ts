import { ServiceError } from '../../src/domain/errors';
import { type Bus, MemoryBus } from '../../src/feed/bus';
import { Feed, type FiringChange } from '../../src/feed/follow';
import { Database, type Sql } from '../../src/persistence/database';
import { appendChanges, trimChanges } from '../../src/persistence/firing-changes';
import { FiringHistory } from '../../src/persistence/firing-history';
import { newId } from '../../src/persistence/ids';
import { Keyring, newKey } from '../../src/persistence/secrets';
import { openTestDatabase, type TestDatabase } from '../support/database';
import { changeFiring, type StoredFiring, storedFiring, storeFirings } from '../support/stored-firings';
import { until } from '../support/until';

const keyring = Keyring.parse(`k1:${newKey().toString('base64')}`);
let opened: TestDatabase;
let database: Database;
let bus: Bus;
let workspace: string;

beforeAll(async () => {
  opened = await openTestDatabase();
  database = opened.database;
});
afterAll(() => opened.close());
beforeEach(() => {
  bus = new MemoryBus();
  workspace = newId();
});
afterEach(() => bus.close());

const feedOn = (sql: Sql = database.sql, over: Bus = bus) => new Feed(sql, new FiringHistory(sql, keyring), over);

async function newFiring(columns: Partial<StoredFiring> = {}): Promise<StoredFiring> {
  const row = storedFiring({ workspace_id: workspace, ...columns });
  await storeFirings(database.sql, [row]);
  return row;
}

async function change(firing: StoredFiring, ...statuses: string[]): Promise<void> {
  for (const status of statuses) {
    await changeFiring(database, firing, status);
    bus.publish();
  }
}

async function take(stream: AsyncIterableIterator<FiringChange>, count: number): Promise<FiringChange[]> {
  const taken: FiringChange[] = [];
  while (taken.length < count) taken.push((await stream.next()).value);
  return taken;
}

const statusesOf = (changes: readonly FiringChange[]) => changes.map(({ firing }) => firing.status);

test('a follower sees each change as it left the firing, in order', async () => {
  const stream = await feedOn().follow(workspace, {}, null);
  await change(await newFiring(), 'PENDING', 'RETRYING', 'SUCCEEDED');
  expect(statusesOf(await take(stream, 3))).toEqual(['PENDING', 'RETRYING', 'SUCCEEDED']);
  await stream.return?.();
});

test('after a cursor the feed is replayed, then goes on live', async () => {
  const firing = await newFiring();
  const cursor = await feedOn().cursor(workspace);
  await change(firing, 'PENDING', 'RETRYING');
  const stream = await feedOn().follow(workspace, {}, cursor);
  const [first] = await take(stream, 1);
  const [second] = await take(stream, 1);
  await change(firing, 'SUCCEEDED');
  const [third] = await take(stream, 1);
  expect(statusesOf([first, second, third] as FiringChange[])).toEqual(['PENDING', 'RETRYING', 'SUCCEEDED']);
  await stream.return?.();
  const again = await feedOn().follow(workspace, {}, (first as FiringChange).cursor);
  expect(statusesOf(await take(again, 2))).toEqual(['RETRYING', 'SUCCEEDED']);
  await again.return?.();
});

test('nothing is missed or shown twice between replay and live, however many write', async () => {
  const cursor = await feedOn().cursor(workspace);
  const firings = await Promise.all(Array.from({ length: 8 }, () => newFiring()));
  const writing = firings.map((firing) => change(firing, ...Array.from({ length: 25 }, () => 'RETRYING')));
  await Promise.race(writing);
  const streams = await Promise.all(Array.from({ length: 4 }, () => feedOn().follow(workspace, {}, cursor)));
  const seen = await Promise.all(streams.map((stream) => take(stream, 200)));
  await Promise.all(writing);
  const stored = await database.sql<{ position: string; firing_id: string }>(
    'select position, firing_id from firing_changes where workspace_id = $1 order by position',
    [workspace],
  );
  const expected = stored.map(({ position, firing_id }) => `${position} ${firing_id}`);
  for (const changes of seen) {
    expect(
      changes.map(
        ({ cursor, firing }) => `${Buffer.from(cursor, 'base64url').toString().replace('f1:', '')} ${firing.id}`,
      ),
    ).toEqual(expected);
  }
  for (const stream of streams) await stream.return?.();
});

// An embedded database has one session: there nothing is under way beside a read.
const onServed = process.env.TEST_DATABASE_URL ? test : test.skip;

onServed('what is being committed when a cursor is taken comes after it', async () => {
  const second = await Database.open({ url: opened.url as string, poolSize: 1 });
  const firing = await newFiring();
  let cursor = '';
  await second.transaction(async (sql) => {
    await appendChanges(sql, [{ workspaceId: workspace, id: firing.id }]);
    cursor = await feedOn().cursor(workspace);
  });
  const stream = await feedOn().follow(workspace, {}, cursor);
  expect((await take(stream, 1))[0]?.firing.id).toBe(firing.id);
  await stream.return?.();
  await second.close();
});

test('a change whose wake-up was lost is found by the timer', async () => {
  const deaf: Bus = { publish() {}, subscribe: () => () => {}, close: async () => {} };
  const stream = await feedOn(database.sql, deaf).follow(workspace, {}, null);
  const next = take(stream, 1);
  await change(await newFiring(), 'PENDING');
  expect(statusesOf(await next)).toEqual(['PENDING']);
  await stream.return?.();
});

test('a slow consumer is read for one page ahead, not more', async () => {
  const cursor = await feedOn().cursor(workspace);
  const rows = Array.from({ length: 900 }, () => storedFiring({ workspace_id: workspace }));
  await storeFirings(database.sql, rows);
  await database.transaction((sql) =>
    appendChanges(
      sql,
      rows.map(({ id }) => ({ workspaceId: workspace, id })),
    ),
  );
  let read = 0;
  const counting: Sql = async (text, parameters) => {
    const answer = await database.sql(text, parameters);
    if (text.includes('from firing_changes where workspace_id = $1 and position >')) read += answer.length;
    // biome-ignore lint/suspicious/noExplicitAny: the rows as they came
    return answer as any;
  };
  const stream = await feedOn(counting).follow(workspace, {}, cursor);
  await take(stream, 5);
  for (let wakeUps = 0; wakeUps < 50; wakeUps++) bus.publish();
  expect(read).toBe(200);
  await take(stream, 895);
  expect(read).toBe(900);
  await stream.return?.();
});

test('a filter passes the statuses and pixels it names; other workspaces are never seen', async () => {
  const wanted = await newFiring();
  const other = await newFiring();
  const foreign = await newFiring({ workspace_id: newId() });
  const stream = await feedOn().follow(
    workspace,
    { pixelId: wanted.pixel_id as string, statuses: ['SUCCEEDED', 'FAILED'] },
    null,
  );
  await change(foreign, 'SUCCEEDED');
  await change(other, 'SUCCEEDED');
  await change(wanted, 'RETRYING', 'SUCCEEDED');
  const [first] = await take(stream, 1);
  expect(first?.firing).toMatchObject({ id: wanted.id, status: 'SUCCEEDED' });
  await stream.return?.();
});

test.each([
  '',
  'nonsense',
  Buffer.from('f1:-1').toString('base64url'),
  Buffer.from('f1:999999999').toString('base64url'),
])('the cursor %j is none of this feed', async (cursor) => {
  const following = feedOn().follow(workspace, {}, cursor);
  await expect(following).rejects.toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: 'after' }] });
});

test('a cursor older than what is kept is refused as such; the newest stays good', async () => {
  const firing = await newFiring();
  const old = await feedOn().cursor(workspace);
  await change(firing, 'PENDING', 'SUCCEEDED');
  const newest = await feedOn().cursor(workspace);
  await database.sql(`update firing_changes set at = now() - interval '73 hours' where workspace_id = $1`, [workspace]);
  await trimChanges(database.sql);
  const refused = await feedOn()
    .follow(workspace, {}, old)
    .catch((error) => error);
  expect(refused).toBeInstanceOf(ServiceError);
  expect(refused.code).toBe('CURSOR_EXPIRED');
  expect(await feedOn().cursor(workspace)).toBe(newest);
  const stream = await feedOn().follow(workspace, {}, newest);
  await change(firing, 'FAILED');
  expect(statusesOf(await take(stream, 1))).toEqual(['FAILED']);
  await stream.return?.();
});

test('a follower who leaves while nothing happens is let go at once', async () => {
  let listening = 0;
  const counting: Bus = {
    publish: () => bus.publish(),
    subscribe: (wake) => {
      const stop = bus.subscribe(wake);
      listening += 1;
      return () => {
        listening -= 1;
        stop();
      };
    },
    close: () => bus.close(),
  };
  const stream = await feedOn(database.sql, counting).follow(workspace, { pixelId: newId() }, null);
  const next = stream.next();
  await until(
    'the follower waits',
    () => listening,
    (count) => count === 1,
  );
  await stream.return?.();
  expect(await next).toEqual({ done: true, value: undefined });
  expect(listening).toBe(0);
  expect(await stream.next()).toEqual({ done: true, value: undefined });
});
