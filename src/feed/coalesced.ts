/** Does the work once for all calls within a few milliseconds. */
export class Coalesced {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly work: () => void,
    private readonly withinMs: number,
  ) {}

  call(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.work();
    }, this.withinMs);
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }
}
