import { conflict, notFound } from '../domain/errors';
import type { Database, Sql } from '../persistence/database';
import { appendChanges } from '../persistence/firing-changes';
import { forceFiring, lockFiringForRetry, type RetryRow } from '../persistence/firing-retries';
import { isId } from '../persistence/ids';
import { type LockedLead, leadHash, lockLeadOfFiring } from '../persistence/leads';
import { type OnceKey, onceHolders, takeOnce } from '../persistence/once';
import type { Keyring } from '../persistence/secrets';

/** A firing and its lead as they stand; the lead is null where it was erased. */
interface Retried {
  row: RetryRow;
  lead: LockedLead | null;
}

/**
 * A new attempt of a FAILED or HELD firing with the same event id; it takes its once again. It is made although the
 * pixel needs attention: if it succeeds, the pixel is mended.
 */
export async function retryFiring(
  { database, keyring }: { database: Database; keyring: Keyring },
  hashKey: Buffer,
  workspaceId: string,
  id: string,
): Promise<void> {
  if (!isId(id)) throw notFound('firing', 'id');
  await database.transaction(async (sql) => {
    const { row, lead } = await lockForRetry(sql, keyring, workspaceId, id);
    if (!lead) throw conflict('its lead was erased');
    refuseUnfit(row, lead);
    if (row.status === 'FAILED') await takeItsOnce(sql, hashKey, row, lead);
    const status = row.attempt_count > 0 ? 'RETRYING' : 'PENDING';
    await forceFiring(sql, { workspaceId, id }, status);
    await appendChanges(sql, [{ workspaceId, id }]);
  });
}

/** The lead's row first, as an accept takes it: fire once holds between the two. */
async function lockForRetry(sql: Sql, keyring: Keyring, workspaceId: string, id: string): Promise<Retried> {
  const lead = await lockLeadOfFiring(sql, keyring, { workspaceId, id });
  const row = await lockFiringForRetry(sql, { workspaceId, id });
  if (!row) throw notFound('firing', 'id');
  return { row, lead };
}

function refuseUnfit(row: RetryRow, lead: LockedLead): void {
  if (row.test) throw conflict('a test fire is not retried; test fire again');
  if (row.status !== 'FAILED' && row.status !== 'HELD')
    throw conflict(`a firing that is ${row.status} can't be retried`);
  if (row.expired) throw conflict('the firing has expired: the platform would refuse the event');
  if (row.disconnected) throw conflict('its pixel was disconnected');
  if (row.paused) throw conflict('its pixel is paused: resume it first');
  if (lead.data.consentGranted === false) throw conflict('the lead denied consent: nothing of it is sent');
}

async function takeItsOnce(sql: Sql, hashKey: Buffer, row: RetryRow, lead: LockedLead): Promise<void> {
  if (row.rule_id === null) return;
  const { workspaceId, callerId } = lead;
  const key: OnceKey = { workspaceId, ruleId: row.rule_id, leadHash: leadHash(hashKey, callerId) };
  const holders = await onceHolders(sql, [key]);
  if (row.fire_once && holders.length > 0) {
    throw conflict(
      `the rule has fired for this lead: firing ${holders[0]?.firingId ?? 'of an erased lead'} holds the once`,
    );
  }
  await takeOnce(sql, [{ ...key, firingId: row.id, fireOnce: row.fire_once }]);
}
