import fc from 'fast-check';
import { type Interval, isTimeZone, nextInterval, startOfInterval } from '../../../src/domain/calendar';

const start = (time: string, interval: Interval, zone: string) =>
  new Date(startOfInterval(Date.parse(time), interval, zone)).toISOString();

/** The beginnings from one moment until another. */
function beginnings(from: string, to: string, interval: Interval, zone: string): number[] {
  const found = [startOfInterval(Date.parse(from), interval, zone)];
  while (nextInterval(found.at(-1) as number, interval, zone) < Date.parse(to)) {
    found.push(nextInterval(found.at(-1) as number, interval, zone));
  }
  return found;
}

const hoursBetween = (times: number[]) =>
  times.slice(1).map((time, index) => (time - (times[index] as number)) / 3_600_000);

describe('a day', () => {
  it.each([
    ['2026-03-02T12:34:56.789Z', 'UTC', '2026-03-02T00:00:00.000Z'],
    ['2026-03-02T23:30:00Z', 'Europe/Berlin', '2026-03-02T23:00:00.000Z'],
    ['2026-03-02T12:00:00Z', 'America/New_York', '2026-03-02T05:00:00.000Z'],
    ['2026-03-02T20:00:00Z', 'Asia/Kolkata', '2026-03-02T18:30:00.000Z'],
    ['2026-03-29T12:00:00Z', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
  ])('%s in %s begins at %s', (time, zone, expected) => {
    expect(start(time, 'DAY', zone)).toBe(expected);
  });

  it('has 23 hours in spring and 25 in autumn', () => {
    expect(hoursBetween(beginnings('2026-03-28T12:00:00Z', '2026-03-31T00:00:00Z', 'DAY', 'Europe/Berlin'))).toEqual([
      24, 23, 24,
    ]);
    expect(hoursBetween(beginnings('2026-10-24T12:00:00Z', '2026-10-27T00:00:00Z', 'DAY', 'Europe/Berlin'))).toEqual([
      24, 25, 24,
    ]);
  });

  it('begins at one o’clock where midnight does not exist', () => {
    const days = beginnings('2026-04-22T12:00:00Z', '2026-04-25T12:00:00Z', 'DAY', 'Africa/Cairo');
    expect(days.map((time) => new Date(time).toISOString())).toEqual([
      '2026-04-21T22:00:00.000Z',
      '2026-04-22T22:00:00.000Z',
      '2026-04-23T22:00:00.000Z',
      '2026-04-24T21:00:00.000Z',
    ]);
  });
});

describe('an hour', () => {
  it.each([
    ['2026-03-02T12:34:56Z', 'UTC', '2026-03-02T12:00:00.000Z'],
    ['2026-03-02T12:34:56Z', 'Asia/Kolkata', '2026-03-02T12:30:00.000Z'],
    ['2026-03-02T12:34:56Z', 'Asia/Kathmandu', '2026-03-02T12:15:00.000Z'],
    ['2026-10-25T00:30:00Z', 'Europe/Berlin', '2026-10-25T00:00:00.000Z'],
    ['2026-10-25T01:30:00Z', 'Europe/Berlin', '2026-10-25T01:00:00.000Z'],
    ['2026-11-01T06:30:00Z', 'America/New_York', '2026-11-01T06:00:00.000Z'],
  ])('%s in %s begins at %s', (time, zone, expected) => {
    expect(start(time, 'HOUR', zone)).toBe(expected);
  });

  it('that the clock has twice is two hours', () => {
    const hours = beginnings('2026-10-24T22:00:00Z', '2026-10-25T04:00:00Z', 'HOUR', 'Europe/Berlin');
    expect(hoursBetween(hours)).toEqual([1, 1, 1, 1, 1]);
  });
});

it('every moment lies in its interval, and beginnings follow each other without a gap', () => {
  const zones = [
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Africa/Cairo',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'America/Santiago',
  ];
  const inputs = [
    fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2028, 0) }),
    fc.constantFrom(...zones),
    fc.constantFrom('HOUR' as const, 'DAY' as const),
  ] as const;
  fc.assert(
    fc.property(...inputs, (moment, zone, interval) => {
      const from = startOfInterval(moment, interval, zone);
      const to = nextInterval(from, interval, zone);
      expect(from).toBeLessThanOrEqual(moment);
      expect(to).toBeGreaterThan(moment);
      expect(startOfInterval(from, interval, zone)).toBe(from);
      expect(startOfInterval(to, interval, zone)).toBe(to);
      expect(startOfInterval(to - 1, interval, zone)).toBe(from);
    }),
    { numRuns: 2_000 },
  );
});

it.each([
  ['UTC', true],
  ['Europe/Berlin', true],
  ['America/Argentina/Buenos_Aires', true],
  ['', false],
  ['Mars/Olympus', false],
  ['Europe/Berlin; drop table', false],
  ['x'.repeat(10_000), false],
])('time zone %s: known is %s', (name, known) => {
  expect(isTimeZone(name)).toBe(known);
});
