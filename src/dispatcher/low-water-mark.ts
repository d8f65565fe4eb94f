/** A transaction that began before the mark may commit after it was drawn. */
const MARGIN_MS = 5_000;
const FULL_EVERY_MS = 5_000;

/** From when on a claim has to look: all that was due before has been claimed, as a full look every few seconds makes sure. */
export class LowWaterMark {
  private dueFrom = new Date(0);
  private fullAt = 0;

  constructor(private readonly now: () => Date) {}

  next(): { dueFrom: Date; asOf: Date } {
    const asOf = this.now();
    if (asOf.getTime() - this.fullAt < FULL_EVERY_MS) return { dueFrom: this.dueFrom, asOf };
    this.fullAt = asOf.getTime();
    return { dueFrom: new Date(0), asOf };
  }

  /** A claim that began then left nothing behind. */
  reached(asOf: Date): void {
    this.dueFrom = new Date(asOf.getTime() - MARGIN_MS);
  }
}
