import { Client } from 'pg';
import type { Log } from '../log';
import { type Bus, MemoryBus } from './bus';

const CHANNEL = 'pixel_tracking_feed';
const COALESCE_MS = 5;
const RECONNECT_MS = 1_000;

/**
 * NOTIFY on a connection of its own, at most one every few milliseconds: inside the recording transactions it would
 * hold a database-wide lock through commit (measured: 1,470 instead of 5,900 transactions a second).
 */
export class PostgresBus implements Bus {
  private readonly local = new MemoryBus();
  private client: Client | null = null;
  private pending: NodeJS.Timeout | null = null;
  private closed = false;

  constructor(
    private readonly url: string,
    private readonly log: Log,
  ) {}

  async connect(): Promise<void> {
    const client = new Client({ connectionString: this.url, keepAlive: true });
    client.on('notification', () => this.local.publish());
    client.on('error', () => this.reconnect(client));
    client.on('end', () => this.reconnect(client));
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
    this.client = client;
  }

  publish(): void {
    this.local.publish();
    this.pending ??= setTimeout(() => {
      this.pending = null;
      this.client?.query(`notify ${CHANNEL}`).catch((error) => this.log.warn({ err: error }, 'a wake-up was lost'));
    }, COALESCE_MS);
  }

  subscribe(wake: () => void): () => void {
    return this.local.subscribe(wake);
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.pending) clearTimeout(this.pending);
    await this.client?.end().catch(() => {});
    await this.local.close();
  }

  private reconnect(lost: Client): void {
    if (this.closed || (this.client !== null && this.client !== lost)) return;
    this.client = null;
    setTimeout(() => {
      if (!this.closed) this.connect().catch(() => this.reconnect(lost));
    }, RECONNECT_MS).unref();
  }
}
