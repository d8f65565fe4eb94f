import type { Sql } from '../../src/persistence/database';
import { newId } from '../../src/persistence/ids';
import { insertRows } from '../../src/persistence/rows';

type Columns = Record<string, unknown>;

/** Rows of the configuration tables, as SQL sees them; each answers its id. */
export async function storeWorkspace(sql: Sql): Promise<string> {
  const id = newId();
  await insertRows(sql, 'workspaces', [{ id, name: 'Workspace', hash_key_sealed: '\\x00', created_at: new Date() }]);
  return id;
}

export async function storeCampaign(sql: Sql, workspaceId: string): Promise<string> {
  return store(sql, 'campaigns', { workspace_id: workspaceId, name: 'Campaign', rules_version: 1 });
}

export async function storePixel(sql: Sql, workspaceId: string, columns: Columns = {}): Promise<string> {
  const plain = { name: 'Pixel', platform: 'FACEBOOK', endpoint: 'SANDBOX', paused: false, version: 1 };
  return store(sql, 'pixels', { workspace_id: workspaceId, ...plain, updated_at: new Date(), ...columns });
}

export async function storeRule(
  sql: Sql,
  workspaceId: string,
  campaignId: string,
  pixelId: string,
  columns: Columns = {},
): Promise<string> {
  return store(sql, 'pixel_rules', {
    workspace_id: workspaceId,
    campaign_id: campaignId,
    pixel_id: pixelId,
    name: 'Rule',
    enabled: true,
    trigger: 'LEAD_QUALIFIED',
    platform: 'FACEBOOK',
    event_name: 'Lead',
    action_source: 'SYSTEM_GENERATED',
    fire_once: true,
    updated_at: new Date(),
    ...columns,
  });
}

async function store(sql: Sql, table: string, columns: Columns): Promise<string> {
  const id = newId();
  await insertRows(sql, table, [{ id, created_at: new Date(), ...columns }]);
  return id;
}
