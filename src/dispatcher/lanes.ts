import type { ReadyFiring } from './ready-firing';

/** What one pixel may have waiting in memory; the rest stays in the database. */
export const LANE_CAPACITY = 2_000;

/** The queue of one pixel. A slow or dead pixel fills its own lane and harms no other. */
export interface Lane {
  pixelId: string;
  waiting: ReadyFiring[];
  /** Requests that are out. */
  running: number;
  /** The platform asked for a pause until then; epoch milliseconds. */
  pausedUntil: number;
}

export class Lanes {
  private readonly lanes = new Map<string, Lane>();

  of(pixelId: string): Lane {
    let lane = this.lanes.get(pixelId);
    if (!lane) {
      lane = { pixelId, waiting: [], running: 0, pausedUntil: 0 };
      this.lanes.set(pixelId, lane);
    }
    return lane;
  }

  /** Room left for firings of this pixel. */
  roomFor(pixelId: string): number {
    return LANE_CAPACITY - (this.lanes.get(pixelId)?.waiting.length ?? 0);
  }

  full(): string[] {
    return [...this.lanes.values()]
      .filter((lane) => lane.waiting.length >= LANE_CAPACITY / 2)
      .map((lane) => lane.pixelId);
  }

  /** Takes all that waits out of every lane. */
  drain(): ReadyFiring[] {
    const drained = [...this.lanes.values()].flatMap((lane) => lane.waiting.splice(0));
    this.lanes.clear();
    return drained;
  }

  forgetIfIdle(lane: Lane): void {
    if (lane.waiting.length === 0 && lane.running === 0 && lane.pausedUntil <= Date.now())
      this.lanes.delete(lane.pixelId);
  }
}
