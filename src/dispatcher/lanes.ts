import type { ReadyFiring } from './ready-firing';

/** What one pixel may have waiting in memory; the rest stays in the database. */
export const LANE_CAPACITY = 2_000;

/** The queue of one pixel. A slow or dead pixel fills its own lane and harms no other. */
export interface Lane {
  pixelId: string;
  waiting: ReadyFiring[];
  /** Requests that are out. */
  running: number;
  /** Requests that may be out at once. */
  concurrency: number;
  /** The platform asked for a pause until then; epoch milliseconds. */
  pausedUntil: number;
  /** Goes on when the pause is over. */
  timer: NodeJS.Timeout | null;
}

export class Lanes {
  private readonly lanes = new Map<string, Lane>();

  constructor(private readonly concurrency: number) {}

  of(pixelId: string): Lane {
    let lane = this.lanes.get(pixelId);
    if (!lane) {
      lane = { pixelId, waiting: [], running: 0, concurrency: this.concurrency, pausedUntil: 0, timer: null };
      this.lanes.set(pixelId, lane);
    }
    return lane;
  }

  /** Room left for firings of this pixel. */
  roomFor(pixelId: string): number {
    return LANE_CAPACITY - (this.lanes.get(pixelId)?.waiting.length ?? 0);
  }

  /** Pixels for which nothing more is claimed until their lanes empty. */
  full(): string[] {
    return [...this.lanes.values()]
      .filter((lane) => lane.waiting.length >= LANE_CAPACITY / 2)
      .map((lane) => lane.pixelId);
  }

  /** Takes all that waits out of every lane. */
  drain(): ReadyFiring[] {
    const lanes = [...this.lanes.values()];
    for (const { timer } of lanes) if (timer) clearTimeout(timer);
    this.lanes.clear();
    return lanes.flatMap((lane) => lane.waiting.splice(0));
  }

  /** Calls `go` when the lane's pause is over; answers whether it has one. */
  waitOut(lane: Lane, go: () => void): boolean {
    const pause = lane.pausedUntil - Date.now();
    if (pause <= 0) return false;
    lane.timer ??= setTimeout(() => {
      lane.timer = null;
      go();
    }, pause).unref();
    return true;
  }

  forgetIfIdle(lane: Lane): void {
    const isIdle = lane.waiting.length === 0 && lane.running === 0 && lane.pausedUntil <= Date.now();
    if (isIdle && lane.timer === null) this.lanes.delete(lane.pixelId);
  }
}
