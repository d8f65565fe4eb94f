import { EventEmitter } from 'node:events';

/** Carries wake-ups between those who change firings and those who follow them: hints, never the truth. */
export interface Bus {
  /** Something changed; coalesced, off the write path. */
  publish(): void;
  /** Calls back on a change; answers a function that stops it. */
  subscribe(wake: () => void): () => void;
  close(): Promise<void>;
}

/** Within one process. */
export class MemoryBus implements Bus {
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  publish(): void {
    this.emitter.emit('change');
  }

  subscribe(wake: () => void): () => void {
    this.emitter.on('change', wake);
    return () => this.emitter.off('change', wake);
  }

  async close(): Promise<void> {
    this.emitter.removeAllListeners();
  }
}
