import type { WorkspaceKey } from './rows';
import type { Sql } from './sql';

export interface RetryRow {
  id: string;
  status: string;
  test: boolean;
  rule_id: string | null;
  /** Of the firing, or of its rule by now: whatever was edited since, one is sent. */
  fire_once: boolean;
  expired: boolean;
  attempt_count: number;
  paused: boolean;
  disconnected: boolean;
}

/** Locks a firing and tells of it what decides whether it may be retried; null where there is none. */
export async function lockFiringForRetry(sql: Sql, { workspaceId, id }: WorkspaceKey): Promise<RetryRow | null> {
  const [row] = await sql<RetryRow>(
    `select f.id, f.status, f.test, f.rule_id, f.fire_once or coalesce(r.fire_once, false) as fire_once,
       f.expires_at <= now() as expired, f.attempt_count, p.paused, p.deleted_at is not null as disconnected
     from firings f join pixels p on p.workspace_id = f.workspace_id and p.id = f.pixel_id
     left join pixel_rules r on r.workspace_id = f.workspace_id and r.id = f.rule_id
     where f.workspace_id = $1 and f.id = $2 for update of f`,
    [workspaceId, id],
  );
  return row ?? null;
}

/** It is due at once, and will be sent although its pixel needs attention. */
export async function forceFiring(sql: Sql, { workspaceId, id }: WorkspaceKey, status: string): Promise<void> {
  await sql(
    `update firings set status = $3, message = null, due_at = now(), next_attempt_at = now(), lease_owner = null,
       attempting = false, stop_reason = null, forced = true, updated_at = now() where workspace_id = $1 and id = $2`,
    [workspaceId, id, status],
  );
}
