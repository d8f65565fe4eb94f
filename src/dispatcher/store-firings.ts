import { databaseTime } from '../persistence/clock';
import type { Sql } from '../persistence/database';
import { LEASE_SECONDS } from '../persistence/firing-queue';
import type { LeadVault } from '../persistence/lead-vault';
import { type OnceKey, takeOnce } from '../persistence/once';
import { insertRows } from '../persistence/rows';
import { expiryOf, firingRow, type NewFiring } from './new-firing';
import type { ReadyFiring } from './ready-firing';

/** What this node may deliver itself. A node without a dispatcher stores all unleased. */
export interface Leasing {
  owner: string;
  roomFor(pixelId: string): boolean;
}

export interface Storable {
  firing: NewFiring;
  vault: LeadVault;
  once: OnceKey | null;
}

/** Inserts firings and takes their once; answers those that this node now holds the lease of. */
export async function storeFirings(
  sql: Sql,
  firings: readonly Storable[],
  leasing: Leasing | null,
): Promise<ReadyFiring[]> {
  const until = new Date(databaseTime().getTime() + LEASE_SECONDS * 1000);
  const ready: ReadyFiring[] = [];
  const rows = firings.map(({ firing, vault }) => {
    const leased = firing.status === 'PENDING' && leasing !== null && leasing.roomFor(firing.target.id);
    if (leased) ready.push(readyFiring(firing, vault));
    return firingRow(firing, vault, leased ? { owner: leasing.owner, until } : null);
  });
  await insertRows(sql, 'firings', rows);
  await takeOnce(
    sql,
    firings.flatMap(({ firing, once }) =>
      once && firing.status !== 'SKIPPED' && firing.status !== 'FAILED'
        ? [{ ...once, firingId: firing.event.firingId, fireOnce: firing.fireOnce }]
        : [],
    ),
  );
  return ready;
}

export function readyFiring(firing: NewFiring, vault: LeadVault | null): ReadyFiring {
  return {
    workspaceId: firing.workspaceId,
    id: firing.event.firingId,
    pixelId: firing.target.id,
    platform: firing.platform.code,
    vault,
    event: firing.event,
    test: firing.test,
    attemptCount: 0,
    unknownCount: 0,
    expiresAt: expiryOf(firing.event, firing.platform, firing.target),
  };
}
