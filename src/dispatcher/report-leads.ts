import type { RuleDecision } from '../domain/decision';
import { conflict, type FieldFault, refuseIfAny, type ServiceError } from '../domain/errors';
import type { Firing } from '../domain/firing';
import { checkWhen, faultAt, idFault } from '../domain/input-checks';
import type { Lead, LeadReport, LeadStatus } from '../domain/lead';
import { checkLead, type LeadInput } from '../domain/lead-input';
import type { Metrics } from '../metrics';
import type { FiringHistory } from '../persistence/firing-history';
import type { LeadReads } from '../persistence/lead-reads';
import type { AcceptReport } from './accept';
import { type AcceptDependencies, type Accepted, AcceptReports } from './accept-reports';
import { type CampaignLookup, knownCampaigns, refuseUnknownCampaign } from './known-campaigns';
import { settled } from './settled';

/** A lead's entering a status, as a caller reports it; absent members are undefined or null. */
export interface ReportInput {
  lead: LeadInput;
  status: LeadStatus;
  occurredAt?: Date | null;
  occurrenceId?: string | null;
  /** The browser pixel's event id, for deduplication. */
  eventId?: string | null;
}

export interface ReportResult {
  lead: Lead;
  newOccurrence: boolean;
  decisions: RuleDecision[];
  firings: Firing[];
}

export interface ReportLeadsDependencies extends AcceptDependencies, CampaignLookup {
  history: FiringHistory;
  leads: LeadReads;
  metrics: Metrics;
  hashKeyOf(workspaceId: string): Promise<Buffer>;
}

/** reportLead(s): check, accept, read what came of it. */
export class ReportLeads {
  private readonly accepting: AcceptReports;

  constructor(private readonly uses: ReportLeadsDependencies) {
    this.accepting = new AcceptReports(uses);
  }

  async report(
    workspaceId: string,
    inputs: readonly ReportInput[],
    pathOf: (index: number) => string,
  ): Promise<(ReportResult | ServiceError)[]> {
    const hashKey = await this.uses.hashKeyOf(workspaceId);
    const leads = inputs.map(({ lead }) => lead);
    const campaigns = await knownCampaigns(this.uses, workspaceId, leads);
    const now = new Date();
    const accepted = await settled(
      inputs.map(async (input, index) => {
        const checked = checkReport(input, pathOf(index), now, campaigns);
        return this.accepting.submit({ workspaceId, hashKey, ...checked });
      }),
    );
    this.uses.metrics.accepted.inc({ kind: 'report' }, accepted.filter((each) => !(each instanceof Error)).length);
    return this.read(workspaceId, accepted);
  }

  /** What was accepted, as it stands after the commit: three reads, however many reports. */
  private async read(
    workspaceId: string,
    accepted: readonly (Accepted | ServiceError)[],
  ): Promise<(ReportResult | ServiceError)[]> {
    const { history, leads } = this.uses;
    const good = accepted.filter((each): each is Accepted => !(each instanceof Error));
    const [leadRows, decisionRows, firingRows] = await Promise.all([
      leads.byUids(workspaceId, [...new Set(good.map(({ leadUid }) => leadUid))]),
      history.decisionsByIds(
        workspaceId,
        good.flatMap(({ decisionIds }) => decisionIds),
      ),
      history.byIds(
        workspaceId,
        good.flatMap(({ firingIds }) => firingIds),
      ),
    ]);
    const leadOf = new Map(leadRows.map((lead) => [lead.uid, lead]));
    const decisionOf = new Map(decisionRows.map((decision) => [decision.id, decision]));
    const firingOf = new Map(firingRows.map((firing) => [firing.id, firing]));
    return accepted.map((each) => {
      if (each instanceof Error) return each;
      const lead = leadOf.get(each.leadUid);
      if (!lead) return conflict('the lead was erased while it was reported');
      const decisions = each.decisionIds.flatMap((id) => decisionOf.get(id) ?? []);
      const firings = each.firingIds.flatMap((id) => firingOf.get(id) ?? []);
      return { lead, newOccurrence: each.isNew, decisions, firings };
    });
  }
}

/** All faults of an input that can be known without the database. */
export function reportFaults(input: ReportInput, path: string, now: Date): FieldFault[] {
  return checkedReport(input, path, now).faults;
}

/** `report` is null where GraphQL found no lead in the input. */
function checkedReport({ lead, occurredAt, occurrenceId, eventId }: ReportInput, path: string, now: Date) {
  const checked = lead ? checkLead(lead, `${path}.lead`) : null;
  const when = checkWhen(occurredAt, now, `${path}.occurredAt`);
  const faults = [
    ...(checked?.faults ?? []),
    ...when.faults,
    ...faultAt(`${path}.occurrenceId`, occurrenceId, idFault),
    ...faultAt(`${path}.eventId`, eventId, idFault),
  ];
  return { report: checked?.report ?? null, at: when.at, faults };
}

/** All faults at once, then whether the campaign is one of ours. */
function checkReport(
  input: ReportInput,
  path: string,
  now: Date,
  campaigns: Set<string>,
): Omit<AcceptReport, 'workspaceId' | 'hashKey'> {
  const { report, at, faults } = checkedReport(input, path, now);
  refuseIfAny(faults);
  const { status, occurrenceId = null, eventId = null } = input;
  const known = report as LeadReport;
  refuseUnknownCampaign(known.campaignId, campaigns, `${path}.lead.campaignId`);
  return { report: known, status, occurredAt: at, occurrenceId, eventId, path: `${path}.lead` };
}
