import { correctClock, databaseTime } from './clock';
import type { Database } from './database';
import { trimChanges } from './firing-changes';
import { dropOldKeys } from './idempotency-keys';
import { dropPartitionsBefore, ensurePartitions } from './partitions';

/**
 * Ids of all nodes must fall into the same months and in order: they are made by the database's clock. What it differs
 * by is known no better than by half the time of the asking; clocks that may well agree are left alone.
 */
export async function alignClock({ sql }: Pick<Database, 'sql'>): Promise<void> {
  const sent = Date.now();
  const [row] = await sql<{ now: Date }>('select clock_timestamp() as now');
  const halfTheWay = (Date.now() - sent) / 2;
  if (!row) return;
  const ahead = row.now.getTime() - (sent + halfTheWay);
  correctClock(Math.abs(ahead) <= halfTheWay + 1 ? 0 : Math.round(ahead));
}

/** What must be done from time to time, on any node: it is safe on several at once. */
export async function maintain(database: Database, retentionDays: number | null): Promise<void> {
  await alignClock(database);
  await ensurePartitions(database.sql, databaseTime());
  await trimChanges(database.sql);
  await dropOldKeys(database.sql);
  if (retentionDays === null) return;
  const kept = new Date(databaseTime().getTime() - retentionDays * 86_400_000);
  await database.session((sql) => dropPartitionsBefore(sql, kept));
}
