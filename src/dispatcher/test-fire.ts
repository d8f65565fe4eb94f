import { conflict } from '../domain/errors';
import type { PixelRule } from '../domain/pixel-rule';
import type { Log } from '../log';
import { databaseTime } from '../persistence/clock';
import type { Database, Sql } from '../persistence/database';
import { appendChanges, type FiringKey } from '../persistence/firing-changes';
import { begin } from '../persistence/firing-queue';
import { newId } from '../persistence/ids';
import type { LeadVault } from '../persistence/lead-vault';
import type { LockedLead } from '../persistence/leads';
import { insertRows } from '../persistence/rows';
import type { Keyring } from '../persistence/secrets';
import { sealFor } from '../persistence/secrets-of-firings';
import { adapterFault, unbuildable } from './adapter-fault';
import { deliver, type Send } from './deliver';
import { type EventCall, eventOfCall, firingRow, type NewFiring } from './new-firing';
import type { PixelNow } from './pixel-lookup';
import type { Recorder } from './recorder';
import { readyFiring } from './store-firings';

const TEST_LEASE_MS = 120_000;

export interface TestFireDependencies {
  database: Database;
  keyring: Keyring;
  recorder: Recorder;
  send: Send;
  log: Log;
  owner: string;
  onChange: () => void;
}

/** A stored lead, or the sample lead, which has no row and no key of its own. */
export type TestLead = Pick<LockedLead, 'callerId' | 'campaignId' | 'status' | 'data'> & {
  uid: string | null;
  vault: LeadVault | null;
};

/** A test fire that is stored and, where it is PENDING, still to be sent. */
export interface StoredTest {
  firing: NewFiring;
  vault: LeadVault | null;
  testEventCode: string | null;
}

/** One attempt at once, past any queue. Resolves when the firing is final. The test code is used and not kept. */
export class TestFires {
  constructor(private readonly uses: TestFireDependencies) {}

  async fire(firing: NewFiring, vault: LeadVault | null, testEventCode: string | null): Promise<string> {
    const test = { firing, vault, testEventCode };
    return this.finish(await this.uses.database.transaction((sql) => this.store(sql, test)));
  }

  /** The last statements of the caller's transaction; `changed` are firings that it changed before. */
  async store(sql: Sql, test: StoredTest, changed: readonly FiringKey[] = []): Promise<StoredTest> {
    const { vault, testEventCode } = test;
    const { target, platform } = test.firing;
    const dryRun = testEventCode === null && target.endpoint === 'LIVE' && platform.takesTestEventCode;
    const firing = { ...test.firing, ...startOfTest(test.firing, dryRun) };
    const id = firing.event.firingId;
    const lease = { owner: this.uses.owner, until: new Date(databaseTime().getTime() + TEST_LEASE_MS) };
    const request = dryRun ? sealFor(vault, this.uses.keyring, firing.prepared.shown, `request:${id}`) : null;
    await insertRows(sql, 'firings', [
      { ...firingRow(firing, vault, lease), request_sealed: request, next_attempt_at: null },
    ]);
    await appendChanges(sql, [...changed, { workspaceId: firing.workspaceId, id }]);
    return { ...test, firing };
  }

  /** Once it is committed. */
  async finish({ firing, vault, testEventCode }: StoredTest): Promise<string> {
    this.uses.onChange();
    if (firing.status === 'PENDING') await this.send(firing, vault, testEventCode);
    return firing.event.firingId;
  }

  private async send(firing: NewFiring, vault: LeadVault | null, testEventCode: string | null): Promise<void> {
    const { database, log, owner, recorder, send } = this.uses;
    const ready = readyFiring(firing, vault);
    const begun = await begin(database.sql, owner, [ready]);
    if (!begun.has(ready.id)) throw conflict('the test fire was stopped before it was sent');
    const { platform, target, prepared } = firing;
    const route = { platform, target, send, testEventCode, onFault: adapterFault(log, ready) };
    const { delivered, unbuilt } = await deliver([{ firing: ready, prepared }], route);
    await recorder.record({ delivered, unattempted: unbuilt.map(({ firing: torn }) => unbuildable(torn)) });
  }
}

/** Goes for paused and unmended pixels too, but never for a lead that denied consent. */
export function testFiringOf(
  call: EventCall,
  lead: TestLead,
  pixel: PixelNow,
  rule: PixelRule | null,
  id = newId(),
): NewFiring {
  const event = eventOfCall(call, id, lead);
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
    leadUid: lead.uid,
    ruleId: rule?.id ?? null,
    decisionId: null,
    fireOnce: false,
    test: true,
  };
}

function startOfTest(firing: NewFiring, dryRun: boolean): Pick<NewFiring, 'status' | 'skipReason' | 'message'> {
  if (firing.status === 'SKIPPED') return firing;
  const { unsendable } = firing.prepared;
  if (unsendable?.skip) return { status: 'SKIPPED', skipReason: unsendable.skip, message: unsendable.message };
  if (unsendable) return { status: 'FAILED', skipReason: null, message: unsendable.message };
  if (!dryRun) return { status: 'PENDING', skipReason: null, message: null };
  const message =
    'Nothing was sent: a test fire on a live pixel needs a test event code. `request` shows what would go out.';
  return { status: 'SKIPPED', skipReason: 'NO_TEST_CODE', message };
}
