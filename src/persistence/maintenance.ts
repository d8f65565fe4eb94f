import { correctClock, databaseTime } from './clock';
import type { Database } from './database';
import { trimChanges } from './firing-changes';
import { dropOldKeys } from './idempotency-keys';
import { dropPartitionsBefore, ensurePartitions } from './partitions';

/** Ids of all nodes must fall into the same months and in order: they are made by the database's clock. */
export async function alignClock(database: Database): Promise<void> {
  const sent = Date.now();
  const [row] = await database.sql<{ now: Date }>('select clock_timestamp() as now');
  const received = Date.now();
  if (row) correctClock(Math.round(row.now.getTime() - (sent + received) / 2));
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
