import { badUserInput, ServiceError } from '../domain/errors';
import type { Firing, FiringFilter, FiringStatus, SkipReason } from '../domain/firing';
import type { Sql } from '../persistence/database';
import { type ChangeRow, feedHead, readChanges, trimmedTo } from '../persistence/firing-changes';
import type { FiringHistory } from '../persistence/firing-history';
import type { Bus } from './bus';

const PAGE = 200;
/** A wake-up may be lost: then the timer finds the change. */
const POLL_MS = 1_000;

export interface FiringChange {
  cursor: string;
  firing: Firing;
}

/** Replays what came after a cursor, then follows: every change that the filter matches, once and in order. */
export class Feed {
  constructor(
    private readonly sql: Sql,
    private readonly history: FiringHistory,
    private readonly bus: Bus,
  ) {}

  async cursor(workspaceId: string): Promise<string> {
    return cursorOf(await feedHead(this.sql, workspaceId));
  }

  /** Resolves once the place to start from is known; throws BAD_USER_INPUT or CURSOR_EXPIRED for a cursor that is none. */
  async follow(
    workspaceId: string,
    filter: FiringFilter,
    after: string | null,
  ): Promise<AsyncIterableIterator<FiringChange>> {
    const position = after === null ? await feedHead(this.sql, workspaceId) : await this.checked(workspaceId, after);
    const waiter = new Waiter(this.bus);
    return letGoBy(() => waiter.close(), this.from(position, workspaceId, filter, waiter));
  }

  private async *from(
    start: string,
    workspaceId: string,
    filter: FiringFilter,
    waiter: Waiter,
  ): AsyncGenerator<FiringChange, undefined> {
    let position = start;
    try {
      while (!waiter.closed) {
        const changes = await readChanges(this.sql, workspaceId, position, PAGE);
        for (const change of await this.matching(workspaceId, filter, changes)) yield change;
        position = changes.at(-1)?.position ?? position;
        if (changes.length === 0) await waiter.wait();
      }
    } finally {
      waiter.close();
    }
  }

  private async checked(workspaceId: string, cursor: string): Promise<string> {
    const position = positionOf(cursor);
    if (position === null || BigInt(position) > BigInt(await feedHead(this.sql, workspaceId))) {
      throw badUserInput([{ path: 'after', message: 'is no cursor of this feed' }]);
    }
    if (BigInt(position) < BigInt(await trimmedTo(this.sql, workspaceId))) {
      throw new ServiceError('CURSOR_EXPIRED', 'the feed is not kept that long; read the history and start anew');
    }
    return position;
  }

  private async matching(
    workspaceId: string,
    filter: FiringFilter,
    changes: readonly ChangeRow[],
  ): Promise<FiringChange[]> {
    if (changes.length === 0) return [];
    const ids = [...new Set(changes.map((change) => change.firing_id))];
    // What of a filter never changes is asked of the firing, the status of the change.
    const matching = await this.history.byIds(workspaceId, ids, { ...filter, statuses: null });
    const firings = new Map(matching.map((firing) => [firing.id, firing]));
    return changes.flatMap((change) => {
      const firing = firings.get(change.firing_id);
      const wanted = !filter.statuses || filter.statuses.includes(change.status as FiringStatus);
      return firing && wanted ? [{ cursor: cursorOf(change.position), firing: asOf(firing, change) }] : [];
    });
  }
}

/** The firing as the change left it; its request was shown from the first attempt on. */
function asOf(firing: Firing, change: ChangeRow): Firing {
  const dryRun = change.skip_reason === 'NO_TEST_CODE';
  return {
    ...firing,
    status: change.status as FiringStatus,
    skipReason: change.skip_reason as SkipReason | null,
    message: change.message,
    warnings: change.warnings,
    matchKeys: change.match_keys,
    attemptCount: change.attempt_count,
    request: change.attempt_count > 0 || dryRun ? firing.request : null,
    nextAttemptAt: change.next_attempt_at,
    updatedAt: change.at,
  };
}

function cursorOf(position: string): string {
  return Buffer.from(`f1:${position}`).toString('base64url');
}

function positionOf(cursor: string): string | null {
  const match = /^f1:(\d{1,18})$/.exec(Buffer.from(cursor, 'base64url').toString());
  return match?.[1] ?? null;
}

/** A generator that waits hears of `return` only at its next `yield`, which may never come: `close` ends its waiting. */
function letGoBy<Value>(
  close: () => void,
  generator: AsyncGenerator<Value, undefined>,
): AsyncIterableIterator<Value, undefined> {
  const iterator: AsyncIterableIterator<Value, undefined> = {
    next: () => generator.next(),
    return: () => {
      close();
      return generator.return(undefined);
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}

/** Waits for a wake-up or the timer; one that comes between two waits is not lost. */
class Waiter {
  closed = false;
  private woken = false;
  private resolve: (() => void) | null = null;
  private readonly unsubscribe: () => void;

  constructor(bus: Bus) {
    this.unsubscribe = bus.subscribe(() => this.wake());
  }

  async wait(): Promise<void> {
    if (!this.woken && !this.closed) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MS);
        this.resolve = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.woken = false;
    this.resolve = null;
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.unsubscribe();
    this.resolve?.();
  }

  private wake(): void {
    this.woken = true;
    this.resolve?.();
  }
}
