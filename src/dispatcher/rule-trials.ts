import { decide } from '../domain/decide';
import type { RuleDecision } from '../domain/decision';
import { notFound, refuseIfAny } from '../domain/errors';
import type { Firing } from '../domain/firing';
import { faultAt, idFault } from '../domain/input-checks';
import type { PixelRule, RuleInput } from '../domain/pixel-rule';
import { SAMPLE_LEAD_ID, sampleLead } from '../domain/sample-lead';
import type { Database } from '../persistence/database';
import { PixelRuleEntity } from '../persistence/entities';
import type { FiringHistory } from '../persistence/firing-history';
import { isId, newId } from '../persistence/ids';
import { lockKnownLead } from '../persistence/leads';
import { ruleOf } from '../persistence/rule-cache';
import type { Keyring } from '../persistence/secrets';
import { type EventCall, eventOfCall } from './new-firing';
import type { PixelLookup, PixelNow } from './pixel-lookup';
import { type TestFires, type TestLead, testFiringOf } from './test-fire';

export interface TestFireInput {
  ruleId: string;
  /** A lead reported earlier; without it the sample lead. */
  leadId?: string | null;
  testEventCode?: string | null;
}

export interface TestFireResult {
  firing: Firing;
  conditionsMatched: boolean;
  conditionTrace: unknown;
}

export interface RulePreview {
  outcome: RuleDecision['outcome'];
  reason: string;
  conditionTrace: unknown;
  /**
   * The event as the platform would get it, masked, whatever the rule's own verdict says: one whose conditions do not
   * hold shows what they keep back. Null where nothing of the lead may or can be sent.
   */
  request: unknown;
  warnings: string[];
}

export interface RuleTrialsDependencies {
  database: Database;
  keyring: Keyring;
  pixels: PixelLookup;
  history: FiringHistory;
  tests: TestFires;
  /** The rule that an input describes, checked as one to be stored is. */
  draftRule(workspaceId: string, input: RuleInput): Promise<PixelRule>;
}

/** A rule tried on one lead: sent as a test, or only shown. */
export class RuleTrials {
  constructor(private readonly uses: RuleTrialsDependencies) {}

  /** Sends one test event of a rule, whatever its conditions say of the lead. */
  async testFire(
    workspaceId: string,
    { ruleId, leadId = null, testEventCode = null }: TestFireInput,
  ): Promise<TestFireResult> {
    refuseIfAny(faultAt('input.testEventCode', testEventCode, idFault));
    const { lead, rule, pixel } = await this.entry(
      workspaceId,
      await this.rule(workspaceId, ruleId),
      leadId,
      'input.leadId',
    );
    const call = callOf(rule, workspaceId);
    const id = await this.uses.tests.fire(testFiringOf(call, lead, pixel, rule), lead.vault, testEventCode);
    const [firing] = await this.uses.history.byIds(workspaceId, [id]);
    if (!firing) throw notFound('firing', 'id');
    // Decided as if nothing but the conditions stood in the way.
    const open = { rule: { ...rule, enabled: true }, pixel, onceHolder: null, preflight: () => ({ unsendable: null }) };
    const [decision] = decide({ lead: { ...lead.data, id: lead.callerId, isTest: false }, rules: [open] });
    const trace = decision?.trace ?? null;
    return { firing, conditionsMatched: trace?.holds ?? true, conditionTrace: trace };
  }

  /** What a rule would do with a lead, or with the sample lead; sends and stores nothing. */
  async preview(workspaceId: string, input: RuleInput, leadId: string | null): Promise<RulePreview> {
    const draft = await this.uses.draftRule(workspaceId, input);
    const { lead, rule, pixel } = await this.entry(workspaceId, draft, leadId, 'leadId');
    const event = eventOfCall(callOf(rule, workspaceId), newId(), lead);
    const prepared = pixel.platform.prepare(event, pixel.target, new Date());
    const entry = { rule, pixel, onceHolder: null, preflight: () => prepared };
    const [decision] = decide({ lead: { ...lead.data, id: lead.callerId }, rules: [entry] });
    const { eventName, actionSource, value } = rule;
    const plan = { eventName, actionSource, hasValue: value !== null };
    const canBeSent = lead.data.consentGranted !== false && prepared.unsendable === null;
    return {
      outcome: decision?.outcome as RulePreview['outcome'],
      reason: decision?.reason ?? '',
      conditionTrace: decision?.trace ?? null,
      request: canBeSent ? prepared.shown : null,
      warnings: [
        ...pixel.platform.pixelWarnings(pixel.target),
        ...pixel.platform.planWarnings(plan, pixel.target),
        ...prepared.warnings,
      ],
    };
  }

  private async entry(
    workspaceId: string,
    rule: PixelRule,
    leadId: string | null,
    path: string,
  ): Promise<{ lead: TestLead; rule: PixelRule; pixel: PixelNow }> {
    const { database, pixels } = this.uses;
    const lead = await this.lead(workspaceId, leadId, path, rule.campaignId);
    // A rule in use has a pixel in use.
    const pixel = (await pixels.one(database.manager, workspaceId, rule.pixelId)) as PixelNow;
    return { lead, rule, pixel };
  }

  private async rule(workspaceId: string, id: string): Promise<PixelRule> {
    const row = isId(id) ? await this.uses.database.manager.findOneBy(PixelRuleEntity, { workspaceId, id }) : null;
    if (!row || row.deletedAt) throw notFound('pixel rule', 'input.ruleId');
    return ruleOf(row);
  }

  private async lead(workspaceId: string, leadId: string | null, path: string, campaignId: string): Promise<TestLead> {
    if (leadId === null) {
      const data = sampleLead(new Date());
      return { uid: null, callerId: SAMPLE_LEAD_ID, campaignId, status: 'QUALIFIED', data, vault: null };
    }
    const key = { workspaceId, callerId: leadId };
    const lead = await this.uses.database.transaction((sql) => lockKnownLead(sql, this.uses.keyring, key));
    if (!lead) throw notFound('lead', path);
    return lead;
  }
}

function callOf({ eventName, actionSource, value }: PixelRule, workspaceId: string): EventCall {
  return { workspaceId, eventName, actionSource, value, eventId: null, eventTime: new Date() };
}
