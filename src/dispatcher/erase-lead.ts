import { notFound } from '../domain/errors';
import { idFault } from '../domain/input-checks';
import type { Database } from '../persistence/database';
import { appendChanges } from '../persistence/firing-changes';
import { skipOfLeads } from '../persistence/firing-states';

/**
 * Forgets a lead: its row goes and with it the key of all that was sealed for it. What it still waited for is skipped;
 * the keyed hash in fired_once stays, without the firing it came from.
 */
export async function eraseLead(database: Database, workspaceId: string, callerId: string): Promise<void> {
  if (idFault(callerId) !== null) throw notFound('lead', 'id');
  await database.transaction(async (sql) => {
    const [lead] = await sql<{ id: string }>(
      'delete from leads where workspace_id = $1 and caller_id = $2 returning id',
      [workspaceId, callerId],
    );
    if (!lead) throw notFound('lead', 'id');
    const skipped = await skipOfLeads(sql, workspaceId, [lead.id], 'LEAD_ERASED', 'The lead was erased.');
    await sql('delete from occurrences where workspace_id = $1 and lead_id = $2', [workspaceId, lead.id]);
    await sql(
      `update fired_once o set firing_id = null from firings f
       where f.workspace_id = $1 and f.lead_id = $2 and o.workspace_id = $1 and o.firing_id = f.id and not f.attempting`,
      [workspaceId, lead.id],
    );
    // Words of the platform about this person go with the person.
    await sql(
      `update attempts a set message = null from firings f
       where f.workspace_id = $1 and f.lead_id = $2 and a.workspace_id = $1 and a.firing_id = f.id`,
      [workspaceId, lead.id],
    );
    await sql(
      `update firings set message = case when status = 'FAILED' then 'Its lead was erased, and the reason with it.' else message end,
         event_sealed = null, request_sealed = null
       where workspace_id = $1 and lead_id = $2 and not attempting`,
      [workspaceId, lead.id],
    );
    await appendChanges(sql, skipped);
  });
}
