import type { Sql } from './database';

/**
 * Inserts whole rows in one statement, each column by its name; a column left out is null. A Buffer goes as bytea's
 * hex text, a Date as RFC 3339, an array as a PostgreSQL array.
 */
export async function insertRows(sql: Sql, table: string, rows: readonly object[], ending = ''): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0] as object).join(', ');
  await sql(
    `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb) ${ending}`,
    [jsonOf(rows)],
  );
}

/** Rows as the JSON that jsonb_populate_recordset reads. */
export function jsonOf(rows: readonly object[]): string {
  return JSON.stringify(
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]))),
  );
}

/** Names a thing of one workspace. */
export interface WorkspaceKey {
  workspaceId: string;
  id: string;
}

/** Keys as the two columns that `unnest` makes rows of: rows are found by their whole key, the only one indexed. */
export function keyColumns(keys: readonly WorkspaceKey[]): [string[], string[]] {
  return [keys.map(({ workspaceId }) => workspaceId), keys.map(({ id }) => id)];
}

function plain(value: unknown): unknown {
  return Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value;
}
