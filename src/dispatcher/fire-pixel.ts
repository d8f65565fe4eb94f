import { createHash } from 'node:crypto';
import type { ConversionEvent } from '../domain/conversion-event';
import { conflict, notFound, ServiceError } from '../domain/errors';
import type { LeadReport } from '../domain/lead';
import type { Money } from '../domain/money';
import type { ActionSource } from '../domain/pixel';
import type { Sql } from '../persistence/database';
import { appendChanges } from '../persistence/firing-changes';
import { skipOfLeads } from '../persistence/firing-states';
import { GroupCommit } from '../persistence/group-commit';
import { claimKeys, type KeyClaim } from '../persistence/idempotency-keys';
import { isId, newId } from '../persistence/ids';
import { type LockedLead, lockKnownLead, noteAnswerKeys, saveLeads } from '../persistence/leads';
import { type AcceptReport, storeLeads } from './accept';
import { type NewFiring, startOf } from './new-firing';
import type { PixelNow } from './pixel-lookup';
import type { AcceptDependencies } from './report-lead';
import { type Storable, storeFirings } from './store-firings';

/** A checked call of firePixel without a test event code. */
export interface PixelFiring {
  workspaceId: string;
  pixelId: string;
  /** A lead stored earlier, or a report to be stored: exactly one. */
  leadId: string | null;
  report: LeadReport | null;
  eventName: string;
  actionSource: ActionSource;
  value: Money | null;
  eventId: string | null;
  eventTime: Date;
  idempotencyKey: string | null;
  /** What the same key must come with again. */
  fingerprint: string;
  warnings: string[];
  path: string;
}

/** Stores the lead, then queues one firing for it: no rule, no once. Answers the firing's id. */
export class PixelFirings {
  private readonly group: GroupCommit<PixelFiring, string>;

  constructor(private readonly uses: AcceptDependencies) {
    this.group = new GroupCommit<PixelFiring, string>(
      (inputs) => this.accept(inputs),
      (input) => `${input.workspaceId} ${input.report?.id ?? input.leadId}`,
      100,
    );
  }

  submit(input: PixelFiring): Promise<string> {
    return this.group.submit(input);
  }

  private async accept(inputs: PixelFiring[]): Promise<(string | ServiceError)[]> {
    const { results, ready } = await this.uses.database.transaction(async (sql, manager) => {
      const pixels = await this.uses.pixels.read(manager, inputs.map(({ pixelId }) => pixelId).filter(isId));
      const storable: Storable[] = [];
      const results: (string | ServiceError)[] = [];
      for (const input of inputs) results.push(await this.acceptOne(sql, input, pixels, storable));
      const ready = await storeFirings(sql, storable, this.uses.leasing);
      await appendChanges(
        sql,
        storable.map(({ firing }) => ({ workspaceId: firing.workspaceId, id: firing.event.firingId })),
      );
      return { results, ready };
    });
    this.uses.offer(ready);
    this.uses.onChange();
    return results;
  }

  private async acceptOne(
    sql: Sql,
    input: PixelFiring,
    pixels: Map<string, PixelNow>,
    storable: Storable[],
  ): Promise<string | ServiceError> {
    const pixel = pixels.get(input.pixelId);
    if (!pixel || pixel.deleted || pixel.workspaceId !== input.workspaceId)
      return notFound('pixel', `${input.path}.pixelId`);
    const firingId = newId();
    const lead = await this.leadOf(sql, input);
    if (lead instanceof ServiceError) return lead;
    const earlier = await claimedEarlier(sql, input, firingId);
    if (earlier) return earlier;
    await saveLeads(sql, [lead]);
    const firing = firingOf(input, firingId, lead, pixel);
    storable.push({ firing, vault: lead.vault, once: null });
    return firingId;
  }

  private async leadOf(sql: Sql, input: PixelFiring): Promise<LockedLead | ServiceError> {
    const { workspaceId, report, path } = input;
    if (!report) {
      const key = { workspaceId, callerId: input.leadId ?? '' };
      return (await lockKnownLead(sql, this.uses.keyring, key)) ?? notFound('lead', `${path}.leadId`);
    }
    return storeFiredLead(sql, this.uses, { ...input, report });
  }
}

/** A lead given with the call is stored as a report would store it: RECEIVED if new, else its status stays. */
export async function storeFiredLead(
  sql: Sql,
  { keyring }: Pick<AcceptDependencies, 'keyring'>,
  input: { workspaceId: string; report: LeadReport; path: string },
): Promise<LockedLead | ServiceError> {
  const now = new Date();
  const accept: AcceptReport = {
    workspaceId: input.workspaceId,
    hashKey: Buffer.alloc(0),
    report: input.report,
    status: 'RECEIVED',
    occurredAt: now,
    occurrenceId: null,
    eventId: null,
    path: `${input.path}.lead`,
  };
  const [lead] = await storeLeads(sql, keyring, [accept]);
  if (!lead || lead instanceof ServiceError) return lead as ServiceError;
  lead.status ??= 'RECEIVED';
  lead.statusAt ??= now;
  await saveLeads(sql, [lead]);
  const { campaignId } = lead;
  const keys = Object.keys(input.report.answers ?? {});
  if (campaignId) {
    await noteAnswerKeys(
      sql,
      keys.map((key) => ({ workspace_id: input.workspaceId, campaign_id: campaignId, key })),
    );
  }
  if (lead.data.consentGranted === false) {
    const message = 'The lead withdrew consent before this was sent.';
    await appendChanges(sql, await skipOfLeads(sql, input.workspaceId, [lead.uid], 'CONSENT_DENIED', message));
  }
  return lead;
}

async function claimedEarlier(sql: Sql, input: PixelFiring, firingId: string): Promise<string | ServiceError | null> {
  if (input.idempotencyKey === null) return null;
  const inputHash = createHash('sha256').update(input.fingerprint).digest();
  const claim: KeyClaim = { workspaceId: input.workspaceId, key: input.idempotencyKey, inputHash, firingId };
  const holder = await claimKeys(sql, claim);
  if (holder.firingId === firingId) return null;
  return holder.inputHash.equals(inputHash)
    ? holder.firingId
    : conflict('this idempotencyKey was used with other input');
}

export function eventOfCall(
  input: Omit<PixelFiring, 'fingerprint' | 'idempotencyKey' | 'warnings' | 'path' | 'report' | 'leadId'>,
  firingId: string,
  lead: Pick<LockedLead, 'callerId' | 'campaignId' | 'status' | 'data'>,
): ConversionEvent {
  return {
    firingId,
    eventName: input.eventName,
    eventId: input.eventId ?? firingId,
    eventTime: input.eventTime.toISOString(),
    actionSource: input.actionSource,
    value: input.value ?? lead.data.value ?? null,
    leadId: lead.callerId,
    leadStatus: lead.status ?? 'RECEIVED',
    campaignId: lead.campaignId,
    lead: lead.data,
  };
}

function firingOf(input: PixelFiring, firingId: string, lead: LockedLead, pixel: PixelNow): NewFiring {
  const event = eventOfCall(input, firingId, lead);
  const prepared = pixel.platform.prepare(event, pixel.target, new Date());
  return {
    workspaceId: input.workspaceId,
    event,
    prepared,
    target: pixel.target,
    platform: pixel.platform,
    ...(unsentFor(lead, pixel) ?? startOf(prepared, pixel.status === 'NEEDS_ATTENTION')),
    warnings: input.warnings,
    leadUid: lead.uid,
    ruleId: null,
    decisionId: null,
    fireOnce: false,
    test: false,
  };
}

function unsentFor(lead: LockedLead, pixel: PixelNow): Pick<NewFiring, 'status' | 'skipReason' | 'message'> | null {
  const skip = (skipReason: NewFiring['skipReason'], message: string) => ({
    status: 'SKIPPED' as const,
    skipReason,
    message,
  });
  if (lead.data.consentGranted === false)
    return skip('CONSENT_DENIED', 'The lead denied consent: nothing of it is sent.');
  if (lead.data.isTest)
    return skip('TEST_LEAD', 'A test lead fires nothing; give a testEventCode to send it as a test.');
  if (pixel.status === 'PAUSED') return skip('PIXEL_PAUSED', 'The pixel is paused.');
  return null;
}
