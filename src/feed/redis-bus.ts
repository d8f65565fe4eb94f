import { randomUUID } from 'node:crypto';
import { createClient } from '@redis/client';
import type { Log } from '../log';
import { type Bus, MemoryBus } from './bus';
import { Coalesced } from './coalesced';

const CHANNEL = 'pixel_tracking_feed';
const COALESCE_MS = 5;
const CONNECT_WITHIN_MS = 5_000;
const RECONNECT_WITHIN_MS = 2_000;

type RedisClient = ReturnType<typeof createClient>;

/**
 * Wake-ups over Redis publish/subscribe, at most one every few milliseconds. Without Redis nothing is lost: followers
 * find changes by their timer, and the connection is made anew for as long as the node runs.
 */
export class RedisBus implements Bus {
  private readonly local = new MemoryBus();
  private readonly node = randomUUID();
  private readonly others = new Coalesced(() => this.notify(), COALESCE_MS);
  private readonly publisher: RedisClient;
  private readonly subscriber: RedisClient;
  private isAway = false;

  constructor(
    url: string,
    private readonly log: Log,
  ) {
    const socket = {
      connectTimeout: CONNECT_WITHIN_MS,
      reconnectStrategy: (retries: number) => Math.min(50 * 2 ** retries, RECONNECT_WITHIN_MS),
    };
    // A queue would fill while Redis is away, and old wake-ups are worth nothing. The subscriber queues one command.
    this.publisher = createClient({ url, socket, disableOfflineQueue: true });
    this.subscriber = createClient({ url, socket });
  }

  /** Resolves once connected, or once Redis is found to be away: the node starts all the same. */
  async connect(): Promise<void> {
    const settled = [this.publisher, this.subscriber].map(
      (client) => new Promise<void>((resolve) => client.once('ready', resolve).once('error', () => resolve())),
    );
    for (const client of [this.publisher, this.subscriber]) {
      client.on('error', (error) => this.lost(error));
      client.connect().catch(() => {});
    }
    this.subscriber.on('ready', () => this.back());
    this.subscriber
      .subscribe(CHANNEL, (node) => {
        if (node !== this.node) this.local.publish();
      })
      .catch(() => {});
    await Promise.all(settled);
  }

  publish(): void {
    this.local.publish();
    this.others.call();
  }

  subscribe(wake: () => void): () => void {
    return this.local.subscribe(wake);
  }

  async close(): Promise<void> {
    this.others.stop();
    for (const client of [this.publisher, this.subscriber]) if (client.isOpen) client.destroy();
    await this.local.close();
  }

  private notify(): void {
    this.publisher.publish(CHANNEL, this.node).catch(() => {});
  }

  private lost(error: Error): void {
    if (this.isAway) return;
    this.isAway = true;
    this.log.warn({ err: error }, 'Redis is away; followers find changes by their timer until it is back');
  }

  /** Changes of the time without it have no wake-up any more. */
  private back(): void {
    if (this.isAway) this.log.info('Redis is back');
    this.isAway = false;
    this.local.publish();
  }
}
