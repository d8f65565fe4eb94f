import { conflict, notFound } from '../domain/errors';
import type { Database, Sql } from '../persistence/database';
import { appendChanges } from '../persistence/firing-changes';
import { isId } from '../persistence/ids';
import { leadHash } from '../persistence/leads';
import { type OnceKey, onceHolders, takeOnce } from '../persistence/once';

interface RetryRow {
  id: string;
  status: string;
  test: boolean;
  rule_id: string | null;
  fire_once: boolean;
  expired: boolean;
  deleted: boolean;
  caller_id: string | null;
  attempt_count: number;
}

/** A new attempt of a FAILED or HELD firing with the same event id; it takes its once again. */
export async function retryFiring(database: Database, hashKey: Buffer, workspaceId: string, id: string): Promise<void> {
  if (!isId(id)) throw notFound('firing', 'id');
  await database.transaction(async (sql) => {
    const row = await lockForRetry(sql, workspaceId, id);
    refuseUnfit(row);
    if (row.status === 'FAILED') await takeItsOnce(sql, hashKey, workspaceId, row);
    const status = row.attempt_count > 0 ? 'RETRYING' : 'PENDING';
    await sql(
      `update firings set status = $3, message = null, due_at = now(), next_attempt_at = now(), lease_owner = null,
         attempting = false, updated_at = now() where workspace_id = $1 and id = $2`,
      [workspaceId, id, status],
    );
    await appendChanges(sql, [{ workspaceId, id }]);
  });
}

async function lockForRetry(sql: Sql, workspaceId: string, id: string): Promise<RetryRow> {
  // The lead's row first, as an accept takes it: fire once holds between the two.
  const [lead] = await sql<{ caller_id: string }>(
    `select l.caller_id from leads l join firings f on f.workspace_id = l.workspace_id and f.lead_id = l.id
     where f.workspace_id = $1 and f.id = $2 for update of l`,
    [workspaceId, id],
  );
  const [row] = await sql<RetryRow>(
    `select f.id, f.status, f.test, f.rule_id, f.fire_once, f.expires_at <= now() as expired, f.attempt_count,
       p.deleted_at is not null as deleted, null as caller_id
     from firings f join pixels p on p.workspace_id = f.workspace_id and p.id = f.pixel_id
     where f.workspace_id = $1 and f.id = $2 for update of f`,
    [workspaceId, id],
  );
  if (!row) throw notFound('firing', 'id');
  return { ...row, caller_id: lead?.caller_id ?? null };
}

function refuseUnfit(row: RetryRow): void {
  if (row.test) throw conflict('a test fire is not retried; test fire again');
  if (row.status !== 'FAILED' && row.status !== 'HELD')
    throw conflict(`a firing that is ${row.status} can't be retried`);
  if (row.expired) throw conflict('the firing has expired: the platform would refuse the event');
  if (row.deleted) throw conflict('its pixel was disconnected');
  if (row.caller_id === null) throw conflict('its lead was erased');
}

async function takeItsOnce(sql: Sql, hashKey: Buffer, workspaceId: string, row: RetryRow): Promise<void> {
  if (row.rule_id === null || row.caller_id === null) return;
  const key: OnceKey = { workspaceId, ruleId: row.rule_id, leadHash: leadHash(hashKey, row.caller_id) };
  const holders = await onceHolders(sql, [key]);
  if (row.fire_once && holders.length > 0) {
    throw conflict(
      `the rule has fired for this lead: firing ${holders[0]?.firingId ?? 'of an erased lead'} holds the once`,
    );
  }
  await takeOnce(sql, [{ ...key, firingId: row.id, fireOnce: row.fire_once }]);
}
