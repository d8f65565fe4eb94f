import { randomUUID } from 'node:crypto';
import type { PixelTarget } from '../domain/pixel';
import type { Log } from '../log';
import { databaseTime } from '../persistence/clock';
import type { Database } from '../persistence/database';
import { appendChanges } from '../persistence/firing-changes';
import { begin, claim, LEASE_SECONDS, type LeasedRow, release, releaseAll, renew } from '../persistence/firing-queue';
import { failExpiredHeld, MOST_AT_ONCE, settleByPixels } from '../persistence/firing-states';
import type { Keyring } from '../persistence/secrets';
import type { Platform } from '../platforms/platform';
import { adapterFault, unbuildable } from './adapter-fault';
import { heldByPixel, preflight, takeBatch } from './batch';
import { type Delivery, deliver, type Send } from './deliver';
import { type Lane, Lanes } from './lanes';
import { LowWaterMark } from './low-water-mark';
import { openClaimed } from './open-firing';
import type { ReadyFiring } from './ready-firing';
import type { Recorder } from './recorder';

const POLL_MS = 500;
const CLAIM_LIMIT = 1_000;
/** Requests of one lane at once: one batch out while the next gathers; single events want more. */
const RUNNING_BATCHES = 2;
const RUNNING_SINGLES = 8;
const SETTLE_MS = 5_000;
/** How far back the sweep looks for changed pixels; a start looks at all. */
const SETTLE_WITHIN_SECONDS = 3_600;
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
  private readonly leased = new Map<string, ReadyFiring>();
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
      setInterval(() => void this.settle(SETTLE_WITHIN_SECONDS), SETTLE_MS),
    ];
    this.track(this.begin());
  }

  private async begin(): Promise<void> {
    if (this.uses.isOnlyNode) await releaseAll(this.uses.database.sql);
    this.wake();
    await this.settle(null);
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
      this.leased.set(firing.id, firing);
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
      for (const row of rows.filter(({ id }) => this.leased.has(id))) this.reclaimed.set(row.id, row);
      await this.take(rows.filter(({ id }) => !this.leased.has(id)));
    } finally {
      this.claiming = false;
    }
  }

  /** Claimed rows go into their lanes, or end. */
  private async take(rows: readonly LeasedRow[]): Promise<void> {
    const { ready, ended, unreadable } = openClaimed(rows, this.uses);
    this.offer(ready);
    await this.uses.recorder.record({ delivered: [], unattempted: ended });
    await release(this.uses.database.sql, this.uses.owner, unreadable, UNREADABLE_SECONDS);
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
      // Ours, not the platform's: nothing is spent, and the lease ends or is handed back. The lane waits, too: what
      // failed before the batch was taken would fail again at once.
      lane.pausedUntil = Math.max(lane.pausedUntil, Date.now() + OUR_FAULT_SECONDS * 1_000);
      await this.handBack(batch, OUR_FAULT_SECONDS).catch(() => {});
      throw error;
    } finally {
      lane.running -= 1;
      this.letGo(batch);
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
    const again: LeasedRow[] = [];
    for (const { id } of firings) {
      this.leased.delete(id);
      const row = this.reclaimed.get(id);
      if (row) again.push(row);
      this.reclaimed.delete(id);
    }
    if (again.length > 0) this.track(this.take(again));
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
    if (this.leased.size === 0) return;
    await renew(this.uses.database.sql, this.uses.owner, [...this.leased.values()]).catch((error) =>
      this.uses.log.warn({ err: error }, 'leases were not renewed'),
    );
  }

  /** Brings firings into line with pixels that changed, a bounded number in each transaction. */
  private async settle(withinSeconds: number | null): Promise<void> {
    const { database, log, onChange } = this.uses;
    try {
      for (let changed = MOST_AT_ONCE; changed >= MOST_AT_ONCE && !this.stopping; ) {
        changed = await database.transaction(async (sql) => {
          const keys = [...(await failExpiredHeld(sql)), ...(await settleByPixels(sql, withinSeconds))];
          await appendChanges(sql, keys);
          return keys.length;
        });
        if (changed === 0) return;
        onChange();
        this.wake();
      }
    } catch (error) {
      log.warn({ err: error }, 'firings were not brought into line with their pixels; it is tried again');
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
