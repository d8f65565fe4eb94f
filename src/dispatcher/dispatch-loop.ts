import { randomUUID } from 'node:crypto';
import type { PixelTarget } from '../domain/pixel';
import type { Log } from '../log';
import type { Database } from '../persistence/database';
import { appendChanges } from '../persistence/firing-changes';
import { begin, claim, LEASE_SECONDS, type LeasedRow, release, renew } from '../persistence/firing-queue';
import { failExpiredHeld } from '../persistence/firing-states';
import { LeadVault } from '../persistence/lead-vault';
import type { Keyring } from '../persistence/secrets';
import type { Platform } from '../platforms/platform';
import { type Delivered, deliver, type PreparedFiring, type Send } from './deliver';
import { type Lane, Lanes } from './lanes';
import type { ReadyFiring } from './ready-firing';
import type { Recorder, Unattempted } from './recorder';

const POLL_MS = 500;
const CLAIM_LIMIT = 1_000;
/** Requests of one lane at once: one batch out while the next gathers; single events want more. */
const RUNNING_BATCHES = 2;
const RUNNING_SINGLES = 8;

export interface DispatchDependencies {
  database: Database;
  keyring: Keyring;
  recorder: Recorder;
  send: Send;
  log: Log;
  /** This node's name in the leases. */
  owner: string;
  platformOf(code: string): Platform;
  targetOf(workspaceId: string, pixelId: string): Promise<PixelTarget | null>;
  onChange: () => void;
}

/** Delivers what is due: claims it, or is handed it by an accept on this node. A wake-up is a hint, the timer the truth. */
export class DispatchLoop {
  private readonly lanes = new Lanes();
  /** Leased by this node: waiting in a lane or being sent. */
  private readonly held = new Map<string, ReadyFiring>();
  private readonly running = new Set<Promise<void>>();
  private timers: NodeJS.Timeout[] = [];
  private claiming = false;
  private stopping = false;

  constructor(private readonly uses: DispatchDependencies) {}

  static newOwner(): string {
    return randomUUID();
  }

  start(): void {
    this.timers = [
      setInterval(() => this.wake(), POLL_MS),
      setInterval(() => void this.renewLeases(), (LEASE_SECONDS * 1000) / 3),
      setInterval(() => void this.expireHeld(), 5_000),
    ];
    this.wake();
  }

  /** Lets requests that are out come back, then hands back what still waits. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const timer of this.timers) clearInterval(timer);
    const waiting = this.lanes.drain();
    await Promise.allSettled([...this.running]);
    if (waiting.length > 0) await release(this.uses.database.sql, this.uses.owner, waiting);
  }

  /** Lane room for a firing about to be accepted here; without it the firing is stored unleased. */
  roomFor(pixelId: string): boolean {
    return !this.stopping && this.lanes.roomFor(pixelId) > 0;
  }

  /** Firings stored with this node's lease. */
  offer(firings: readonly ReadyFiring[]): void {
    for (const firing of firings) {
      this.held.set(firing.id, firing);
      this.lanes.of(firing.pixelId).waiting.push(firing);
    }
    for (const pixelId of new Set(firings.map((firing) => firing.pixelId))) this.run(this.lanes.of(pixelId));
  }

  wake(): void {
    if (!this.claiming && !this.stopping) this.track(this.claimDue());
  }

  private track(work: Promise<void>): void {
    const tracked = work.catch((error) => this.uses.log.error({ err: error }, 'dispatching failed; it is tried again'));
    this.running.add(tracked);
    void tracked.finally(() => this.running.delete(tracked));
  }

  private async claimDue(): Promise<void> {
    this.claiming = true;
    try {
      const rows = await claim(this.uses.database.sql, this.uses.owner, CLAIM_LIMIT, this.lanes.full());
      const fresh = rows.filter((row) => !this.held.has(row.id));
      await this.endTornTests(fresh.filter((row) => row.test));
      this.offer(fresh.filter((row) => !row.test && row.event_sealed).map((row) => this.open(row)));
    } finally {
      this.claiming = false;
    }
  }

  /** A test fire is one attempt at once: one that a crash cut off is not sent later. */
  private async endTornTests(rows: readonly LeasedRow[]): Promise<void> {
    const unattempted = rows.map((row) => ({
      firing: { ...this.shell(row), test: true },
      status: 'FAILED' as const,
      skipReason: null,
      message: 'Cut off before the platform answered; test fire again.',
    }));
    await this.uses.recorder.record({ delivered: [], unattempted });
  }

  private shell(row: LeasedRow): ReadyFiring {
    const vault =
      row.lead_id && row.key_sealed
        ? LeadVault.open(this.uses.keyring, row.workspace_id, row.lead_id, row.key_sealed)
        : null;
    return {
      workspaceId: row.workspace_id,
      id: row.id,
      pixelId: row.pixel_id,
      platform: row.platform,
      vault,
      event: undefined as never,
      test: row.test,
      attemptCount: row.attempt_count,
      unknownCount: row.unknown_count,
      expiresAt: row.expires_at ?? new Date(0),
    };
  }

  private open(row: LeasedRow): ReadyFiring {
    const firing = this.shell(row);
    const event = firing.vault?.openJson(row.event_sealed as Buffer, `event:${row.id}`);
    return { ...firing, event: event as ReadyFiring['event'] };
  }

  private run(lane: Lane): void {
    while (!this.stopping && lane.waiting.length > 0 && lane.running < RUNNING_SINGLES) {
      const pause = lane.pausedUntil - Date.now();
      if (pause > 0) {
        this.timers.push(setTimeout(() => this.run(lane), pause).unref());
        return;
      }
      const next = lane.waiting[0] as ReadyFiring;
      if (lane.running >= this.concurrencyOf(next)) return;
      lane.running += 1;
      this.track(this.runBatch(lane));
    }
    this.lanes.forgetIfIdle(lane);
  }

  private singles = new Map<string, boolean>();

  private concurrencyOf(firing: ReadyFiring): number {
    return this.singles.get(firing.pixelId) ? RUNNING_SINGLES : RUNNING_BATCHES;
  }

  private async runBatch(lane: Lane): Promise<void> {
    const batch: ReadyFiring[] = [];
    try {
      const first = lane.waiting[0] as ReadyFiring;
      const target = await this.uses.targetOf(first.workspaceId, lane.pixelId);
      if (target) await this.sendBatch(lane, batch, target);
      else batch.push(...lane.waiting.splice(0));
    } catch (error) {
      // Ours, not the platform's: nothing is spent, and the lease ends or is handed back.
      await release(this.uses.database.sql, this.uses.owner, batch).catch(() => {});
      throw error;
    } finally {
      for (const { id } of batch) this.held.delete(id);
      lane.running -= 1;
      this.run(lane);
    }
  }

  private async sendBatch(lane: Lane, batch: ReadyFiring[], target: PixelTarget): Promise<void> {
    const platform = this.uses.platformOf(target.platform);
    this.singles.set(lane.pixelId, platform.maxBatchSize === 1);
    batch.push(...takeBatch(lane, platform, target));
    const begun = await begin(this.uses.database.sql, this.uses.owner, batch);
    const { sendable, unattempted } = this.preflight(
      batch.filter(({ id }) => begun.has(id)),
      platform,
      target,
    );
    const unbegun = batch.filter(({ id }) => !begun.has(id)).map(heldByPixel);
    const delivered: Delivered[] = [];
    if (sendable.length > 0) {
      const delivery = await deliver(sendable, { platform, target, send: this.uses.send, testEventCode: null });
      delivered.push(...delivery.delivered);
      this.slowDown(lane, delivery);
    }
    await this.recordUntilDone({ delivered, unattempted: [...unattempted, ...unbegun] });
  }

  /** What the platform said must not be lost to a database that is away for a moment. */
  private async recordUntilDone(result: Parameters<Recorder['record']>[0]): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.uses.recorder.record(result);
        return;
      } catch (error) {
        if (attempt >= 20 || this.stopping) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100 * attempt));
      }
    }
  }

  private preflight(
    firings: readonly ReadyFiring[],
    platform: Platform,
    target: PixelTarget,
  ): { sendable: PreparedFiring[]; unattempted: Unattempted[] } {
    const now = new Date();
    const sendable: PreparedFiring[] = [];
    const unattempted: Unattempted[] = [];
    for (const firing of firings) {
      const prepared = platform.prepare(firing.event, target, now);
      if (firing.expiresAt <= now) unattempted.push(expired(firing));
      else if (prepared.unsendable) unattempted.push(unsendable(firing, prepared.unsendable.message));
      else sendable.push({ firing, prepared });
    }
    return { sendable, unattempted };
  }

  private slowDown(
    lane: Lane,
    { slowDownMs, delivered }: { slowDownMs: number; delivered: readonly Delivered[] },
  ): void {
    const asked = delivered
      .filter(({ verdict }) => verdict.outcome === 'THROTTLED')
      .map(({ verdict }) => verdict.retryAfterMs ?? 1_000);
    const pause = Math.max(slowDownMs, ...asked, 0);
    if (pause > 0) lane.pausedUntil = Date.now() + Math.min(pause, 600_000);
  }

  private async renewLeases(): Promise<void> {
    if (this.held.size === 0) return;
    await renew(this.uses.database.sql, this.uses.owner, [...this.held.values()]).catch((error) =>
      this.uses.log.warn({ err: error }, 'leases were not renewed'),
    );
  }

  private async expireHeld(): Promise<void> {
    await this.uses.database
      .transaction(async (sql) => appendChanges(sql, await failExpiredHeld(sql, 500)))
      .then(() => this.uses.onChange())
      .catch((error) => this.uses.log.warn({ err: error }, 'held firings were not looked through'));
  }
}

/** The first waiting firing and those behind it that may share its request. */
function takeBatch(lane: Lane, platform: Platform, target: PixelTarget): ReadyFiring[] {
  const [first, ...others] = lane.waiting;
  if (!first) return [];
  const key = platform.batchKey(first.event, target);
  const batch = [first];
  const rest: ReadyFiring[] = [];
  for (const firing of others) {
    const fits =
      key !== null && batch.length < platform.maxBatchSize && platform.batchKey(firing.event, target) === key;
    (fits ? batch : rest).push(firing);
  }
  lane.waiting = rest;
  return batch;
}

function expired(firing: ReadyFiring): Unattempted {
  const message = 'Expired: the platform would refuse the event by now.';
  return { firing, status: 'FAILED', skipReason: null, message };
}

function unsendable(firing: ReadyFiring, message: string): Unattempted {
  return { firing, status: 'FAILED', skipReason: null, message };
}

/** Not begun: no longer ours (then the record passes it over), or its pixel was paused or refused meanwhile. */
function heldByPixel(firing: ReadyFiring): Unattempted {
  return { firing, status: 'HELD', skipReason: null, message: 'Held: its pixel is paused or needs attention.' };
}
