import { correctClock, databaseTime } from '../../src/persistence/clock';
import type { Sql } from '../../src/persistence/database';
import { alignClock } from '../../src/persistence/maintenance';

afterEach(() => correctClock(0));

/** A database whose clock is ahead, and which takes its time to answer. */
const databaseAhead = (aheadMs: number, answersAfterMs: number): { sql: Sql } => ({
  sql: (async () => {
    const now = new Date(Date.now() + aheadMs);
    await new Promise((resolve) => setTimeout(resolve, answersAfterMs));
    return [{ now }];
  }) as unknown as Sql,
});

const ahead = () => databaseTime().getTime() - Date.now();

test('the clock is the database’s where that differs by more than the asking took', async () => {
  await alignClock(databaseAhead(60_000, 20));
  expect(ahead()).toBeGreaterThan(59_000);
  expect(ahead()).toBeLessThan(61_000);
  await alignClock(databaseAhead(-60_000, 20));
  expect(ahead()).toBeLessThan(-59_000);
});

test('a slow answer of a database on the same clock moves nothing', async () => {
  correctClock(60_000);
  await alignClock(databaseAhead(0, 80));
  expect(ahead()).toBeLessThanOrEqual(0);
});
