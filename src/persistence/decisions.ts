import type { Sql } from './database';
import { insertRows } from './rows';

export interface StoredDecision {
  workspace_id: string;
  id: string;
  occurrence: string;
  lead_id: string;
  rule_id: string;
  firing_id: string | null;
  outcome: string;
  reason: string;
  trace_sealed: Buffer | null;
  decided_at: Date;
}

export async function insertDecisions(sql: Sql, rows: readonly StoredDecision[]): Promise<void> {
  await insertRows(sql, 'decisions', rows);
}

/** Ids of what was decided and fired for these occurrences, oldest first. */
export function decidedFor(
  sql: Sql,
  workspaceId: string,
  leadUid: string,
  occurrence: string,
): Promise<{ id: string; firingId: string | null }[]> {
  return sql(
    `select id, firing_id as "firingId" from decisions
     where workspace_id = $1 and lead_id = $2 and occurrence = $3 order by id`,
    [workspaceId, leadUid, occurrence],
  );
}
