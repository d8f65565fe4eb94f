import { correctClock } from '../../src/persistence/clock';
import { Database } from '../../src/persistence/database';
import { createdAtOf, newId } from '../../src/persistence/ids';
import { alignClock, maintain } from '../../src/persistence/maintenance';
import { dropPartitionsBefore, ensurePartitions, lowestIdAt } from '../../src/persistence/partitions';
import { openTestDatabase, type TestDatabase } from '../support/database';
import { storedFiring, storeFirings } from '../support/stored-firings';

let opened: TestDatabase;
let database: Database;
const onServed = process.env.TEST_DATABASE_URL ? test : test.skip;

beforeEach(async () => {
  opened = await openTestDatabase();
  database = opened.database;
});
afterEach(async () => {
  correctClock(0);
  await opened.close();
});

const drop = (on: Database, moment: Date) => on.session((sql) => dropPartitionsBefore(sql, moment));

async function months(table = 'firings'): Promise<string[]> {
  const rows = await database.sql<{ name: string }>(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = $1::regclass order by 1`,
    [table],
  );
  return rows.map(({ name }) => name.slice(-7));
}

async function tables(): Promise<string[]> {
  const rows = await database.sql<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relname ~ '_\\d{4}_\\d{2}$' order by 1`,
  );
  return rows.map(({ name }) => name);
}

const monthsFrom = (now: Date, first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + first + index, 1))
      .toISOString()
      .slice(0, 7)
      .replace('-', '_'),
  );

const idAt = (moment: string) => `${lowestIdAt(new Date(moment)).slice(0, 14)}7000-8000-000000000001`;

test('a migrated database has the month before, this one and three ahead, of each table', async () => {
  for (const table of ['firings', 'attempts', 'decisions']) {
    expect(await months(table)).toEqual(monthsFrom(new Date(), -1, 3));
  }
});

test('a firing of the last millisecond of a month is in it, the next one in the next', async () => {
  await ensurePartitions(database.sql, new Date('2031-12-31T23:59:59Z'));
  const rows = ['2031-12-31T23:59:59.999Z', '2032-01-01T00:00:00.000Z'].map((moment) => ({
    ...storedFiring({ workspace_id: newId() }),
    id: idAt(moment),
  }));
  await storeFirings(database.sql, rows);
  const stored = await database.sql('select tableoid::regclass::text as name from firings order by id');
  expect(stored).toEqual([{ name: 'firings_2031_12' }, { name: 'firings_2032_01' }]);
});

onServed('nodes that make a new month at once all succeed', async () => {
  const nodes = await Promise.all(
    Array.from({ length: 6 }, () => Database.open({ url: opened.url as string, poolSize: 1 })),
  );
  const later = new Date('2033-06-15T00:00:00Z');
  await Promise.all(nodes.map((node) => ensurePartitions(node.sql, later)));
  expect(await months()).toEqual(expect.arrayContaining(monthsFrom(later, -1, 3)));
  for (const node of nodes) await node.close();
});

test('months wholly before the moment are dropped, of each table; the month it is in stays', async () => {
  await ensurePartitions(database.sql, new Date('2020-03-15T00:00:00Z'));
  await storeFirings(database.sql, [{ ...storedFiring({ workspace_id: newId() }), id: idAt('2020-04-10T00:00:00Z') }]);
  await drop(database, new Date('2020-05-20T00:00:00Z'));
  const kept = monthsFrom(new Date('2020-05-01'), 0, 1);
  for (const table of ['firings', 'attempts', 'decisions']) {
    expect((await months(table)).filter((month) => month < '2021')).toEqual(kept);
  }
  expect((await tables()).filter((name) => name.includes('2020'))).toHaveLength(6);
  expect(await database.sql('select 1 from firings')).toEqual([]);
});

test('a month that a crash left detached is dropped the next time', async () => {
  await ensurePartitions(database.sql, new Date('2020-03-15T00:00:00Z'));
  await database.sql('alter table firings detach partition firings_2020_02 concurrently');
  await drop(database, new Date('2020-05-20T00:00:00Z'));
  expect((await tables()).filter((name) => name.includes('2020_0') && name < 'firings_2020_05')).not.toContain(
    'firings_2020_02',
  );
});

onServed('nodes that drop at once do not fail each other', async () => {
  await ensurePartitions(database.sql, new Date('2020-03-15T00:00:00Z'));
  const nodes = await Promise.all(
    Array.from({ length: 3 }, () => Database.open({ url: opened.url as string, poolSize: 1 })),
  );
  await Promise.all(nodes.map((node) => drop(node, new Date('2020-08-01T00:00:00Z'))));
  expect((await tables()).filter((name) => name.includes('2020'))).toEqual([]);
  for (const node of nodes) await node.close();
});

test('maintenance keeps everything without a retention, and drops what is older with one', async () => {
  await ensurePartitions(database.sql, new Date('2020-03-15T00:00:00Z'));
  await database.sql(
    `insert into idempotency_keys (workspace_id, key, input_hash, firing_id, created_at)
     select $1::uuid, 'key ' || days, '', $1::uuid, now() - make_interval(days => days) from unnest(array[0, 30, 32]) days`,
    [newId()],
  );
  await maintain(database, null);
  expect(await months()).toContain('2020_03');
  const keys = await database.sql<{ key: string }>('select key from idempotency_keys order by key');
  expect(keys.map(({ key }) => key)).toEqual(['key 0', 'key 30']);
  await maintain(database, 90);
  expect((await months()).filter((month) => month < '2021')).toEqual([]);
  expect(await months()).toEqual(expect.arrayContaining(monthsFrom(new Date(), -1, 3)));
});

test('ids are made by the clock of the database, however far off this node’s is', async () => {
  const real = Date.now;
  try {
    Date.now = () => real() + 48 * 3_600_000;
    await alignClock(database);
    const [row] = await database.sql<{ now: Date }>('select clock_timestamp() as now');
    expect(Math.abs(createdAtOf(newId()).getTime() - (row?.now.getTime() as number))).toBeLessThan(10_000);
  } finally {
    Date.now = real;
  }
});
