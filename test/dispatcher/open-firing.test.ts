import { openClaimed } from '../../src/dispatcher/open-firing';
import { createLog } from '../../src/log';
import type { LeasedRow } from '../../src/persistence/firing-queue';
import { newId } from '../../src/persistence/ids';
import { LeadVault } from '../../src/persistence/lead-vault';
import { Keyring, newKey } from '../../src/persistence/secrets';

const keyring = Keyring.parse(`k1:${newKey().toString('base64')}`);
const log = createLog('silent', false);

function claimed(columns: Partial<LeasedRow> = {}, under: Keyring = keyring): LeasedRow {
  const [id, workspaceId, leadId] = [newId(), newId(), newId()];
  const { vault, keySealed } = LeadVault.create(under, workspaceId, leadId);
  return {
    workspace_id: workspaceId,
    id,
    pixel_id: newId(),
    platform: 'FACEBOOK',
    lead_id: leadId,
    test: false,
    attempt_count: 0,
    unknown_count: 0,
    expires_at: new Date(),
    event_sealed: vault.sealJson({ firingId: id }, `event:${id}`),
    key_sealed: keySealed,
    stop_reason: null,
    ...columns,
  };
}

const open = (...rows: LeasedRow[]) => openClaimed(rows, { keyring, log });

test('what is claimed is opened, each for itself: one that can’t be decrypted keeps no other from being sent', () => {
  const [good, strange] = [claimed(), claimed({}, Keyring.parse(`lost:${newKey().toString('base64')}`))];
  const { ready, ended, unreadable } = open(strange, good);
  expect(ready.map(({ id, event }) => [id, event.firingId])).toEqual([[good.id, good.id]]);
  expect(unreadable).toEqual([{ workspaceId: strange.workspace_id, id: strange.id }]);
  expect(ended).toEqual([]);
});

test('a test fire that a crash cut off ends, and so does a firing that has lost its lead or the lead’s consent', () => {
  const [torn, orphan] = [claimed({ test: true }), claimed({ lead_id: null, event_sealed: null })];
  const denied = claimed({ stop_reason: 'CONSENT_DENIED' });
  const { ready, ended } = open(torn, orphan, denied);
  expect(ready).toEqual([]);
  expect(ended).toMatchObject([
    { firing: { id: torn.id }, status: 'FAILED', skipReason: null },
    { firing: { id: orphan.id }, status: 'SKIPPED', skipReason: 'LEAD_ERASED' },
    { firing: { id: denied.id }, status: 'SKIPPED', skipReason: 'CONSENT_DENIED' },
  ]);
});
