import { createHmac } from 'node:crypto';
import { idFault } from '../domain/input-checks';
import type { LeadData, LeadStatus } from '../domain/lead';
import type { Sql } from './database';
import { newId } from './ids';
import { LeadVault } from './lead-vault';
import { insertRows, keyColumns, type WorkspaceKey } from './rows';
import type { Keyring } from './secrets';

interface LeadRow {
  workspace_id: string;
  id: string;
  caller_id: string;
  campaign_id: string | null;
  status: LeadStatus | null;
  status_at: Date | null;
  key_sealed: Buffer;
  data_sealed: Buffer | null;
}

/** A lead whose row this transaction holds. `status` is null for one that did not exist before. */
export interface LockedLead {
  workspaceId: string;
  uid: string;
  callerId: string;
  campaignId: string | null;
  status: LeadStatus | null;
  statusAt: Date | null;
  data: LeadData;
  vault: LeadVault;
}

export interface LeadKey {
  workspaceId: string;
  callerId: string;
}

/** What fire once knows a lead by: it stays when the lead is erased, and leads back to nobody without the key. */
export function leadHash(hashKey: Buffer, callerId: string): Buffer {
  return createHmac('sha256', hashKey).update(`lead:${callerId}`).digest().subarray(0, 16);
}

/** Locks the leads in one order on every node (so that no two wait for each other), making those that are new. */
export async function lockLeads(sql: Sql, keyring: Keyring, keys: readonly LeadKey[]): Promise<LockedLead[]> {
  const rows = keys.map(({ workspaceId, callerId }) => {
    const id = newId();
    const { keySealed } = LeadVault.create(keyring, workspaceId, id);
    return { workspace_id: workspaceId, id, caller_id: callerId, key_sealed: `\\x${keySealed.toString('hex')}` };
  });
  const locked = await sql<LeadRow>(
    `insert into leads (workspace_id, id, caller_id, key_sealed)
     select workspace_id, id, caller_id, key_sealed from jsonb_populate_recordset(null::leads, $1::jsonb)
     order by workspace_id, caller_id
     on conflict (workspace_id, caller_id) do update set caller_id = excluded.caller_id returning *`,
    [JSON.stringify(rows)],
  );
  return locked.map((row) => lockedLead(keyring, row));
}

function lockedLead(keyring: Keyring, row: LeadRow): LockedLead {
  const vault = LeadVault.open(keyring, row.workspace_id, row.id, row.key_sealed);
  return {
    workspaceId: row.workspace_id,
    uid: row.id,
    callerId: row.caller_id,
    campaignId: row.campaign_id,
    status: row.status,
    statusAt: row.status_at,
    data: row.data_sealed ? vault.openData(row.data_sealed) : {},
    vault,
  };
}

/** Locks one lead that exists already; null where there is none. */
export async function lockKnownLead(sql: Sql, keyring: Keyring, key: LeadKey): Promise<LockedLead | null> {
  if (idFault(key.callerId) !== null) return null;
  const [row] = await sql<LeadRow>(
    'select * from leads where workspace_id = $1 and caller_id = $2 and status is not null for update',
    [key.workspaceId, key.callerId],
  );
  return row ? lockedLead(keyring, row) : null;
}

/** Locks the lead that a firing is about; null where it was erased, or the firing was of the sample lead. */
export async function lockLeadOfFiring(sql: Sql, keyring: Keyring, firing: WorkspaceKey): Promise<LockedLead | null> {
  const [row] = await sql<LeadRow>(
    `select l.* from leads l join firings f on f.workspace_id = l.workspace_id and f.lead_id = l.id
     where f.workspace_id = $1 and f.id = $2 for update of l`,
    [firing.workspaceId, firing.id],
  );
  return row ? lockedLead(keyring, row) : null;
}

/** Writes what the reports made of the leads. */
export async function saveLeads(sql: Sql, leads: readonly LockedLead[]): Promise<void> {
  const rows = leads.map((lead) => ({
    workspace_id: lead.workspaceId,
    id: lead.uid,
    campaign_id: lead.campaignId,
    status: lead.status,
    status_at: lead.statusAt,
    data_sealed: `\\x${lead.vault.sealData(lead.data).toString('hex')}`,
  }));
  if (rows.length === 0) return;
  await sql(
    `update leads l set campaign_id = r.campaign_id, status = r.status, status_at = r.status_at, data_sealed = r.data_sealed
     from jsonb_populate_recordset(null::leads, $1::jsonb) r where l.workspace_id = r.workspace_id and l.id = r.id`,
    [JSON.stringify(rows)],
  );
}

/** Takes back the rows of leads that were made for a report that is refused. */
export async function forgetUnborn(sql: Sql, leads: readonly LockedLead[]): Promise<void> {
  const unborn = leads.filter((lead) => lead.status === null).map(({ workspaceId, uid }) => ({ workspaceId, id: uid }));
  if (unborn.length === 0) return;
  await sql(
    `delete from leads l using unnest($1::uuid[], $2::uuid[]) as k (workspace_id, id)
     where l.workspace_id = k.workspace_id and l.id = k.id and l.status is null`,
    keyColumns(unborn),
  );
}

export interface Occurrence {
  workspaceId: string;
  leadUid: string;
  status: string;
  number: number;
  occurrenceId: string | null;
  id: string;
}

/** All occurrences of these leads, oldest first. */
export function occurrencesOf(
  sql: Sql,
  leads: readonly Pick<LockedLead, 'workspaceId' | 'uid'>[],
): Promise<Occurrence[]> {
  return sql<Occurrence>(
    `select o.workspace_id as "workspaceId", o.lead_id as "leadUid", o.status, o.number,
       o.occurrence_id as "occurrenceId", o.id
     from unnest($1::uuid[], $2::uuid[]) as k (workspace_id, id)
     join occurrences o on o.workspace_id = k.workspace_id and o.lead_id = k.id order by o.lead_id, o.status, o.number`,
    keyColumns(leads.map(({ workspaceId, uid }) => ({ workspaceId, id: uid }))),
  );
}

export async function insertOccurrences(sql: Sql, occurrences: readonly Occurrence[]): Promise<void> {
  const rows = occurrences.map((occurrence) => ({
    workspace_id: occurrence.workspaceId,
    lead_id: occurrence.leadUid,
    status: occurrence.status,
    number: occurrence.number,
    occurrence_id: occurrence.occurrenceId,
    id: occurrence.id,
  }));
  await insertRows(sql, 'occurrences', rows);
}

/** Answer keys seen in a campaign, for building conditions; in one order, so that no two nodes wait for each other. */
export async function noteAnswerKeys(
  sql: Sql,
  seen: readonly { workspace_id: string; campaign_id: string; key: string }[],
): Promise<void> {
  await insertRows(sql, 'campaign_answers', seen, 'order by workspace_id, campaign_id, key on conflict do nothing');
}
