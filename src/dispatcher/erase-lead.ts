import { notFound } from '../domain/errors';
import { idFault } from '../domain/input-checks';
import type { Database } from '../persistence/database';
import { appendChanges } from '../persistence/firing-changes';
import { forgetLead } from '../persistence/lead-erasure';

/** Forgets a lead for good: its data, and what the history holds of it. */
export async function eraseLead(database: Database, workspaceId: string, callerId: string): Promise<void> {
  if (idFault(callerId) !== null) throw notFound('lead', 'id');
  await database.transaction(async (sql) => {
    const skipped = await forgetLead(sql, workspaceId, callerId);
    if (!skipped) throw notFound('lead', 'id');
    await appendChanges(sql, skipped);
  });
}
