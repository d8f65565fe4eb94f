import { decide } from '../domain/decide';
import type { RuleDecision } from '../domain/decision';
import { badUserInput, conflict, type FieldFault, notFound, ServiceError } from '../domain/errors';
import type { Firing } from '../domain/firing';
import { checkWhen, eventNameFault, faultAt, idFault } from '../domain/input-checks';
import type { Lead, LeadStatus } from '../domain/lead';
import { checkLead, moneyFaults, type RawLead } from '../domain/lead-input';
import type { Money } from '../domain/money';
import type { ActionSource } from '../domain/pixel';
import type { PixelRule } from '../domain/pixel-rule';
import { SAMPLE_LEAD_ID, sampleLead } from '../domain/sample-lead';
import type { Metrics } from '../metrics';
import { ruleOf } from '../persistence/accepting';
import { PixelRuleEntity } from '../persistence/entities';
import type { FiringHistory } from '../persistence/firing-history';
import { isId, newId } from '../persistence/ids';
import type { LeadReads } from '../persistence/lead-reads';
import { LeadVault } from '../persistence/lead-vault';
import { type LockedLead, lockKnownLead } from '../persistence/leads';
import { eraseLead } from './erase-lead';
import { eventOfCall, type PixelFiring, PixelFirings, storeFiredLead } from './fire-pixel';
import type { NewFiring } from './new-firing';
import type { PixelNow } from './pixel-lookup';
import { type AcceptDependencies, type Accepted, LeadReports } from './report-lead';
import { retryFiring } from './retry';
import { type TestFireDependencies, TestFires } from './test-fire';

export interface ReportInput {
  lead: RawLead;
  status: LeadStatus;
  occurredAt?: Date | null;
  occurrenceId?: string | null;
  eventId?: string | null;
}

export interface ReportResult {
  lead: Lead;
  newOccurrence: boolean;
  decisions: RuleDecision[];
  firings: Firing[];
}

export interface FireInput {
  pixelId: string;
  leadId?: string | null;
  lead?: RawLead | null;
  eventName: string;
  actionSource: ActionSource;
  value?: Money | null;
  eventId?: string | null;
  eventTime?: Date | null;
  testEventCode?: string | null;
  idempotencyKey?: string | null;
}

/** A rule as a caller describes it, stored or not. */
export type RuleDraft = Pick<
  PixelRule,
  'campaignId' | 'name' | 'trigger' | 'pixelId' | 'eventName' | 'actionSource' | 'fireOnce' | 'enabled'
> & { value?: Money | null; conditions?: PixelRule['conditions'] };

export interface RulePreview {
  outcome: RuleDecision['outcome'];
  reason: string;
  conditionTrace: unknown;
  /** The event as the platform would get it, masked; null where nothing would be sent. */
  request: unknown;
  warnings: string[];
}

export interface DispatcherDependencies extends AcceptDependencies, TestFireDependencies {
  history: FiringHistory;
  leads: LeadReads;
  metrics: Metrics;
  hashKeyOf(workspaceId: string): Promise<Buffer>;
  /** The rule that an input describes, checked as one to be stored is. */
  draftRule(workspaceId: string, input: RuleDraft): Promise<PixelRule>;
  campaignsExist(workspaceId: string, ids: readonly string[]): Promise<Set<string>>;
  wake(): void;
}

/** What resolvers call: report, fire, test, retry, erase. Checks the input, hands it to the step that does it, reads the answer. */
export class Dispatcher {
  private readonly reports: LeadReports;
  private readonly firings: PixelFirings;
  private readonly tests: TestFires;

  constructor(private readonly uses: DispatcherDependencies) {
    this.reports = new LeadReports(uses);
    this.firings = new PixelFirings(uses);
    this.tests = new TestFires(uses);
  }

  async reportLeads(
    workspaceId: string,
    inputs: readonly ReportInput[],
    pathOf: (index: number) => string,
  ): Promise<(ReportResult | ServiceError)[]> {
    const hashKey = await this.uses.hashKeyOf(workspaceId);
    const campaigns = await this.campaignsOf(
      workspaceId,
      inputs.map(({ lead }) => lead),
    );
    const now = new Date();
    const accepted = await settled(
      inputs.map(async (input, index) => {
        const path = pathOf(index);
        const { report, at } = this.checkReport(input, path, now, campaigns);
        const { occurrenceId = null, eventId = null, status } = input;
        return this.reports.submit({
          workspaceId,
          hashKey,
          report,
          status,
          occurredAt: at,
          occurrenceId,
          eventId,
          path: `${path}.lead`,
        });
      }),
    );
    this.uses.metrics.accepted.inc({ kind: 'report' }, accepted.filter((each) => !(each instanceof Error)).length);
    return this.readReported(workspaceId, accepted);
  }

  private checkReport(input: ReportInput, path: string, now: Date, campaigns: Set<string>) {
    const { report, faults } = checkLead(input.lead, `${path}.lead`);
    const when = checkWhen(input.occurredAt, now, `${path}.occurredAt`);
    const ids = [
      ...faultAt(`${path}.occurrenceId`, input.occurrenceId, idFault),
      ...faultAt(`${path}.eventId`, input.eventId, idFault),
    ];
    refuse([...faults, ...when.faults, ...ids]);
    refuseUnknownCampaign(report.campaignId, campaigns, `${path}.lead.campaignId`);
    return { report, at: when.at };
  }

  private async campaignsOf(workspaceId: string, leads: readonly (RawLead | null | undefined)[]): Promise<Set<string>> {
    const ids = leads.flatMap((lead) => (typeof lead?.campaignId === 'string' ? [lead.campaignId] : []));
    return ids.length === 0 ? new Set() : this.uses.campaignsExist(workspaceId, ids.filter(isId));
  }

  /** What was accepted, as it stands after the commit: three reads, however many reports. */
  private async readReported(
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

  async firePixels(
    workspaceId: string,
    inputs: readonly FireInput[],
    pathOf: (index: number) => string,
  ): Promise<(Firing | ServiceError)[]> {
    const campaigns = await this.campaignsOf(
      workspaceId,
      inputs.map(({ lead }) => lead),
    );
    const now = new Date();
    const accepted = await settled(
      inputs.map(async (input, index) => {
        const firing = this.checkFiring(workspaceId, input, pathOf(index), now, campaigns);
        const code = input.testEventCode ?? null;
        return code === null ? this.firings.submit(firing) : this.fireTest(firing, code);
      }),
    );
    const ids = accepted.filter((each): each is string => typeof each === 'string');
    this.uses.metrics.accepted.inc({ kind: 'fire' }, ids.length);
    const firings = new Map((await this.uses.history.byIds(workspaceId, ids)).map((firing) => [firing.id, firing]));
    return accepted.map((each) => (typeof each === 'string' ? (firings.get(each) ?? notFound('firing', 'id')) : each));
  }

  private checkFiring(
    workspaceId: string,
    input: FireInput,
    path: string,
    now: Date,
    campaigns: Set<string>,
  ): PixelFiring {
    const given = input.lead ?? null;
    const checked = given ? checkLead(given, `${path}.lead`) : null;
    const when = checkWhen(input.eventTime, now, `${path}.eventTime`);
    const both = (given === null) === ((input.leadId ?? null) === null);
    refuse([
      ...(both ? [{ path, message: 'takes exactly one of leadId and lead' }] : []),
      ...(checked?.faults ?? []),
      ...when.faults,
      ...faultAt(`${path}.eventName`, input.eventName, eventNameFault),
      ...faultAt(`${path}.eventId`, input.eventId, idFault),
      ...faultAt(`${path}.idempotencyKey`, input.idempotencyKey, idFault),
      ...faultAt(`${path}.testEventCode`, input.testEventCode, idFault),
      ...moneyFaults(input.value, `${path}.value`),
    ]);
    refuseUnknownCampaign(checked?.report.campaignId, campaigns, `${path}.lead.campaignId`);
    return {
      workspaceId,
      pixelId: input.pixelId,
      leadId: input.leadId ?? null,
      report: checked?.report ?? null,
      eventName: input.eventName,
      actionSource: input.actionSource,
      value: input.value ?? null,
      eventId: input.eventId ?? null,
      eventTime: when.at,
      idempotencyKey: input.idempotencyKey ?? null,
      fingerprint: fingerprintOf(input),
      warnings: [],
      path,
    };
  }

  private async firing(workspaceId: string, id: string): Promise<Firing> {
    const [firing] = await this.uses.history.byIds(workspaceId, [id]);
    if (!firing) throw notFound('firing', 'id');
    return firing;
  }

  /** firePixel with a test event code: stored, then one attempt at once. */
  private async fireTest(input: PixelFiring, code: string): Promise<string> {
    const { database, keyring, pixels } = this.uses;
    const { lead, pixel } = await database.transaction(async (sql, manager) => {
      const found = (await pixels.read(manager, [input.pixelId].filter(isId))).get(input.pixelId);
      if (!found || found.deleted || found.workspaceId !== input.workspaceId)
        throw notFound('pixel', `${input.path}.pixelId`);
      const { report, workspaceId, leadId, path } = input;
      const stored = report
        ? await storeFiredLead(sql, this.uses, { ...input, report })
        : ((await lockKnownLead(sql, keyring, { workspaceId, callerId: leadId ?? '' })) ??
          notFound('lead', `${path}.leadId`));
      if (stored instanceof ServiceError) throw stored;
      return { lead: stored, pixel: found };
    });
    return this.tests.fire(testFiring(input, lead, pixel, null), lead.vault, code);
  }

  /** Sends one test event of a rule, whatever its conditions say of the lead. */
  async testFire(
    workspaceId: string,
    input: { ruleId: string; leadId?: string | null; testEventCode?: string | null },
  ): Promise<{ firing: Firing; conditionsMatched: boolean; conditionTrace: unknown }> {
    refuse(faultAt('input.testEventCode', input.testEventCode, idFault));
    const rule = await this.ruleById(workspaceId, input.ruleId);
    const lead = await this.leadFor(workspaceId, input.leadId ?? null, 'input.leadId', rule.campaignId);
    const pixel = (await this.uses.pixels.read(this.uses.database.manager, [rule.pixelId])).get(
      rule.pixelId,
    ) as PixelNow;
    const decided = decide({ lead: { ...lead.data, id: lead.callerId }, rules: [openRule(rule, pixel)] })[0];
    const call = callOf(rule, workspaceId);
    const id = await this.tests.fire(
      testFiring(call, lead, pixel, rule),
      lead.uid === null ? null : lead.vault,
      input.testEventCode ?? null,
    );
    const trace = decided?.trace ?? null;
    return {
      firing: await this.firing(workspaceId, id),
      conditionsMatched: trace?.holds ?? true,
      conditionTrace: trace,
    };
  }

  /** What a rule would do with a lead, or with the sample lead; sends and stores nothing. */
  async previewRule(workspaceId: string, input: RuleDraft, leadId: string | null): Promise<RulePreview> {
    const rule = await this.uses.draftRule(workspaceId, input);
    const { campaignId, pixelId, eventName, actionSource, value } = rule;
    const lead = await this.leadFor(workspaceId, leadId, 'leadId', campaignId);
    const pixel = (await this.uses.pixels.read(this.uses.database.manager, [pixelId])).get(pixelId) as PixelNow;
    const event = eventOfCall(callOf(rule, workspaceId), newId(), lead);
    const prepared = pixel.platform.prepare(event, pixel.target, new Date());
    const entry = { rule, pixel, onceHolder: null, preflight: () => prepared };
    const [decision] = decide({ lead: { ...lead.data, id: lead.callerId }, rules: [entry] });
    const plan = { eventName, actionSource, hasValue: value !== null };
    const fires = decision?.outcome === 'FIRED' && prepared.unsendable === null;
    return {
      outcome: decision?.outcome as RulePreview['outcome'],
      reason: decision?.reason ?? '',
      conditionTrace: decision?.trace ?? null,
      request: fires ? prepared.shown : null,
      warnings: [...pixel.platform.planWarnings(plan, pixel.target), ...prepared.warnings],
    };
  }

  private async ruleById(workspaceId: string, id: string): Promise<PixelRule> {
    const row = isId(id) ? await this.uses.database.manager.findOneBy(PixelRuleEntity, { workspaceId, id }) : null;
    if (!row || row.deletedAt) throw notFound('pixel rule', 'input.ruleId');
    return ruleOf(row);
  }

  /** A stored lead, or the sample lead where none is named. */
  private async leadFor(
    workspaceId: string,
    leadId: string | null,
    path: string,
    campaignId: string,
  ): Promise<TestLead> {
    if (leadId === null) {
      return {
        uid: null,
        callerId: SAMPLE_LEAD_ID,
        campaignId,
        status: 'QUALIFIED',
        data: sampleLead(new Date()),
        vault: null,
      };
    }
    const key = { workspaceId, callerId: leadId };
    const lead = await this.uses.database.transaction((sql) => lockKnownLead(sql, this.uses.keyring, key));
    if (!lead) throw notFound('lead', path);
    return lead;
  }

  async retryFiring(workspaceId: string, id: string): Promise<Firing> {
    await retryFiring(this.uses.database, await this.uses.hashKeyOf(workspaceId), workspaceId, id);
    this.uses.onChange();
    this.uses.wake();
    return this.firing(workspaceId, id);
  }

  async eraseLead(workspaceId: string, id: string): Promise<void> {
    await eraseLead(this.uses.database, workspaceId, id);
    this.uses.onChange();
  }
}

type TestLead = Pick<LockedLead, 'callerId' | 'campaignId' | 'status' | 'data'> & {
  uid: string | null;
  vault: LeadVault | null;
};

/** Decides as if nothing but the conditions stood in the way. */
function openRule(rule: PixelRule, pixel: PixelNow) {
  return { rule: { ...rule, enabled: true }, pixel, onceHolder: null, preflight: () => ({ unsendable: null }) };
}

function callOf(rule: PixelRule, workspaceId: string): Parameters<typeof eventOfCall>[0] {
  const { pixelId, eventName, actionSource, value } = rule;
  return { workspaceId, pixelId, eventName, actionSource, value, eventId: null, eventTime: new Date() };
}

function testFiring(
  call: Parameters<typeof eventOfCall>[0],
  lead: Omit<TestLead, 'uid' | 'vault'> & { uid: string | null },
  pixel: PixelNow,
  rule: PixelRule | null,
): NewFiring {
  const event = eventOfCall(call, newId(), lead);
  const denied = lead.data.consentGranted === false;
  return {
    workspaceId: call.workspaceId,
    event,
    prepared: pixel.platform.prepare(event, pixel.target, new Date()),
    target: pixel.target,
    platform: pixel.platform,
    status: denied ? 'SKIPPED' : 'PENDING',
    skipReason: denied ? 'CONSENT_DENIED' : null,
    message: denied ? 'The lead denied consent: nothing of it is sent.' : null,
    warnings: [],
    leadUid: lead.uid,
    ruleId: rule?.id ?? null,
    decisionId: null,
    fireOnce: false,
    test: true,
  };
}

function refuse(faults: FieldFault[]): void {
  if (faults.length > 0) throw badUserInput(faults);
}

function refuseUnknownCampaign(id: string | null | undefined, known: Set<string>, path: string): void {
  if (id !== null && id !== undefined && !known.has(id)) throw notFound('campaign', path);
}

/** What the same idempotency key must come with again: the input after defaults, whatever the order of its members. */
function fingerprintOf({ idempotencyKey: _key, ...input }: FireInput): string {
  return JSON.stringify(input, (_name, value) =>
    value && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date)
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([, member]) => member !== undefined)
            .sort(),
        )
      : value,
  );
}

/** Each stands alone: a refusal takes its own place, anything else is the whole call's. */
async function settled<Result>(calls: Promise<Result>[]): Promise<(Result | ServiceError)[]> {
  const results = await Promise.allSettled(calls);
  return results.map((result) => {
    if (result.status === 'fulfilled') return result.value;
    if (result.reason instanceof ServiceError) return result.reason;
    throw result.reason;
  });
}
