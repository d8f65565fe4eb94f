import { randomUUID } from 'node:crypto';
import type { PixelTarget } from '../domain/pixel';
import type { Log } from '../log';
import { databaseTime } from '../persistence/clock';
import type { Database } from '../persistence/database';
import { appendChanges } from '../persistence/firing-changes';
import { begin, claim, LEASE_SECONDS, type LeasedRow, release, releaseAll, renew } from '../persistence/firing-queue';
import { failExpiredHeld, settleStrayHeld } from '../persistence/firing-states';
import type { Keyring } from '../persistence/secrets';
import type { Platform } from '../platforms/platform';
import { adapterFault, unbuildable } from './adapter-fault';
import { heldByPixel, preflight, takeBatch } from './batch';
import { type Delivery, deliver, type Send } from './deliver';
import { type Lane, Lanes } from './lanes';
import { LowWaterMark } from './low-water-mark';
import { openClaimed, openFiring } from './open-firing';
import type { ReadyFiring } from './ready-firing';
import type { Recorder } from './recorder';

const POLL_MS = 500;
const CLAIM_LIMIT = 1_000;
/** Requests of one lane at once: one batch out while the next gathers; single events want more. */
const RUNNING_BATCHES = 2;
const RUNNING_SINGLES = 8;
const SETTLE_HELD_MS = 5_000;
/** A fault of ours is not met again at once. */
const OUR_FAULT_SECONDS = 5;
/** What can't be decrypted waits for somebody to mend ENCRYPTION_KEYS. */
const UNREADABLE_SECONDS = 60;

export interface DispatchDependencies {
  database: Database;
  keyring: Keyring;
  recorder: Recorder;
  send: Send;
  log: Log;
  /** This node's name in the leases. */
  owner: string;
  /** Nobody else delivers from this database: leases that an earlier life left are taken back at once. */
  isOnlyNode: boolean;
  platformOf(code: string): Platform;
  /** Of disconnected pixels too: their rows stay. */
  targetOf(workspaceId: string, pixelId: string): Promise<PixelTarget>;
  onChange: () => void;
}

/** Delivers what is due: claims it, or is handed it by an accept on this node. A wake-up is a hint, the timer the truth. */
export class DispatchLoop {
  private readonly lanes = new Lanes(RUNNING_BATCHES);
  /** Leased by this node: waiting in a lane or being sent. */
  private readonly held = new Map<string, ReadyFiring>();
  /** Claimed again before their record was heard of here: they go on when it is. */
  private readonly reclaimed = new Map<string, LeasedRow>();
  private readonly running = new Set<Promise<void>>();
  private timers: NodeJS.Timeout[] = [];
  private claiming = false;
  private readonly mark = new LowWaterMark(databaseTime);
  /** The last claim left some behind: what a lane finishes makes room for them. */
  private hasMore = false;
  private stopping = false;

  constructor(private readonly uses: DispatchDependencies) {}

  static newOwner(): string {
    return randomUUID();
  }

  start(): void {
    this.timers = [
      setInterval(() => this.wake(), POLL_MS),
      setInterval(() => void this.renewLeases(), (LEASE_SECONDS * 1000) / 3),
      setInterval(() => void this.settleHeld(), SETTLE_HELD_MS),
    ];
    this.track(this.begin());
  }

  private async begin(): Promise<void> {
    if (this.uses.isOnlyNode) await releaseAll(this.uses.database.sql);
    this.wake();
  }

  /** Lets requests that are out come back, then hands back what still waits. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const timer of this.timers) clearInterval(timer);
    const waiting = this.lanes.drain();
    await Promise.allSettled([...this.running]);
    await release(this.uses.database.sql, this.uses.owner, waiting);
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
      const full = this.lanes.full();
      const { dueFrom, asOf } = this.mark.next();
      const rows = await claim(this.uses.database.sql, this.uses.owner, CLAIM_LIMIT, full, dueFrom);
      this.hasMore = full.length > 0 || rows.length === CLAIM_LIMIT;
      if (!this.hasMore) this.mark.reached(asOf);
      for (const row of rows.filter(({ id }) => this.held.has(id))) this.reclaimed.set(row.id, row);
      const { ready, ended, unreadable } = openClaimed(
        rows.filter(({ id }) => !this.held.has(id)),
        this.uses,
      );
      this.offer(ready);
      await this.uses.recorder.record({ delivered: [], unattempted: ended });
      await release(this.uses.database.sql, this.uses.owner, unreadable, UNREADABLE_SECONDS);
    } finally {
      this.claiming = false;
    }
  }

  private run(lane: Lane): void {
    while (!this.stopping && lane.waiting.length > 0 && lane.running < lane.concurrency) {
      if (this.lanes.waitOut(lane, () => this.run(lane))) return;
      lane.running += 1;
      this.track(this.runBatch(lane));
    }
    this.lanes.forgetIfIdle(lane);
  }

  private async runBatch(lane: Lane): Promise<void> {
    const batch: ReadyFiring[] = [];
    try {
      const first = lane.waiting[0];
      if (first) {
        const target = await this.uses.targetOf(first.workspaceId, lane.pixelId);
        const platform = this.uses.platformOf(target.platform);
        lane.concurrency = platform.maxBatchSize === 1 ? RUNNING_SINGLES : RUNNING_BATCHES;
        batch.push(...takeBatch(lane, platform, target));
        await this.sendBatch(lane, batch, platform, target);
      }
    } catch (error) {
      // Ours, not the platform's: nothing is spent, and the lease ends or is handed back.
      await this.handBack(batch, OUR_FAULT_SECONDS).catch(() => {});
      throw error;
    } finally {
      this.letGo(batch);
      lane.running -= 1;
      this.run(lane);
      if (this.hasMore) this.wake();
    }
  }

  private async sendBatch(lane: Lane, batch: ReadyFiring[], platform: Platform, target: PixelTarget): Promise<void> {
    const begun = await begin(this.uses.database.sql, this.uses.owner, batch);
    const onFault = adapterFault(this.uses.log, { pixelId: lane.pixelId, platform: platform.code });
    const route = { platform, target, send: this.uses.send, testEventCode: null, onFault };
    const { sendable, unattempted } = preflight(
      batch.filter(({ id }) => begun.has(id)),
      route,
    );
    const unbegun = batch.filter(({ id }) => !begun.has(id)).map(heldByPixel);
    const delivery = sendable.length > 0 ? await deliver(sendable, route) : NOTHING_SENT;
    slowDown(lane, delivery);
    const unbuilt = delivery.unbuilt.map(({ firing }) => unbuildable(firing));
    await this.recordUntilDone({
      delivered: delivery.delivered,
      unattempted: [...unattempted, ...unbegun, ...unbuilt],
    });
    await this.handBack(delivery.unsent.map(({ firing }) => firing));
  }

  private letGo(firings: readonly ReadyFiring[]): void {
    for (const { id } of firings) {
      this.held.delete(id);
      const row = this.reclaimed.get(id);
      this.reclaimed.delete(id);
      const opened = row ? openFiring(row, this.uses.keyring) : null;
      if (opened) this.offer([opened]);
    }
  }

  private handBack(firings: readonly ReadyFiring[], afterSeconds = 0): Promise<void> {
    this.letGo(firings);
    return release(this.uses.database.sql, this.uses.owner, firings, afterSeconds);
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

  private async renewLeases(): Promise<void> {
    if (this.held.size === 0) return;
    await renew(this.uses.database.sql, this.uses.owner, [...this.held.values()]).catch((error) =>
      this.uses.log.warn({ err: error }, 'leases were not renewed'),
    );
  }

  private async settleHeld(): Promise<void> {
    try {
      const settled = await this.uses.database.transaction(async (sql) => {
        const changed = [...(await failExpiredHeld(sql, 500)), ...(await settleStrayHeld(sql, 500))];
        await appendChanges(sql, changed);
        return changed;
      });
      if (settled.length === 0) return;
      this.uses.onChange();
      this.wake();
    } catch (error) {
      this.uses.log.warn({ err: error }, 'held firings were not looked through');
    }
  }
}

const NOTHING_SENT: Delivery = { delivered: [], unsent: [], unbuilt: [], slowDownMs: 0 };

/** What the platform asked for holds for the lane, too, not for the refused firings alone. */
function slowDown(lane: Lane, { slowDownMs, delivered }: Delivery): void {
  const asked = delivered
    .filter(({ verdict }) => verdict.outcome === 'THROTTLED')
    .map(({ verdict }) => verdict.retryAfterMs ?? 1_000);
  const pause = Math.max(slowDownMs, ...asked, 0);
  if (pause > 0) lane.pausedUntil = Date.now() + Math.min(pause, 600_000);
}
