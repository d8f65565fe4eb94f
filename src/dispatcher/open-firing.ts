import type { ConversionEvent } from '../domain/conversion-event';
import type { LeasedRow } from '../persistence/firing-queue';
import { LeadVault } from '../persistence/lead-vault';
import type { Keyring } from '../persistence/secrets';
import type { ReadyFiring } from './ready-firing';

/** A claimed row without its event: enough to end it. */
export function shellOf(row: LeasedRow, keyring: Keyring): Omit<ReadyFiring, 'event'> {
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
export function openFiring(row: LeasedRow, keyring: Keyring): ReadyFiring | null {
  const shell = shellOf(row, keyring);
  if (!shell.vault || !row.event_sealed) return null;
  return { ...shell, event: shell.vault.openJson(row.event_sealed, `event:${row.id}`) as ConversionEvent };
}
