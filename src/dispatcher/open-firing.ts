import type { ConversionEvent } from '../domain/conversion-event';
import type { Log } from '../log';
import type { LeasedRow } from '../persistence/firing-queue';
import { LeadVault } from '../persistence/lead-vault';
import type { Keyring } from '../persistence/secrets';
import type { ReadyFiring } from './ready-firing';
import type { Unattempted } from './recorder';

/** Claimed rows, by what is to be done with them. */
export interface Claimed {
  ready: ReadyFiring[];
  ended: Unattempted[];
  /** Their key is none of ENCRYPTION_KEYS: they wait, and are logged. */
  unreadable: { workspaceId: string; id: string }[];
}

/** Opens claimed rows, each for itself: one that can't be opened keeps no other from being sent. */
export function openClaimed(rows: readonly LeasedRow[], { keyring, log }: { keyring: Keyring; log: Log }): Claimed {
  const claimed: Claimed = { ready: [], ended: [], unreadable: [] };
  for (const row of rows) {
    try {
      const opened = row.test || row.stop_reason ? null : openFiring(row, keyring);
      if (opened) claimed.ready.push(opened);
      else claimed.ended.push(endOf(row, keyring));
    } catch (error) {
      const key = { workspaceId: row.workspace_id, id: row.id };
      log.error({ err: error, workspaceId: key.workspaceId, firingId: key.id }, 'a firing can’t be decrypted');
      claimed.unreadable.push(key);
    }
  }
  return claimed;
}

/**
 * A test fire is one attempt at once: one that a crash cut off is not sent later. Any other has lost its lead or the
 * lead's consent while an attempt was out that never came back.
 */
function endOf(row: LeasedRow, keyring: Keyring): Unattempted {
  const firing = shellOf(row, keyring);
  const skipReason = row.stop_reason ?? (row.test ? null : 'LEAD_ERASED');
  if (skipReason) return { firing, status: 'SKIPPED', skipReason, message: 'Not sent: see the skip reason.' };
  const message = 'Cut off before the platform answered; test fire again.';
  return { firing, status: 'FAILED', skipReason: null, message };
}

function shellOf(row: LeasedRow, keyring: Keyring): Omit<ReadyFiring, 'event'> {
  const vault =
    row.lead_id && row.key_sealed ? LeadVault.open(keyring, row.workspace_id, row.lead_id, row.key_sealed) : null;
  return {
    workspaceId: row.workspace_id,
    id: row.id,
    pixelId: row.pixel_id,
    platform: row.platform,
    vault,
    test: row.test,
    attemptCount: row.attempt_count,
    unknownCount: row.unknown_count,
    expiresAt: row.expires_at ?? new Date(0),
  };
}

/** A claimed row with its event opened; null where the lead and its key are gone. */
function openFiring(row: LeasedRow, keyring: Keyring): ReadyFiring | null {
  const shell = shellOf(row, keyring);
  if (!shell.vault || !row.event_sealed) return null;
  return { ...shell, event: shell.vault.openJson(row.event_sealed, `event:${row.id}`) as ConversionEvent };
}
