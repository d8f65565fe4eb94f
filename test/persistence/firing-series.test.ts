import type { Database } from '../../src/persistence/database';
import { FiringHistory } from '../../src/persistence/firing-history';
import { newId } from '../../src/persistence/ids';
import { ensurePartitions, lowestIdAt } from '../../src/persistence/partitions';
import { Keyring, newKey } from '../../src/persistence/secrets';
import { openTestDatabase, type TestDatabase } from '../support/database';
import { storedFiring, storeFirings } from '../support/stored-firings';

let opened: TestDatabase;
let database: Database;
let history: FiringHistory;
let workspace: string;

beforeAll(async () => {
  opened = await openTestDatabase();
  database = opened.database;
  history = new FiringHistory(database.sql, Keyring.parse(`k1:${newKey().toString('base64')}`));
  for (const month of ['2026-03-15', '2026-10-15']) await ensurePartitions(database.sql, new Date(month));
});
afterAll(() => opened.close());
beforeEach(() => {
  workspace = newId();
});

async function firedAt(...moments: [at: string, status?: string][]): Promise<void> {
  const rows = moments.map(([at, status = 'SUCCEEDED'], index) => ({
    ...storedFiring({ workspace_id: workspace, status, due_at: null }),
    id: lowestIdAt(new Date(at)).slice(0, -12) + String(index).padStart(12, '0'),
  }));
  await storeFirings(database.sql, rows);
}

const utc = (text: string) => new Date(text);

async function counts(filter: object, interval: 'HOUR' | 'DAY', zone: string): Promise<[string, number][]> {
  const buckets = await history.series(workspace, filter, interval, zone);
  return buckets.map(({ from, stats }) => [from.toISOString(), stats.succeeded]);
}

test('days begin at midnight of the zone, empty ones are there, and each firing is in one', async () => {
  await firedAt(['2026-10-01T21:59:59Z'], ['2026-10-01T22:00:00Z'], ['2026-10-04T12:00:00Z']);
  expect(await counts({}, 'DAY', 'Europe/Berlin')).toEqual([
    ['2026-09-30T22:00:00.000Z', 1],
    ['2026-10-01T22:00:00.000Z', 1],
    ['2026-10-02T22:00:00.000Z', 0],
    ['2026-10-03T22:00:00.000Z', 1],
  ]);
});

test('the day on which the clocks go back has 25 hours, and the hour that comes twice is two', async () => {
  await firedAt(['2026-10-25T00:30:00Z'], ['2026-10-25T01:30:00Z'], ['2026-10-25T22:59:59Z']);
  expect(await counts({}, 'DAY', 'Europe/Berlin')).toEqual([['2026-10-24T22:00:00.000Z', 3]]);
  const filter = { createdAfter: utc('2026-10-24T22:00:00Z'), createdBefore: utc('2026-10-25T23:00:00Z') };
  const hours = await counts(filter, 'HOUR', 'Europe/Berlin');
  expect(hours).toHaveLength(25);
  expect(hours.filter(([, count]) => count > 0).map(([from]) => from)).toEqual([
    '2026-10-25T00:00:00.000Z',
    '2026-10-25T01:00:00.000Z',
    '2026-10-25T22:00:00.000Z',
  ]);
});

test('the day on which the clocks go forward has 23 hours', async () => {
  await firedAt(['2026-03-29T00:30:00Z']);
  const filter = { createdAfter: utc('2026-03-28T23:00:00Z'), createdBefore: utc('2026-03-29T22:00:00Z') };
  expect(await counts(filter, 'HOUR', 'Europe/Berlin')).toHaveLength(23);
});

test('a zone of three quarters of an hour has its own hours', async () => {
  await firedAt(['2026-10-01T00:14:59Z'], ['2026-10-01T00:15:00Z']);
  expect(await counts({}, 'HOUR', 'Asia/Kathmandu')).toEqual([
    ['2026-09-30T23:15:00.000Z', 1],
    ['2026-10-01T00:15:00.000Z', 1],
  ]);
});

test('the range is the one asked for: its end is left out, and outside it nothing is counted', async () => {
  await firedAt(['2026-10-01T00:00:00Z'], ['2026-10-01T05:00:00Z'], ['2026-10-01T06:00:00Z']);
  const filter = { createdAfter: utc('2026-10-01T03:00:00Z'), createdBefore: utc('2026-10-01T06:00:00Z') };
  expect(await counts(filter, 'HOUR', 'UTC')).toEqual([
    ['2026-10-01T03:00:00.000Z', 0],
    ['2026-10-01T04:00:00.000Z', 0],
    ['2026-10-01T05:00:00.000Z', 1],
  ]);
});

test('each status is counted, and nothing at all gives no buckets', async () => {
  expect(await history.series(workspace, {}, 'DAY', 'UTC')).toEqual([]);
  await firedAt(
    ['2026-10-01T00:00:00Z', 'FAILED'],
    ['2026-10-01T01:00:00Z', 'SKIPPED'],
    ['2026-10-01T02:00:00Z', 'HELD'],
  );
  const [day] = await history.series(workspace, {}, 'DAY', 'UTC');
  expect(day?.stats).toEqual({ succeeded: 0, failed: 1, skipped: 1, waiting: 1 });
});

test('an unknown zone and a range of too many buckets are the caller’s to mend', async () => {
  await expect(history.series(workspace, {}, 'DAY', 'Mars/Olympus')).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    fields: [{ path: 'timeZone' }],
  });
  const years = { createdAfter: utc('2020-01-01T00:00:00Z'), createdBefore: utc('2026-01-01T00:00:00Z') };
  await expect(history.series(workspace, years, 'HOUR', 'UTC')).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    fields: [{ path: 'filter' }],
  });
});
