import type { Sql } from './database';

const NIL = '00000000-0000-0000-0000-000000000000';

export interface OnceKey {
  workspaceId: string;
  ruleId: string;
  leadHash: Buffer;
}

export interface OnceHolder extends OnceKey {
  firingId: string | null;
}

/** The firings that hold the once of these rules and leads. */
export async function onceHolders(sql: Sql, keys: readonly OnceKey[]): Promise<OnceHolder[]> {
  if (keys.length === 0) return [];
  return sql<OnceHolder>(
    `select o.workspace_id as "workspaceId", o.rule_id as "ruleId", o.lead_hash as "leadHash", o.firing_id as "firingId"
     from unnest($1::uuid[], $2::uuid[], $3::text[]) as k (workspace_id, rule_id, lead_hash)
     join fired_once o on o.workspace_id = k.workspace_id and o.rule_id = k.rule_id
       and o.lead_hash = decode(k.lead_hash, 'hex')`,
    [
      keys.map(({ workspaceId }) => workspaceId),
      keys.map(({ ruleId }) => ruleId),
      keys.map(({ leadHash }) => leadHash.toString('hex')),
    ],
  );
}

/** Takes the once. Under fire once the key is unique, so two takers can't both commit. */
export async function takeOnce(
  sql: Sql,
  takers: readonly (OnceKey & { firingId: string; fireOnce: boolean })[],
): Promise<void> {
  if (takers.length === 0) return;
  await sql(
    `insert into fired_once (workspace_id, rule_id, lead_hash, slot, firing_id)
     select workspace_id, rule_id, decode(lead_hash, 'hex'), slot, firing_id
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[]) as t (workspace_id, rule_id, lead_hash, slot, firing_id)`,
    [
      takers.map(({ workspaceId }) => workspaceId),
      takers.map(({ ruleId }) => ruleId),
      takers.map((taker) => taker.leadHash.toString('hex')),
      takers.map(({ fireOnce, firingId }) => (fireOnce ? NIL : firingId)),
      takers.map(({ firingId }) => firingId),
    ],
  );
}
