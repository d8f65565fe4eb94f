let offsetMs = 0;

/** What the database's clock is ahead of this node's: leases, retries and ids of all nodes go by the one clock. */
export function correctClock(aheadMs: number): void {
  offsetMs = aheadMs;
}

/** Now, by the database's clock, as well as it was last measured. */
export function databaseTime(): Date {
  return new Date(Date.now() + offsetMs);
}
