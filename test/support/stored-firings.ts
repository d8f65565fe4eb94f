import type { Database, Sql } from '../../src/persistence/database';
import { appendChanges } from '../../src/persistence/firing-changes';
import { newId } from '../../src/persistence/ids';
import { insertRows } from '../../src/persistence/rows';

export interface StoredFiring {
  workspace_id: string;
  id: string;
  pixel_id: string;
  [column: string]: unknown;
}

/** A row of firings that is due at once; a test names the columns it is about. */
export function storedFiring(columns: Partial<StoredFiring> & { workspace_id: string }): StoredFiring {
  const id = newId();
  const now = new Date();
  return {
    id,
    status: 'PENDING',
    test: false,
    skip_reason: null,
    message: null,
    lead_id: null,
    campaign_id: null,
    rule_id: null,
    pixel_id: newId(),
    platform: 'FACEBOOK',
    warnings: '{}',
    event_name: 'Lead',
    event_id: `event-${id}`,
    event_time: now,
    action_source: 'WEBSITE',
    value_amount: null,
    value_currency: null,
    match_keys: '{em}',
    fire_once: true,
    event_sealed: null,
    request_sealed: null,
    attempt_count: 0,
    unknown_count: 0,
    next_attempt_at: null,
    expires_at: null,
    due_at: now,
    lease_owner: null,
    attempting: false,
    stop_reason: null,
    updated_at: now,
    ...columns,
  };
}

export async function storeFirings(sql: Sql, rows: readonly StoredFiring[]): Promise<void> {
  await insertRows(sql, 'firings', rows);
}

/** Gives a firing a status in a transaction of its own, with the change that tells of it. */
export function changeFiring(
  database: Database,
  { workspace_id, id }: Pick<StoredFiring, 'workspace_id' | 'id'>,
  status: string,
): Promise<void> {
  return database.transaction(async (sql) => {
    await sql('update firings set status = $3, updated_at = now() where workspace_id = $1 and id = $2', [
      workspace_id,
      id,
      status,
    ]);
    await appendChanges(sql, [{ workspaceId: workspace_id, id }]);
  });
}
