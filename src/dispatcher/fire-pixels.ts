import { type FieldFault, notFound, refuseIfAny, ServiceError } from '../domain/errors';
import type { Firing } from '../domain/firing';
import { checkWhen, eventNameFault, faultAt, idempotencyKeyFault, idFault } from '../domain/input-checks';
import { checkLead, type LeadInput, moneyFaults } from '../domain/lead-input';
import type { Money } from '../domain/money';
import type { ActionSource } from '../domain/pixel';
import type { Metrics } from '../metrics';
import type { FiringHistory } from '../persistence/firing-history';
import { newId } from '../persistence/ids';
import { AcceptFirings, lockCalledLead, type PixelCall, takeKeyOrEarlier } from './accept-firings';
import type { AcceptDependencies } from './accept-reports';
import { type CampaignLookup, knownCampaigns, refuseUnknownCampaign } from './known-campaigns';
import { settled } from './settled';
import { type TestFires, testFiringOf } from './test-fire';

/** One event for one pixel, as a caller asks for it; absent members are undefined or null. */
export interface FireInput {
  pixelId: string;
  /** Exactly one of `leadId` and `lead`. */
  leadId?: string | null;
  lead?: LeadInput | null;
  eventName: string;
  actionSource: ActionSource;
  value?: Money | null;
  eventId?: string | null;
  eventTime?: Date | null;
  testEventCode?: string | null;
  idempotencyKey?: string | null;
}

export interface FirePixelsDependencies extends AcceptDependencies, CampaignLookup {
  history: FiringHistory;
  metrics: Metrics;
}

/** firePixel(s): check, then accept, or send at once where there is a test event code; read what came of it. */
export class FirePixels {
  private readonly accepting: AcceptFirings;

  constructor(private readonly uses: FirePixelsDependencies & { tests: TestFires }) {
    this.accepting = new AcceptFirings(uses);
  }

  async fire(
    workspaceId: string,
    inputs: readonly FireInput[],
    pathOf: (index: number) => string,
  ): Promise<(Firing | ServiceError)[]> {
    const leads = inputs.map(({ lead }) => lead);
    const campaigns = await knownCampaigns(this.uses, workspaceId, leads);
    const now = new Date();
    const accepted = await settled(
      inputs.map(async (input, index) => {
        const call = checkCall(workspaceId, input, pathOf(index), now, campaigns);
        const code = input.testEventCode ?? null;
        return code === null ? this.accepting.submit(call) : this.fireTest(call, code);
      }),
    );
    const ids = accepted.filter((each): each is string => typeof each === 'string');
    this.uses.metrics.accepted.inc({ kind: 'fire' }, ids.length);
    const firings = new Map((await this.uses.history.byIds(workspaceId, ids)).map((firing) => [firing.id, firing]));
    return accepted.map((each) => (typeof each === 'string' ? (firings.get(each) ?? notFound('firing', 'id')) : each));
  }

  /** Stored as any call's lead is, then one attempt at once. */
  private async fireTest(call: PixelCall, code: string): Promise<string> {
    const { database, keyring, pixels, tests } = this.uses;
    const { workspaceId, pixelId, path } = call;
    const stored = await database.transaction(async (sql, manager) => {
      const firingId = newId();
      const earlier = await takeKeyOrEarlier(sql, call, firingId);
      if (earlier instanceof ServiceError) throw earlier;
      if (earlier) return earlier;
      const pixel = await pixels.one(manager, workspaceId, pixelId);
      if (!pixel || pixel.deleted) throw notFound('pixel', `${path}.pixelId`);
      const called = await lockCalledLead(sql, keyring, call);
      if (called instanceof ServiceError) throw called;
      const firing = testFiringOf(call, called.lead, pixel, null, firingId);
      return tests.store(sql, { firing, vault: called.lead.vault, testEventCode: code }, called.skipped);
    });
    return typeof stored === 'string' ? stored : tests.finish(stored);
  }
}

/** All faults of an input that can be known without the database. */
export function callFaults(input: FireInput, path: string, now: Date): FieldFault[] {
  return checkedCall(input, path, now).faults;
}

/** `report` is null where the call names a lead reported earlier. */
function checkedCall(input: FireInput, path: string, now: Date) {
  const { leadId = null, lead = null, eventName, eventId, idempotencyKey, testEventCode, value } = input;
  const checked = lead ? checkLead(lead, `${path}.lead`) : null;
  const when = checkWhen(input.eventTime, now, `${path}.eventTime`);
  const isOne = (lead === null) !== (leadId === null);
  const faults = [
    ...(isOne ? [] : [{ path, message: 'takes exactly one of leadId and lead' }]),
    ...(checked?.faults ?? []),
    ...when.faults,
    ...faultAt(`${path}.eventName`, eventName, eventNameFault),
    ...faultAt(`${path}.eventId`, eventId, idFault),
    ...faultAt(`${path}.idempotencyKey`, idempotencyKey, idempotencyKeyFault),
    ...faultAt(`${path}.testEventCode`, testEventCode, idFault),
    ...moneyFaults(value, `${path}.value`),
  ];
  return { report: checked?.report ?? null, at: when.at, faults };
}

/** All faults at once, then whether the campaign is one of ours. */
function checkCall(workspaceId: string, input: FireInput, path: string, now: Date, campaigns: Set<string>): PixelCall {
  const { report, at, faults } = checkedCall(input, path, now);
  refuseIfAny(faults);
  refuseUnknownCampaign(report?.campaignId, campaigns, `${path}.lead.campaignId`);
  const { pixelId, leadId = null, eventName, actionSource } = input;
  const { value = null, eventId = null, idempotencyKey = null } = input;
  const event = { eventName, actionSource, value, eventId, eventTime: at };
  return { workspaceId, pixelId, leadId, report, ...event, idempotencyKey, fingerprint: fingerprintOf(input), path };
}

/**
 * What the same idempotency key must come with again: the input after defaults, whatever the order of its members.
 * Within the lead null is not absent: the one clears, the other keeps.
 */
function fingerprintOf({ idempotencyKey: _key, ...input }: FireInput): string {
  const given = Object.fromEntries(Object.entries(input).filter(([, member]) => member !== null));
  return JSON.stringify(given, (_name, value) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}
