import type { Sql } from './database';

export interface KeyTaking {
  workspaceId: string;
  key: string;
  inputHash: Buffer;
  firingId: string;
}

/** Takes the key for a firing, or answers who holds it; a racing transaction is waited for. */
export async function takeIdempotencyKey(sql: Sql, claim: KeyTaking): Promise<{ firingId: string; inputHash: Buffer }> {
  const [row] = await sql<{ firingId: string; inputHash: Buffer }>(
    `insert into idempotency_keys (workspace_id, key, input_hash, firing_id, created_at) values ($1, $2, $3, $4, now())
     on conflict (workspace_id, key) do update set key = excluded.key
     returning firing_id as "firingId", input_hash as "inputHash"`,
    [claim.workspaceId, claim.key, claim.inputHash, claim.firingId],
  );
  return row as { firingId: string; inputHash: Buffer };
}

/** Gives back a key that this transaction took: a refused call does not take it. */
export async function giveKeyBack(sql: Sql, workspaceId: string, key: string): Promise<void> {
  await sql('delete from idempotency_keys where workspace_id = $1 and key = $2', [workspaceId, key]);
}

/** Keys are kept for 30 days at least. */
export async function dropOldKeys(sql: Sql): Promise<void> {
  await sql(`delete from idempotency_keys where created_at < now() - interval '31 days'`);
}
