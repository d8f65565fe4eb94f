import { LOCKS } from './advisory-locks';
import type { Sql } from './sql';

const PARTITIONED = ['firings', 'attempts', 'decisions'] as const;
const MONTHS_AHEAD = 3;
const LAST_MS = 2 ** 48 - 1;

/** The lowest UUIDv7 of a moment: its milliseconds in the first 48 bits, the rest zero. Moments before 1970 have none. */
export function lowestIdAt(moment: Date): string {
  const hex = Math.min(Math.max(moment.getTime(), 0), LAST_MS).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/** Makes the month partitions from last month to three ahead, where they are missing. Safe on several nodes at once. */
export async function ensurePartitions(sql: Sql, now: Date): Promise<void> {
  const statements: string[] = [];
  for (let ahead = -1; ahead <= MONTHS_AHEAD; ahead++) {
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
    const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1, 1));
    for (const table of PARTITIONED) {
      statements.push(
        `create table if not exists ${table}_${monthOf(from)} partition of ${table}
         for values from ('${lowestIdAt(from)}') to ('${lowestIdAt(to)}');`,
      );
    }
  }
  // "If not exists" alone fails where two make the same table; a block is one transaction, so it holds the lock.
  await sql(`do $$ begin perform pg_advisory_xact_lock(${LOCKS.makePartitions}); ${statements.join('\n')} end $$`);
}

/**
 * Drops the months that lie wholly before a moment: no row is deleted, so nothing is left to vacuum. `sql` must be of
 * one session. While another node is at it nothing is done; what a crash left half detached is finished.
 */
export async function dropPartitionsBefore(sql: Sql, moment: Date): Promise<void> {
  const [lock] = await sql<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [LOCKS.dropPartitions]);
  if (!lock?.taken) return;
  try {
    for (const { name, parent, pending } of await monthsBefore(sql, monthOf(moment))) {
      if (parent) await sql(`alter table ${parent} detach partition ${name} ${pending ? 'finalize' : 'concurrently'}`);
      await sql(`drop table ${name}`);
    }
  } finally {
    await sql('select pg_advisory_unlock($1)', [LOCKS.dropPartitions]);
  }
}

/** By their names, so that one that is already detached is found, too; then `parent` is null. */
function monthsBefore(
  sql: Sql,
  month: string,
): Promise<{ name: string; parent: string | null; pending: boolean | null }[]> {
  return sql(
    `select c.relname as name, p.relname as parent, i.inhdetachpending as pending
     from pg_class c left join pg_inherits i on i.inhrelid = c.oid left join pg_class p on p.oid = i.inhparent
     where c.relkind = 'r' and pg_table_is_visible(c.oid) and right(c.relname, 7) < $2
       and c.relname ~ ('^(' || array_to_string($1::text[], '|') || ')_\\d{4}_\\d{2}$') order by 1`,
    [PARTITIONED, month],
  );
}

function monthOf(moment: Date): string {
  return moment.toISOString().slice(0, 7).replace('-', '_');
}
