import type { EntityManager } from 'typeorm';
import type { ConversionEvent } from '../domain/conversion-event';
import { type Decision, decide } from '../domain/decide';
import { badUserInput, ServiceError } from '../domain/errors';
import { ruleEventId } from '../domain/event-id';
import { type LeadReport, type LeadStatus, mergeLead } from '../domain/lead';
import { answerFaults } from '../domain/lead-input';
import { type PixelRule, triggerOf } from '../domain/pixel-rule';
import type { Sql } from '../persistence/database';
import { type FiringKey } from '../persistence/firing-changes';
import { skipOfLeads } from '../persistence/firing-states';
import { newId } from '../persistence/ids';
import type { LeadVault } from '../persistence/lead-vault';
import {
  forgetUnborn,
  insertOccurrences,
  type LockedLead,
  leadHash,
  lockLeads,
  noteAnswerKeys,
  type Occurrence,
  saveLeads,
} from '../persistence/leads';
import { type OnceKey, onceHolders } from '../persistence/once';
import type { Keyring } from '../persistence/secrets';
import type { PreparedEvent } from '../platforms/platform';
import { type NewFiring, startOf } from './new-firing';
import type { PixelLookup, PixelNow } from './pixel-lookup';

export const CONSENT_WITHDRAWN = 'The lead withdrew consent before this was sent.';

/** A checked report, ready to be accepted. */
export interface AcceptReport {
  workspaceId: string;
  hashKey: Buffer;
  report: LeadReport;
  status: LeadStatus;
  occurredAt: Date;
  occurrenceId: string | null;
  /** The browser pixel's event id. */
  eventId: string | null;
  /** The path of the lead in the caller's input, for faults that only the stored lead shows. */
  path: string;
}

/** A lead after its report, and what the report was: a new occurrence, or a repeat of an earlier one. */
export interface Reported {
  input: AcceptReport;
  lead: LockedLead;
  occurrence: Occurrence | null;
  isNew: boolean;
}

export interface DecisionRow {
  id: string;
  workspaceId: string;
  occurrence: string;
  leadUid: string;
  ruleId: string;
  firingId: string | null;
  decision: Decision;
  vault: LeadVault;
}

/** Locks and merges the leads; a lead that can't be (unknown without a campaign) is answered as its caller's error. */
export async function mergeLeads(
  sql: Sql,
  keyring: Keyring,
  inputs: readonly Pick<AcceptReport, 'workspaceId' | 'report' | 'path'>[],
): Promise<(LockedLead | ServiceError)[]> {
  const keys = inputs.map(({ workspaceId, report }) => ({ workspaceId, callerId: report.id }));
  const locked = new Map(
    (await lockLeads(sql, keyring, keys)).map((lead) => [`${lead.workspaceId} ${lead.callerId}`, lead]),
  );
  const results = inputs.map(({ workspaceId, report, path }) => {
    const lead = locked.get(`${workspaceId} ${report.id}`) as LockedLead;
    if (lead.status === null && !report.campaignId) return campaignMissing(path);
    const merged = mergeLead(lead.data, report);
    const faults = answerFaults(merged.answers, `${path}.answers`);
    if (faults.length > 0) return badUserInput(faults);
    lead.campaignId = report.campaignId ?? lead.campaignId;
    lead.data = merged;
    return lead;
  });
  await forgetUnborn(
    sql,
    [...locked.values()].filter((lead) => !results.includes(lead)),
  );
  return results;
}

function campaignMissing(path: string): ServiceError {
  return badUserInput([{ path: `${path}.campaignId`, message: 'is required for a lead that is not known yet' }]);
}

/**
 * Whether the report is a new occurrence: an occurrenceId not seen under this lead and status, or without one the
 * lead's entering a status; a report from before the present status counts only where the lead never had its status.
 */
export function occurrenceOf(input: AcceptReport, lead: LockedLead, known: readonly Occurrence[]): Reported {
  const ofStatus = known.filter((occurrence) => occurrence.leadUid === lead.uid && occurrence.status === input.status);
  const repeated = input.occurrenceId
    ? ofStatus.find((occurrence) => occurrence.occurrenceId === input.occurrenceId)
    : repeatOf(input, lead, ofStatus);
  if (repeated) return { input, lead, occurrence: repeated, isNew: false };
  const isLate = lead.statusAt !== null && lead.status !== null && input.occurredAt < lead.statusAt;
  if (!isLate) {
    lead.status = input.status;
    lead.statusAt = input.occurredAt;
  }
  const number = (ofStatus.at(-1)?.number ?? 0) + 1;
  const { occurrenceId, status, workspaceId } = input;
  const occurrence = { workspaceId, leadUid: lead.uid, status, number, occurrenceId, id: newId() };
  return { input, lead, occurrence, isNew: true };
}

function repeatOf(input: AcceptReport, lead: LockedLead, ofStatus: readonly Occurrence[]): Occurrence | undefined {
  const last = ofStatus.at(-1);
  const isLate = lead.statusAt !== null && input.occurredAt < lead.statusAt;
  return lead.status === input.status || isLate ? last : undefined;
}

/** Decides the rules of every new occurrence; answers the decisions and the firings to store. */
export class Accepting {
  readonly decisions: DecisionRow[] = [];
  readonly firings: { firing: NewFiring; lead: LockedLead; once: OnceKey }[] = [];

  constructor(
    private readonly sql: Sql,
    private readonly manager: EntityManager,
    private readonly pixels: PixelLookup,
    private readonly now: Date,
  ) {}

  async decideAll(reported: readonly Reported[], rulesOf: Map<string, PixelRule[]>): Promise<void> {
    const due = reported.filter(({ isNew }) => isNew).map((entry) => ({ ...entry, rules: rulesAt(entry, rulesOf) }));
    const rules = due.flatMap((entry) => entry.rules);
    const pixels = await this.pixels.read(
      this.manager,
      rules.map(({ workspaceId, pixelId }) => ({ workspaceId, id: pixelId })),
    );
    const holders = await this.holders(due);
    for (const { rules: own, ...entry } of due) this.decideOne(entry, own, pixels, holders);
  }

  private async holders(due: readonly (Reported & { rules: PixelRule[] })[]): Promise<Map<string, string>> {
    const keys = due.flatMap(({ input, lead, rules }) => rules.map((rule) => onceKey(input, lead, rule)));
    const held = await onceHolders(this.sql, keys);
    return new Map(
      held.map((holder) => [onceName(holder), holder.firingId ? `firing ${holder.firingId}` : 'an earlier firing']),
    );
  }

  private decideOne(
    { input, lead, occurrence }: Reported,
    rules: readonly PixelRule[],
    pixels: Map<string, PixelNow>,
    holders: Map<string, string>,
  ): void {
    const drafts = rules.map((rule) => this.draft(input, lead, occurrence as Occurrence, rule, pixels, holders));
    const decided = decide({ lead: { ...lead.data, id: lead.callerId }, rules: drafts });
    for (const [index, decision] of decided.entries()) {
      this.keep(input, lead, occurrence as Occurrence, decision, drafts[index] as Draft);
    }
  }

  private draft(
    input: AcceptReport,
    lead: LockedLead,
    occurrence: Occurrence,
    rule: PixelRule,
    pixels: Map<string, PixelNow>,
    holders: Map<string, string>,
  ): Draft {
    const pixel = pixels.get(rule.pixelId) as PixelNow;
    const event = eventOf(input, lead, occurrence, rule);
    let prepared: PreparedEvent | null = null;
    const prepare = () => (prepared ??= pixel.platform.prepare(event, pixel.target, this.now));
    const onceHolder = holders.get(onceName(onceKey(input, lead, rule))) ?? null;
    return { rule, pixel, onceHolder, event, prepare, preflight: () => ({ unsendable: prepare().unsendable }) };
  }

  private keep(input: AcceptReport, lead: LockedLead, occurrence: Occurrence, decision: Decision, draft: Draft): void {
    const fires = decision.outcome === 'FIRED' || decision.outcome === 'SKIPPED';
    const id = newId();
    const { event, rule, pixel } = draft;
    this.decisions.push({
      id,
      workspaceId: input.workspaceId,
      occurrence: occurrence.id,
      leadUid: lead.uid,
      ruleId: rule.id,
      firingId: fires ? event.firingId : null,
      decision,
      vault: lead.vault,
    });
    if (!fires) return;
    const start =
      decision.outcome === 'SKIPPED'
        ? { status: 'SKIPPED' as const, skipReason: decision.skipReason, message: decision.reason }
        : startOf(draft.prepare(), pixel.status === 'NEEDS_ATTENTION');
    const firing: NewFiring = {
      workspaceId: input.workspaceId,
      event,
      prepared: draft.prepare(),
      target: pixel.target,
      platform: pixel.platform,
      ...start,
      leadUid: lead.uid,
      ruleId: rule.id,
      decisionId: id,
      fireOnce: rule.fireOnce,
      test: false,
    };
    this.firings.push({ firing, lead, once: onceKey(input, lead, rule) });
  }
}

interface Draft {
  rule: PixelRule;
  pixel: PixelNow;
  onceHolder: string | null;
  event: ConversionEvent;
  prepare(): PreparedEvent;
  preflight(): { unsendable: PreparedEvent['unsendable'] };
}

function rulesAt({ input, lead }: Reported, rulesOf: Map<string, PixelRule[]>): PixelRule[] {
  const trigger = triggerOf(input.status);
  return (rulesOf.get(lead.campaignId ?? '') ?? []).filter((rule) => rule.trigger === trigger);
}

function eventOf(input: AcceptReport, lead: LockedLead, occurrence: Occurrence, rule: PixelRule): ConversionEvent {
  const made = ruleEventId(input.hashKey, {
    workspaceId: input.workspaceId,
    ruleId: rule.id,
    leadId: lead.callerId,
    status: input.status,
    occurrence: occurrence.occurrenceId ?? occurrence.number,
    fireOnce: rule.fireOnce,
  });
  return {
    firingId: newId(),
    eventName: rule.eventName,
    eventId: input.eventId ?? made,
    eventTime: input.occurredAt.toISOString(),
    actionSource: rule.actionSource,
    value: rule.value ?? lead.data.value ?? null,
    leadId: lead.callerId,
    leadStatus: input.status,
    campaignId: lead.campaignId,
    lead: lead.data,
  };
}

function onceKey(input: AcceptReport, lead: LockedLead, rule: PixelRule): OnceKey {
  return { workspaceId: input.workspaceId, ruleId: rule.id, leadHash: leadHash(input.hashKey, lead.callerId) };
}

function onceName(key: OnceKey): string {
  return `${key.ruleId} ${key.leadHash.toString('hex')}`;
}

/** Steps that end every accept: occurrences, leads, answer keys; consent withdrawn skips what is not yet sent. */
export async function saveReported(sql: Sql, reported: readonly Reported[]): Promise<FiringKey[]> {
  await saveLeads(
    sql,
    reported.map(({ lead }) => lead),
  );
  await insertOccurrences(
    sql,
    reported.filter(({ isNew }) => isNew).map(({ occurrence }) => occurrence as Occurrence),
  );
  await noteAnswerKeys(sql, answerKeys(reported));
  const skipped: FiringKey[] = [];
  for (const { input, lead } of reported.filter((entry) => entry.lead.data.consentGranted === false)) {
    skipped.push(...(await skipOfLeads(sql, input.workspaceId, [lead.uid], 'CONSENT_DENIED', CONSENT_WITHDRAWN)));
  }
  return skipped;
}

function answerKeys(reported: readonly Reported[]): { workspace_id: string; campaign_id: string; key: string }[] {
  const seen = new Map<string, { workspace_id: string; campaign_id: string; key: string }>();
  for (const { input, lead } of reported) {
    for (const key of Object.keys(input.report.answers ?? {})) {
      if (lead.campaignId)
        seen.set(`${lead.campaignId} ${key}`, { workspace_id: input.workspaceId, campaign_id: lead.campaignId, key });
    }
  }
  return [...seen.values()];
}
