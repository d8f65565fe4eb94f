import { createHash } from 'node:crypto';
import { conflict, notFound, ServiceError } from '../domain/errors';
import type { LeadReport } from '../domain/lead';
import type { Money } from '../domain/money';
import type { ActionSource } from '../domain/pixel';
import type { Sql } from '../persistence/database';
import { appendChanges, type FiringKey } from '../persistence/firing-changes';
import { skipOfLeads } from '../persistence/firing-states';
import { GroupCommit } from '../persistence/group-commit';
import { giveKeyBack, type KeyTaking, takeIdempotencyKey } from '../persistence/idempotency-keys';
import { isId, newId } from '../persistence/ids';
import { type LockedLead, lockKnownLead, noteAnswerKeys, saveLeads } from '../persistence/leads';
import type { Keyring } from '../persistence/secrets';
import { CONSENT_WITHDRAWN, mergeLeads } from './accept';
import type { AcceptDependencies } from './accept-reports';
import { eventOfCall, type NewFiring, startOf } from './new-firing';
import type { PixelNow } from './pixel-lookup';
import { type Storable, storeFirings } from './store-firings';

/** A checked call of firePixel. */
export interface PixelCall {
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
  path: string;
}

/** What the group has gathered for the end of its transaction. */
interface Gathered {
  storable: Storable[];
  skipped: FiringKey[];
}

/** The accepting transaction for a group of concurrent calls: stores the leads, queues the firings; no rule, no once. */
export class AcceptFirings {
  private readonly group: GroupCommit<PixelCall, string>;

  constructor(private readonly uses: AcceptDependencies) {
    this.group = new GroupCommit<PixelCall, string>((calls) => this.accept(calls), namesOf, 100);
  }

  /** Resolves with the firing's id once it is committed. */
  submit(call: PixelCall): Promise<string> {
    return this.group.submit(call);
  }

  private async accept(calls: PixelCall[]): Promise<(string | ServiceError)[]> {
    const { results, ready } = await this.uses.database.transaction(async (sql, manager) => {
      const keys = calls.map(({ workspaceId, pixelId }) => ({ workspaceId, id: pixelId }));
      const pixels = await this.uses.pixels.read(
        manager,
        keys.filter(({ id }) => isId(id)),
      );
      const gathered: Gathered = { storable: [], skipped: [] };
      const results = new Map<PixelCall, string | ServiceError>();
      // First the keys, then the leads, each in one order on every node: no two wait for each other.
      const due: { call: PixelCall; firingId: string }[] = [];
      for (const call of sorted(calls, keyName)) {
        const firingId = newId();
        const earlier = await takeKeyOrEarlier(sql, call, firingId);
        if (earlier) results.set(call, earlier);
        else due.push({ call, firingId });
      }
      for (const { call, firingId } of sorted(due, (entry) => leadName(entry.call))) {
        results.set(call, await this.acceptOne(sql, call, firingId, pixels, gathered));
      }
      const ready = await storeFirings(sql, gathered.storable, this.uses.leasing);
      const stored = gathered.storable.map(({ firing }) => ({
        workspaceId: firing.workspaceId,
        id: firing.event.firingId,
      }));
      await appendChanges(sql, [...gathered.skipped, ...stored]);
      return { results: calls.map((call) => results.get(call) as string | ServiceError), ready };
    });
    this.uses.offer(ready);
    this.uses.onChange();
    return results;
  }

  private async acceptOne(
    sql: Sql,
    call: PixelCall,
    firingId: string,
    pixels: Map<string, PixelNow>,
    { storable, skipped }: Gathered,
  ): Promise<string | ServiceError> {
    const refused = async (error: ServiceError) => {
      if (call.idempotencyKey !== null) await giveKeyBack(sql, call.workspaceId, call.idempotencyKey);
      return error;
    };
    const pixel = pixels.get(call.pixelId);
    if (!pixel || pixel.deleted || pixel.workspaceId !== call.workspaceId)
      return refused(notFound('pixel', `${call.path}.pixelId`));
    const called = await lockCalledLead(sql, this.uses.keyring, call);
    if (called instanceof ServiceError) return refused(called);
    skipped.push(...called.skipped);
    const { lead } = called;
    storable.push({ firing: firingOf(call, firingId, lead, pixel), vault: lead.vault, once: null });
    return firingId;
  }
}

/** Calls that have one in common are taken one after the other. */
function namesOf(call: PixelCall): string[] {
  return call.idempotencyKey === null ? [leadName(call)] : [leadName(call), keyName(call)];
}

function keyName({ workspaceId, idempotencyKey }: PixelCall): string {
  return `${workspaceId} key ${idempotencyKey ?? ''}`;
}

function sorted<Entry>(entries: readonly Entry[], nameOf: (entry: Entry) => string): Entry[] {
  return [...entries].sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
}

function leadName({ workspaceId, report, leadId }: PixelCall): string {
  return `${workspaceId} lead ${report?.id ?? leadId}`;
}

/**
 * The lead that a call names or brings, locked. One that is brought is stored as a report would store it: RECEIVED if
 * new, else its status stays; `skipped` are firings that its withdrawn consent ended.
 */
export async function lockCalledLead(
  sql: Sql,
  keyring: Keyring,
  { workspaceId, leadId, report, path }: Pick<PixelCall, 'workspaceId' | 'leadId' | 'report' | 'path'>,
): Promise<{ lead: LockedLead; skipped: FiringKey[] } | ServiceError> {
  if (!report) {
    const known = await lockKnownLead(sql, keyring, { workspaceId, callerId: leadId ?? '' });
    return known ? { lead: known, skipped: [] } : notFound('lead', `${path}.leadId`);
  }
  const [lead] = await mergeLeads(sql, keyring, [{ workspaceId, report, path: `${path}.lead` }]);
  if (!lead || lead instanceof ServiceError) return lead as ServiceError;
  lead.status ??= 'RECEIVED';
  lead.statusAt ??= new Date();
  await saveLeads(sql, [lead]);
  const keys = Object.keys(report.answers ?? {});
  const campaign = { workspace_id: workspaceId, campaign_id: lead.campaignId as string };
  await noteAnswerKeys(
    sql,
    keys.map((key) => ({ ...campaign, key })),
  );
  const denied = lead.data.consentGranted === false;
  const skipped = denied ? await skipOfLeads(sql, workspaceId, [lead.uid], 'CONSENT_DENIED', CONSENT_WITHDRAWN) : [];
  return { lead, skipped };
}

/** Takes the call's key before its lead is touched: a repeat or a conflict stores nothing. */
export async function takeKeyOrEarlier(
  sql: Sql,
  call: PixelCall,
  firingId: string,
): Promise<string | ServiceError | null> {
  if (call.idempotencyKey === null) return null;
  const inputHash = createHash('sha256').update(call.fingerprint).digest();
  const claim: KeyTaking = { workspaceId: call.workspaceId, key: call.idempotencyKey, inputHash, firingId };
  const holder = await takeIdempotencyKey(sql, claim);
  if (holder.firingId === firingId) return null;
  return holder.inputHash.equals(inputHash)
    ? holder.firingId
    : conflict('this idempotencyKey was used with other input');
}

function firingOf(call: PixelCall, firingId: string, lead: LockedLead, pixel: PixelNow): NewFiring {
  const event = eventOfCall(call, firingId, lead);
  const prepared = pixel.platform.prepare(event, pixel.target, new Date());
  return {
    workspaceId: call.workspaceId,
    event,
    prepared,
    target: pixel.target,
    platform: pixel.platform,
    ...(unsentFor(lead, pixel) ?? startOf(prepared, pixel.status === 'NEEDS_ATTENTION')),
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
