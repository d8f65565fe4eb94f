import type { Sql } from './database';
import type { FiringKey } from './firing-changes';
import { HELD_BECAUSE } from './firing-states';
import { DUE } from './firing-statuses';
import { keyColumns } from './rows';

/** How long a claim lasts unless it is renewed; by the database's clock. */
export const LEASE_SECONDS = 15;

const LEASE_END = `now() + make_interval(secs => ${LEASE_SECONDS})`;
/** By id alone all that waits would be read: 27 ms with 40,000 waiting, by the whole key 4 ms. */
const keysFrom = (place: number) => `unnest($${place}::uuid[], $${place + 1}::uuid[]) as k (workspace_id, id)`;
const IS_KEY = 'f.workspace_id = k.workspace_id and f.id = k.id';
const LEASED_COLUMNS = `f.workspace_id, f.id, f.pixel_id, f.platform, f.lead_id, f.test, f.attempt_count, f.unknown_count, f.expires_at,
  f.event_sealed, f.stop_reason, l.key_sealed`;

/** A firing that this node holds the lease of, with what it takes to open its event. */
export interface LeasedRow {
  workspace_id: string;
  id: string;
  pixel_id: string;
  platform: string;
  lead_id: string | null;
  test: boolean;
  attempt_count: number;
  unknown_count: number;
  expires_at: Date | null;
  event_sealed: Buffer | null;
  /** Consent withdrawn or lead erased while an attempt was out that never came back. */
  stop_reason: 'CONSENT_DENIED' | 'LEAD_ERASED' | null;
  key_sealed: Buffer | null;
}

const LONG_AGO = new Date(0);

/**
 * Leases due firings, oldest first, but none of the pixels whose lanes are full. `dueFrom` is a low-water mark: what was
 * due before it is known to be claimed, and the dead entries that it left in the index need not be read again (measured
 * with an old snapshot held: a claim of 500 took 6 ms with it, 45 without).
 */
export function claim(
  sql: Sql,
  owner: string,
  limit: number,
  fullPixels: readonly string[],
  dueFrom: Date = LONG_AGO,
): Promise<LeasedRow[]> {
  return sql<LeasedRow>(
    `with due as (
       select workspace_id, id from firings
       where status in ${DUE} and due_at >= $4 and due_at <= now() and pixel_id <> all($3::uuid[])
       order by due_at limit $2 for update skip locked
     ), leased as (
       update firings f set lease_owner = $1, due_at = ${LEASE_END}, attempting = false
       from due where f.workspace_id = due.workspace_id and f.id = due.id returning f.*
     )
     select ${LEASED_COLUMNS} from leased f left join leads l on l.workspace_id = f.workspace_id and l.id = f.lead_id
     order by f.id`,
    [owner, limit, fullPixels, dueFrom],
  );
}

/** Keeps the leases of what waits or is being sent. */
export async function renew(sql: Sql, owner: string, firings: readonly FiringKey[]): Promise<void> {
  await sql(
    `update firings f set due_at = ${LEASE_END} from ${keysFrom(2)}
     where ${IS_KEY} and f.lease_owner = $1 and f.status in ${DUE}`,
    [owner, ...keyColumns(firings)],
  );
}

/** Hands back what was not sent, so that any node can claim it, at once or later; the attempt is not spent. */
export async function release(sql: Sql, owner: string, firings: readonly FiringKey[], afterSeconds = 0): Promise<void> {
  if (firings.length === 0) return;
  await sql(
    `update firings f set lease_owner = null, attempting = false, due_at = now() + make_interval(secs => $4)
     from ${keysFrom(2)} where ${IS_KEY} and f.lease_owner = $1 and f.status in ${DUE}`,
    [owner, ...keyColumns(firings), afterSeconds],
  );
}

/** Takes every lease back: for the only node of a database, whose earlier life may have left some. */
export async function releaseAll(sql: Sql): Promise<void> {
  await sql(
    `update firings set lease_owner = null, attempting = false, due_at = now()
     where lease_owner is not null and status in ${DUE}`,
  );
}

/**
 * Marks an attempt as under way and answers the firings that may be sent: still ours, still waiting, their pixel
 * working. From here until the record nobody else changes their status. A crash leaves the mark; the next claim wipes it.
 */
export async function begin(sql: Sql, owner: string, firings: readonly FiringKey[]): Promise<Set<string>> {
  const rows = await sql<{ id: string }>(
    `update firings f set attempting = true, due_at = ${LEASE_END}
     from ${keysFrom(2)}, pixels p
     where ${IS_KEY} and f.lease_owner = $1 and f.status in ${DUE} and not f.attempting and f.stop_reason is null
       and p.workspace_id = f.workspace_id and p.id = f.pixel_id
       and (f.test or (not p.paused and (f.forced or p.attention_reason is null) and p.deleted_at is null))
     returning f.id`,
    [owner, ...keyColumns(firings)],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Records where the lease is still ours, and answers which; a stop asked for meanwhile is in `stop_reason`. */
export async function record(sql: Sql, owner: string, rowsJson: string): Promise<Set<string>> {
  const rows = await sql<{ id: string }>(
    `update firings f set status = r.status, skip_reason = r.skip_reason, message = r.message,
       attempt_count = r.attempt_count, unknown_count = r.unknown_count,
       request_sealed = coalesce(r.request_sealed, f.request_sealed),
       warnings = coalesce(r.warnings, f.warnings), match_keys = coalesce(r.match_keys, f.match_keys),
       next_attempt_at = r.next_attempt_at, due_at = r.next_attempt_at, lease_owner = null, attempting = false,
       stop_reason = null, forced = false, updated_at = now()
     from jsonb_populate_recordset(null::firings, $2::jsonb) r
     where f.workspace_id = r.workspace_id and f.id = r.id and f.lease_owner = $1 and f.status in ${DUE}
     returning f.id`,
    [owner, rowsJson],
  );
  return new Set(rows.map(({ id }) => id));
}

/** What happened to a firing's lead or pixel while its attempt was out. */
export interface Meanwhile {
  /** Consent withdrawn or lead erased. */
  stopReason: 'CONSENT_DENIED' | 'LEAD_ERASED' | null;
  /** Why a firing of the pixel is held by now; null where the pixel works. */
  pixelWaits: string | null;
  pixelGone: boolean;
}

/** By the firing's id; the rows are locked, so that it stays true until the record. */
export async function meanwhile(sql: Sql, firings: readonly FiringKey[]): Promise<Map<string, Meanwhile>> {
  const rows = await sql<Meanwhile & { id: string }>(
    `select f.id, f.stop_reason as "stopReason", case when p.paused then '${HELD_BECAUSE.paused}'
         when p.attention_reason is not null then '${HELD_BECAUSE.needsAttention}' end as "pixelWaits",
       p.deleted_at is not null as "pixelGone"
     from ${keysFrom(1)} join firings f on ${IS_KEY}
     join pixels p on p.workspace_id = f.workspace_id and p.id = f.pixel_id order by f.id for update of f`,
    keyColumns(firings),
  );
  return new Map(rows.map(({ id, ...happened }) => [id, happened]));
}
