import type { ConversionEvent } from '../domain/conversion-event';
import type { FiringStatus, SkipReason } from '../domain/firing';
import type { Money } from '../domain/money';
import type { ActionSource, PixelTarget } from '../domain/pixel';
import { databaseTime } from '../persistence/clock';
import type { LeadVault } from '../persistence/lead-vault';
import type { LockedLead } from '../persistence/leads';
import type { Platform, PreparedEvent } from '../platforms/platform';

/** A firing about to be stored. */
export interface NewFiring {
  workspaceId: string;
  event: ConversionEvent;
  prepared: PreparedEvent;
  target: PixelTarget;
  platform: Platform;
  status: FiringStatus;
  skipReason: SkipReason | null;
  message: string | null;
  leadUid: string | null;
  ruleId: string | null;
  decisionId: string | null;
  fireOnce: boolean;
  test: boolean;
}

/** What is asked to be sent, without a rule's occurrence behind it. */
export interface EventCall {
  workspaceId: string;
  eventName: string;
  actionSource: ActionSource;
  value: Money | null;
  /** The caller's; null makes the firing's id the event id. */
  eventId: string | null;
  eventTime: Date;
}

/** The event of a call, of the lead as it stands now. */
export function eventOfCall(
  call: EventCall,
  firingId: string,
  lead: Pick<LockedLead, 'callerId' | 'campaignId' | 'status' | 'data'>,
): ConversionEvent {
  return {
    firingId,
    eventName: call.eventName,
    eventId: call.eventId ?? firingId,
    eventTime: call.eventTime.toISOString(),
    actionSource: call.actionSource,
    value: call.value ?? lead.data.value ?? null,
    leadId: lead.callerId,
    leadStatus: lead.status ?? 'RECEIVED',
    campaignId: lead.campaignId,
    lead: lead.data,
  };
}

/** When the platform would refuse the event; milliseconds are kept. */
export function expiryOf(event: ConversionEvent, platform: Platform, { settings }: PixelTarget): Date {
  return new Date(new Date(event.eventTime).getTime() + platform.maxAgeMs(event.actionSource, settings));
}

/** Its row. `lease`: this node will deliver it at once, so it is stored as already claimed. */
export function firingRow(firing: NewFiring, vault: LeadVault | null, lease: { owner: string; until: Date } | null) {
  const { event } = firing;
  const waiting = firing.status === 'PENDING';
  const now = databaseTime();
  return {
    workspace_id: firing.workspaceId,
    id: event.firingId,
    status: firing.status,
    test: firing.test,
    skip_reason: firing.skipReason,
    message: firing.message,
    lead_id: firing.leadUid,
    campaign_id: event.campaignId,
    rule_id: firing.ruleId,
    pixel_id: firing.target.id,
    decision_id: firing.decisionId,
    platform: firing.platform.code,
    warnings: firing.prepared.warnings,
    event_name: event.eventName,
    event_id: event.eventId,
    event_time: event.eventTime,
    action_source: event.actionSource,
    value_amount: event.value?.amount ?? null,
    value_currency: event.value?.currency ?? null,
    match_keys: firing.prepared.matchKeys,
    fire_once: firing.fireOnce,
    event_sealed: vault?.sealJson(event, `event:${event.firingId}`) ?? null,
    attempt_count: 0,
    unknown_count: 0,
    next_attempt_at: waiting ? now : null,
    expires_at: expiryOf(event, firing.platform, firing.target),
    due_at: waiting ? (lease?.until ?? now) : null,
    lease_owner: waiting ? (lease?.owner ?? null) : null,
    attempting: false,
    updated_at: now,
  };
}

/** How a firing starts: what the preflight found, or waiting; HELD where its pixel must be mended first. */
export function startOf(
  prepared: PreparedEvent,
  needsAttention: boolean,
): Pick<NewFiring, 'status' | 'skipReason' | 'message'> {
  const { unsendable } = prepared;
  if (unsendable?.skip) return { status: 'SKIPPED', skipReason: unsendable.skip, message: unsendable.message };
  if (unsendable) return { status: 'FAILED', skipReason: null, message: unsendable.message };
  if (needsAttention) return { status: 'HELD', skipReason: null, message: 'Held: its pixel needs attention.' };
  return { status: 'PENDING', skipReason: null, message: null };
}
