import { type Interval, isTimeZone, nextInterval, startOfInterval } from '../domain/calendar';
import { badUserInput } from '../domain/errors';
import type { FiringFilter, FiringStats } from '../domain/firing';

/** Every zone's hours and days begin on a quarter of an hour: finer groups are never needed. */
const QUARTER_MS = 900_000;
/** The first six bytes of a UUIDv7 are its milliseconds. */
const QUARTER_OF_FIRING = `('x' || encode(substr(uuid_send(f.id), 1, 6), 'hex'))::bit(48)::bigint / ${QUARTER_MS}`;
const MOST_BUCKETS = 2_000;

/** Counts firings by a group; FiringHistory does. */
interface Counter {
  count(workspaceId: string, filter: FiringFilter, group: string): Promise<{ group: unknown; stats: FiringStats }[]>;
}

export interface Bucket {
  from: Date;
  stats: FiringStats;
}

/**
 * Counts by hour or day of a zone, oldest first, empty ones included: from `createdAfter` (else the first firing) to
 * `createdBefore` (else the last firing). Throws BAD_USER_INPUT for an unknown zone or a range of too many buckets.
 */
export async function firingSeries(
  history: Counter,
  workspaceId: string,
  filter: FiringFilter,
  interval: Interval,
  timeZone: string,
): Promise<Bucket[]> {
  if (!isTimeZone(timeZone))
    throw badUserInput([{ path: 'timeZone', message: 'is no time zone, such as Europe/Berlin' }]);
  const quarters = await history.count(workspaceId, filter, QUARTER_OF_FIRING);
  const counted = quarters.map(({ group, stats }) => ({ at: Number(group) * QUARTER_MS, stats }));
  const first = filter.createdAfter?.getTime() ?? counted[0]?.at;
  const last = filter.createdBefore ? filter.createdBefore.getTime() - 1 : counted.at(-1)?.at;
  if (first === undefined || last === undefined || last < first) return [];
  const buckets = emptyBuckets(startOfInterval(first, interval, timeZone), last, interval, timeZone);
  fill(buckets, counted);
  return buckets;
}

function emptyBuckets(start: number, last: number, interval: Interval, zone: string): Bucket[] {
  const buckets: Bucket[] = [];
  for (let from = start; from <= last; from = nextInterval(from, interval, zone)) {
    if (buckets.length >= MOST_BUCKETS) {
      const message = `gives more than ${MOST_BUCKETS} buckets: narrow createdAfter and createdBefore`;
      throw badUserInput([{ path: 'filter', message }]);
    }
    buckets.push({ from: new Date(from), stats: { succeeded: 0, failed: 0, skipped: 0, waiting: 0 } });
  }
  return buckets;
}

/** Both are in order of time; a quarter belongs to the last bucket that began before it. */
function fill(buckets: readonly Bucket[], counted: readonly { at: number; stats: FiringStats }[]): void {
  let place = 0;
  for (const { at, stats } of counted) {
    while (place + 1 < buckets.length && (buckets[place + 1] as Bucket).from.getTime() <= at) place++;
    const sums = (buckets[place] as Bucket).stats;
    for (const name of ['succeeded', 'failed', 'skipped', 'waiting'] as const) sums[name] += stats[name];
  }
}
