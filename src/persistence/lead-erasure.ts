import type { FiringKey } from './firing-changes';
import { skipOfLeads } from './firing-states';
import type { Sql } from './sql';

/**
 * Deletes the lead's row, and with it the key of all that was sealed for it; its caller's id stands nowhere else. What
 * it still waited for is skipped: these firings are answered, null where there is no such lead. The keyed hash in
 * fired_once stays, without the firing it came from.
 */
export async function forgetLead(sql: Sql, workspaceId: string, callerId: string): Promise<FiringKey[] | null> {
  const [lead] = await sql<{ id: string }>(
    'delete from leads where workspace_id = $1 and caller_id = $2 returning id',
    [workspaceId, callerId],
  );
  if (!lead) return null;
  const skipped = await skipOfLeads(sql, workspaceId, [lead.id], 'LEAD_ERASED', 'The lead was erased.');
  await sql('delete from occurrences where workspace_id = $1 and lead_id = $2', [workspaceId, lead.id]);
  await forgetInHistory(sql, workspaceId, lead.id);
  return skipped;
}

/** A firing whose request is out is left to its record, which keeps nothing of the answer. */
async function forgetInHistory(sql: Sql, workspaceId: string, leadUid: string): Promise<void> {
  await sql(
    `update fired_once o set firing_id = null from firings f
     where f.workspace_id = $1 and f.lead_id = $2 and o.workspace_id = $1 and o.firing_id = f.id and not f.attempting`,
    [workspaceId, leadUid],
  );
  // Words of the platform about this person go with the person.
  for (const told of ['attempts', 'firing_changes']) {
    await sql(
      `update ${told} t set message = null from firings f
       where f.workspace_id = $1 and f.lead_id = $2 and t.workspace_id = $1 and t.firing_id = f.id and t.message is not null`,
      [workspaceId, leadUid],
    );
  }
  await sql(
    `update firings set message = case when status = 'FAILED' then 'Its lead was erased, and the reason with it.' else message end,
       event_sealed = null, request_sealed = null
     where workspace_id = $1 and lead_id = $2 and not attempting`,
    [workspaceId, leadUid],
  );
}
