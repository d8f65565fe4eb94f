import { DateTime, IANAZone } from 'luxon';

export type Interval = 'HOUR' | 'DAY';

/** A zone of the IANA database, such as `Europe/Berlin` or `UTC`. */
export function isTimeZone(name: string): boolean {
  return name.length <= 100 && IANAZone.isValidZone(name);
}

/** The beginning of the hour or day that a moment is in, by the zone's clock; epoch milliseconds. */
export function startOfInterval(ms: number, interval: Interval, zone: string): number {
  return DateTime.fromMillis(ms, { zone })
    .startOf(interval === 'HOUR' ? 'hour' : 'day')
    .toMillis();
}

/** The beginning of the next one: a day may have 23 or 25 hours. `start` is itself a beginning. */
export function nextInterval(start: number, interval: Interval, zone: string): number {
  const local = DateTime.fromMillis(start, { zone });
  if (interval === 'HOUR') return local.plus({ hours: 1 }).toMillis();
  return local.plus({ days: 1 }).startOf('day').toMillis();
}
