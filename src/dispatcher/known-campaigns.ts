import { notFound } from '../domain/errors';
import type { LeadInput } from '../domain/lead-input';

export interface CampaignLookup {
  campaignsExist(workspaceId: string, ids: readonly string[]): Promise<Set<string>>;
}

/** The campaigns that these leads name and that the workspace has: one read for all of them. */
export async function knownCampaigns(
  { campaignsExist }: CampaignLookup,
  workspaceId: string,
  leads: readonly (LeadInput | null | undefined)[],
): Promise<Set<string>> {
  const ids = leads.flatMap((lead) => lead?.campaignId ?? []);
  return ids.length === 0 ? new Set() : campaignsExist(workspaceId, ids);
}

export function refuseUnknownCampaign(id: string | null | undefined, known: Set<string>, path: string): void {
  if (id !== null && id !== undefined && !known.has(id)) throw notFound('campaign', path);
}
