import { keyColumns, type WorkspaceKey } from './rows';
import type { Sql } from './sql';

/**
 * Locks pixels that an attempt may change, in one order, before their firings, as a change of the pixel itself takes
 * them. `surely` are locked in any case, the others where they need attention.
 */
export async function lockPixels(
  sql: Sql,
  pixels: readonly WorkspaceKey[],
  surely: ReadonlySet<string>,
): Promise<void> {
  await sql(
    `select p.id from unnest($1::uuid[], $2::uuid[]) as named (workspace_id, id)
     join pixels p on p.workspace_id = named.workspace_id and p.id = named.id
     where p.attention_reason is not null or p.id = any($3::uuid[]) order by p.id for update of p`,
    [...keyColumns(pixels), [...surely]],
  );
}

/** The platform refused its credentials. */
export async function setAttention(sql: Sql, { workspaceId, id }: WorkspaceKey, reason: string): Promise<void> {
  await sql(
    `update pixels set attention_reason = $3, updated_at = now() where workspace_id = $1 and id = $2 and deleted_at is null`,
    [workspaceId, id, reason],
  );
}

/** True where the pixel needed attention and is in use: then its held firings go on. */
export async function mendPixel(sql: Sql, { workspaceId, id }: WorkspaceKey): Promise<boolean> {
  const rows = await sql<{ paused: boolean }>(
    `update pixels set attention_reason = null, updated_at = now()
     where workspace_id = $1 and id = $2 and attention_reason is not null returning paused`,
    [workspaceId, id],
  );
  return rows.length > 0 && rows[0]?.paused === false;
}
