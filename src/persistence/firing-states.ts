import type { Sql } from './database';
import type { FiringKey } from './firing-changes';
import { DUE, WAITING } from './firing-statuses';
import { keyColumns } from './rows';

const ANSWER = 'returning workspace_id as "workspaceId", id';

/** Firings that wait for the pixel: they are HELD, but for those whose request is out just now. */
export function holdOfPixel(sql: Sql, workspaceId: string, pixelId: string, message: string): Promise<FiringKey[]> {
  return sql<FiringKey>(
    `update firings set status = 'HELD', message = $3, lease_owner = null, due_at = null, next_attempt_at = null, updated_at = now()
     where workspace_id = $1 and pixel_id = $2 and status in ${DUE} and not attempting and not test ${ANSWER}`,
    [workspaceId, pixelId, message],
  );
}

/** What was held goes on: at once, as PENDING, or RETRYING where it was tried before. */
export function releaseOfPixel(sql: Sql, workspaceId: string, pixelId: string): Promise<FiringKey[]> {
  return sql<FiringKey>(
    `update firings set status = case when attempt_count > 0 then 'RETRYING' else 'PENDING' end, message = null,
       due_at = now(), next_attempt_at = now(), updated_at = now()
     where workspace_id = $1 and pixel_id = $2 and status = 'HELD' ${ANSWER}`,
    [workspaceId, pixelId],
  );
}

/** A disconnected pixel's waiting firings end. */
export async function failOfPixel(
  sql: Sql,
  workspaceId: string,
  pixelId: string,
  message: string,
): Promise<FiringKey[]> {
  const failed = await sql<FiringKey>(
    `update firings set status = 'FAILED', message = $3, lease_owner = null, due_at = null, next_attempt_at = null, updated_at = now()
     where workspace_id = $1 and pixel_id = $2 and status in ${WAITING} and not attempting ${ANSWER}`,
    [workspaceId, pixelId, message],
  );
  await dropOnce(sql, failed);
  return failed;
}

/** Held firings past their deadline end. */
export async function failExpiredHeld(sql: Sql, limit: number): Promise<FiringKey[]> {
  const failed = await sql<FiringKey>(
    `update firings f set status = 'FAILED', due_at = null, next_attempt_at = null, updated_at = now(),
       message = 'Expired while it was held: the platform would refuse the event by now.'
     from (select workspace_id, id from firings where status = 'HELD' and expires_at <= now()
           limit $1 for update skip locked) late
     where f.workspace_id = late.workspace_id and f.id = late.id returning f.workspace_id as "workspaceId", f.id`,
    [limit],
  );
  await dropOnce(sql, failed);
  return failed;
}

/**
 * Settles what an accept held for a pixel that was mended, resumed or disconnected in the same moment: it goes on, or
 * ends. (An accept reads the pixel without locking it, so that two campaigns never wait for each other.)
 */
export async function settleStrayHeld(sql: Sql, limit: number): Promise<FiringKey[]> {
  const strays = await sql<FiringKey & { gone: boolean }>(
    `update firings f set
       status = case when s.gone then 'FAILED' when f.attempt_count > 0 then 'RETRYING' else 'PENDING' end,
       message = case when s.gone then 'Its pixel was disconnected.' end,
       due_at = case when s.gone then null else now() end, next_attempt_at = case when s.gone then null else now() end,
       updated_at = now()
     from (select held.workspace_id, held.id, p.deleted_at is not null as gone
           from firings held join pixels p on p.workspace_id = held.workspace_id and p.id = held.pixel_id
           where held.status = 'HELD' and (p.deleted_at is not null or (not p.paused and p.attention_reason is null))
           limit $1 for update of held skip locked) s
     where f.workspace_id = s.workspace_id and f.id = s.id returning f.workspace_id as "workspaceId", f.id, s.gone`,
    [limit],
  );
  await dropOnce(
    sql,
    strays.filter(({ gone }) => gone),
  );
  return strays;
}

/**
 * What of these leads is not yet sent is skipped; a request that is out just now is let come back, and is not tried
 * again. One statement for both: between two, a firing could begin or come back unseen. The once is given up with it.
 */
export async function skipOfLeads(
  sql: Sql,
  workspaceId: string,
  leadUids: readonly string[],
  reason: 'CONSENT_DENIED' | 'LEAD_ERASED',
  message: string,
): Promise<FiringKey[]> {
  if (leadUids.length === 0) return [];
  const rows = await sql<FiringKey & { status: string }>(
    `update firings set stop_reason = case when attempting then $3 end,
       status = case when attempting then status else 'SKIPPED' end,
       skip_reason = case when attempting then skip_reason else $3 end,
       message = case when attempting then message else $4 end,
       lease_owner = case when attempting then lease_owner end,
       due_at = case when attempting then due_at end,
       next_attempt_at = case when attempting then next_attempt_at end,
       updated_at = case when attempting then updated_at else now() end
     where workspace_id = $1 and lead_id = any($2::uuid[]) and status in ${WAITING}
     returning workspace_id as "workspaceId", id, status`,
    [workspaceId, leadUids, reason, message],
  );
  const skipped = rows.filter(({ status }) => status === 'SKIPPED').map(({ workspaceId, id }) => ({ workspaceId, id }));
  await dropOnce(sql, skipped);
  return skipped;
}

/** FAILED and SKIPPED give up the once. */
export async function dropOnce(sql: Sql, firings: readonly FiringKey[]): Promise<void> {
  if (firings.length === 0) return;
  await sql(
    `delete from fired_once o using unnest($1::uuid[], $2::uuid[]) as f (workspace_id, id)
     where o.workspace_id = f.workspace_id and o.firing_id = f.id`,
    keyColumns(firings),
  );
}
