import type { Sql } from './sql';

const PARTITIONED = ['firings', 'attempts', 'decisions'] as const;
const MONTHS_AHEAD = 3;
const LAST_MS = 2 ** 48 - 1;

/** The lowest UUIDv7 of a moment: its milliseconds in the first 48 bits, the rest zero. Moments before 1970 have none. */
export function lowestIdAt(moment: Date): string {
  const hex = Math.min(Math.max(moment.getTime(), 0), LAST_MS).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/** Makes the month partitions from last month to three ahead, where they are missing. Safe on several nodes. */
export async function ensurePartitions(sql: Sql, now: Date): Promise<void> {
  for (let ahead = -1; ahead <= MONTHS_AHEAD; ahead++) {
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
    const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1, 1));
    const suffix = from.toISOString().slice(0, 7).replace('-', '_');
    for (const table of PARTITIONED) {
      await sql(
        `create table if not exists ${table}_${suffix} partition of ${table}
         for values from ('${lowestIdAt(from)}') to ('${lowestIdAt(to)}')`,
      );
    }
  }
}

/** Drops the months that lie wholly before a moment: no row is deleted, so nothing is left to vacuum. */
export async function dropPartitionsBefore(sql: Sql, moment: Date): Promise<void> {
  const oldest = moment.toISOString().slice(0, 7).replace('-', '_');
  const rows = await sql<{ name: string; parent: string }>(
    `select c.relname as name, p.relname as parent from pg_inherits i
     join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
     where p.relname = any($1) and right(c.relname, 7) < $2`,
    [PARTITIONED, oldest],
  );
  for (const { name, parent } of rows) {
    await sql(`alter table ${parent} detach partition ${name} concurrently`);
    await sql(`drop table ${name}`);
  }
}
