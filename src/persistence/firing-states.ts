import type { Sql } from './database';
import type { FiringKey } from './firing-changes';
import { DUE, WAITING } from './firing-statuses';
import { keyColumns } from './rows';

/** Firings changed in one transaction for one pixel at most: it holds the feed's order meanwhile. The sweep does the rest. */
export const MOST_AT_ONCE = 500;

/** Why a firing waits, in the words of its `message`. */
export const HELD_BECAUSE = {
  paused: 'Held: its pixel is paused.',
  needsAttention: 'Held: its pixel needs attention.',
};
const DISCONNECTED = 'Its pixel was disconnected.';

const HOLD = `status = 'HELD', lease_owner = null, due_at = null, next_attempt_at = null, updated_at = now()`;
const RESUME = `status = case when f.attempt_count > 0 then 'RETRYING' else 'PENDING' end, message = null,
  due_at = now(), next_attempt_at = now(), updated_at = now()`;
const FAIL = `status = 'FAILED', message = '${DISCONNECTED}', lease_owner = null, due_at = null, next_attempt_at = null,
  updated_at = now()`;
const MAY_BE_HELD = `f.status in ${DUE} and not f.attempting and not f.test and (p.paused or not f.forced)`;
const IS_HELD = `f.status = 'HELD'`;
const MAY_BE_FAILED = `f.status in ${WAITING} and not f.attempting`;

/** Changes up to MOST_AT_ONCE of one pixel's firings. One that another transaction is at is left to the sweep. */
function changeOfPixel(which: string, change: string) {
  return `update firings f set ${change}
    from (select f.workspace_id, f.id from firings f join pixels p on p.workspace_id = f.workspace_id and p.id = f.pixel_id
          where f.workspace_id = $1 and f.pixel_id = $2 and ${which}
          limit ${MOST_AT_ONCE} for update of f skip locked) chosen
    where f.workspace_id = chosen.workspace_id and f.id = chosen.id returning f.workspace_id as "workspaceId", f.id`;
}

/** Firings that wait for the pixel: they are HELD, but for those whose request is out just now. */
export function holdOfPixel(sql: Sql, workspaceId: string, pixelId: string, message: string): Promise<FiringKey[]> {
  return sql<FiringKey>(changeOfPixel(MAY_BE_HELD, `${HOLD}, message = $3`), [workspaceId, pixelId, message]);
}

/** What was held goes on: at once, as PENDING, or RETRYING where it was tried before. */
export function resumeOfPixel(sql: Sql, workspaceId: string, pixelId: string): Promise<FiringKey[]> {
  return sql<FiringKey>(changeOfPixel(IS_HELD, RESUME), [workspaceId, pixelId]);
}

/** A disconnected pixel's waiting firings end. */
export async function failOfPixel(sql: Sql, workspaceId: string, pixelId: string): Promise<FiringKey[]> {
  const failed = await sql<FiringKey>(changeOfPixel(MAY_BE_FAILED, FAIL), [workspaceId, pixelId]);
  await dropOnce(sql, failed);
  return failed;
}

/**
 * Brings firings into line with their pixels, up to MOST_AT_ONCE of each kind: what is more than one transaction may
 * change, and what was accepted in the moment when a pixel changed (an accept reads it without a lock, so that no two
 * campaigns wait for each other). Looks at pixels changed within so many seconds; null at all of them.
 */
export async function settleByPixels(sql: Sql, withinSeconds: number | null): Promise<FiringKey[]> {
  const settle = (pixels: string, which: string, change: string) =>
    sql<FiringKey>(
      `update firings f set ${change}
       from (select chosen.workspace_id, chosen.id, p.paused from pixels p cross join lateral (
               select f.workspace_id, f.id from firings f
               where f.workspace_id = p.workspace_id and f.pixel_id = p.id and ${which}
               limit ${MOST_AT_ONCE} for update skip locked) chosen
             where ${pixels} and ($1::int is null or p.updated_at > now() - make_interval(secs => $1))
             limit ${MOST_AT_ONCE}) chosen
       where f.workspace_id = chosen.workspace_id and f.id = chosen.id returning f.workspace_id as "workspaceId", f.id`,
      [withinSeconds],
    );
  const works = 'p.deleted_at is null and not p.paused and p.attention_reason is null';
  const waits = 'p.deleted_at is null and (p.paused or p.attention_reason is not null)';
  const because = `case when chosen.paused then '${HELD_BECAUSE.paused}' else '${HELD_BECAUSE.needsAttention}' end`;
  const resumed = await settle(works, IS_HELD, RESUME);
  const held = await settle(waits, MAY_BE_HELD, `${HOLD}, message = ${because}`);
  const failed = await settle('p.deleted_at is not null', MAY_BE_FAILED, FAIL);
  await dropOnce(sql, failed);
  return [...resumed, ...held, ...failed];
}

/** Held firings past their deadline end. */
export async function failExpiredHeld(sql: Sql): Promise<FiringKey[]> {
  const failed = await sql<FiringKey>(
    `update firings f set status = 'FAILED', due_at = null, next_attempt_at = null, updated_at = now(),
       message = 'Expired while it was held: the platform would refuse the event by now.'
     from (select workspace_id, id from firings where status = 'HELD' and expires_at <= now()
           limit ${MOST_AT_ONCE} for update skip locked) late
     where f.workspace_id = late.workspace_id and f.id = late.id returning f.workspace_id as "workspaceId", f.id`,
  );
  await dropOnce(sql, failed);
  return failed;
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

/** An erased lead's firing keeps its once, and nothing leads from the one to the other. */
export async function forgetOnceHolder(sql: Sql, firings: readonly FiringKey[]): Promise<void> {
  if (firings.length === 0) return;
  await sql(
    `update fired_once o set firing_id = null from unnest($1::uuid[], $2::uuid[]) as f (workspace_id, id)
     where o.workspace_id = f.workspace_id and o.firing_id = f.id`,
    keyColumns(firings),
  );
}
