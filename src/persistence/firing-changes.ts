import { LOCKS } from './advisory-locks';
import type { Sql } from './database';
import { keyColumns } from './rows';

const KEPT_HOURS = 72;

export interface FiringKey {
  workspaceId: string;
  id: string;
}

/** One change as stored: the firing's changing fields as they were then. */
export interface ChangeRow {
  position: string;
  firing_id: string;
  at: Date;
  status: string;
  skip_reason: string | null;
  message: string | null;
  warnings: string[];
  match_keys: string[];
  attempt_count: number;
  next_attempt_at: Date | null;
}

/**
 * Adds the firings as they are now to the feed. Must be the last statement of its transaction: the position is drawn
 * under one lock that is held through commit, so that commit order is position order and a reader never skips one.
 */
export async function appendChanges(sql: Sql, firings: readonly FiringKey[]): Promise<void> {
  if (firings.length === 0) return;
  await sql('select pg_advisory_xact_lock($1)', [LOCKS.feedOrder]);
  await sql(
    `insert into firing_changes (workspace_id, position, firing_id, at, status, skip_reason, message, warnings,
       match_keys, attempt_count, next_attempt_at)
     select workspace_id, nextval('firing_changes_position'), id, updated_at, status, skip_reason, message, warnings,
       match_keys, attempt_count, next_attempt_at
     from (select f.* from unnest($1::uuid[], $2::uuid[]) with ordinality as changed (workspace_id, id, place)
           join firings f on f.workspace_id = changed.workspace_id and f.id = changed.id
           order by place) as firing`,
    keyColumns(firings),
  );
}

/** Changes after a position, in order. */
export function readChanges(sql: Sql, workspaceId: string, after: string, limit: number): Promise<ChangeRow[]> {
  return sql<ChangeRow>(
    'select * from firing_changes where workspace_id = $1 and position > $2 order by position limit $3',
    [workspaceId, after, limit],
  );
}

/**
 * The last position that a reader of the workspace can see; '0' before the first. Not the sequence's: that is ahead of
 * what is committed, and who followed from there would miss what was just being written.
 */
export async function feedHead(sql: Sql, workspaceId: string): Promise<string> {
  const [row] = await sql<{ head: string }>(
    `select greatest(
       (select position from firing_changes where workspace_id = $1 order by position desc limit 1),
       (select trimmed_to from feed_trims where workspace_id = $1), 0)::text as head`,
    [workspaceId],
  );
  return row?.head ?? '0';
}

/** The workspace's changes up to this position are gone. */
export async function trimmedTo(sql: Sql, workspaceId: string): Promise<string> {
  const [row] = await sql<{ trimmed: string }>(
    'select trimmed_to::text as trimmed from feed_trims where workspace_id = $1',
    [workspaceId],
  );
  return row?.trimmed ?? '0';
}

/** Drops what is older than 72 hours and remembers how far, so that an older cursor is told apart from a good one. */
export async function trimChanges(sql: Sql): Promise<void> {
  await sql(
    `with gone as (
       delete from firing_changes where at < now() - make_interval(hours => $1) returning workspace_id, position
     )
     insert into feed_trims (workspace_id, trimmed_to)
     select workspace_id, max(position) from gone group by workspace_id order by workspace_id
     on conflict (workspace_id) do update set trimmed_to = greatest(feed_trims.trimmed_to, excluded.trimmed_to)`,
    [KEPT_HOURS],
  );
}
