import fc from 'fast-check';
import { DEFAULT_SCHEDULE, nextAttemptAt, parseSchedule } from '../../../src/domain/retry-schedule';

const NOW = new Date('2026-03-02T12:00:00.000Z');
const IN_A_WEEK = new Date(NOW.getTime() + 7 * 86_400_000);
const state = {
  attempts: 1,
  schedule: DEFAULT_SCHEDULE,
  now: NOW,
  retryAfterMs: null,
  expiresAt: IN_A_WEEK,
  random: () => 0,
};
const waitOf = (fields: Partial<typeof state> & { retryAfterMs?: number | null }) => {
  const next = nextAttemptAt({ ...state, ...fields });
  return next && next.getTime() - NOW.getTime();
};

describe('the next attempt', () => {
  it('waits longer and longer, up to 12 hours', () => {
    const waits = DEFAULT_SCHEDULE.map((_seconds, index) => waitOf({ attempts: index + 1 }) as number);
    expect(waits.slice(0, 4)).toEqual([5_000, 30_000, 120_000, 600_000]);
    expect(waits.every((wait, index) => index === 0 || wait >= (waits[index - 1] as number))).toBe(true);
    expect(Math.max(...waits)).toBe(12 * 3_600_000);
  });

  it('goes on for most of a week, jitter or not', () => {
    const total = DEFAULT_SCHEDULE.reduce((sum, seconds) => sum + seconds, 0);
    expect(total).toBeGreaterThan(6 * 86_400);
  });

  it('ends with the schedule, and before the event expires', () => {
    expect(waitOf({ attempts: DEFAULT_SCHEDULE.length + 1 })).toBeNull();
    expect(waitOf({ expiresAt: new Date(NOW.getTime() + 5_000) })).toBeNull();
    expect(waitOf({ expiresAt: new Date(NOW.getTime() + 5_001) })).toBe(5_000);
  });

  it('honours Retry-After as a floor', () => {
    expect(waitOf({ retryAfterMs: 60_000 as never })).toBe(60_000);
    expect(waitOf({ retryAfterMs: 1_000 as never })).toBe(5_000);
  });

  it.each([
    ['an absurd one waits a day', 999_999_999_000, 7 * 86_400_000, 86_400_000],
    ['a day is a day', 86_400_000, 7 * 86_400_000, 86_400_000],
    ['one past the deadline leaves one more try before it', 7_200_000, 3_600_000, 3_240_000],
    ['an absurd one in the last hour does, too', 999_999_999_000, 3_600_000, 3_240_000],
    ['one that just fits is honoured to the letter', 3_599_999, 3_600_000, 3_599_999],
  ])('Retry-After never ends a firing: %s', (_what, retryAfterMs, expiresIn, wait) => {
    const expiresAt = new Date(NOW.getTime() + expiresIn);
    expect(waitOf({ retryAfterMs: retryAfterMs as never, expiresAt })).toBe(wait);
  });

  it('lies between the wait and a fifth more, never after the deadline', () => {
    const inputs = fc.record({
      attempts: fc.integer({ min: 1, max: 40 }),
      schedule: fc.array(fc.double({ min: 0, max: 100_000, noNaN: true }), { maxLength: 30 }),
      retryAfterMs: fc.option(fc.integer({ min: 0, max: 1_000_000_000 })),
      expiresIn: fc.integer({ min: -1_000, max: 700_000_000 }),
      random: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    });
    fc.assert(
      fc.property(inputs, ({ expiresIn, random, ...fields }) => {
        const expiresAt = new Date(NOW.getTime() + expiresIn);
        const next = nextAttemptAt({ ...fields, now: NOW, expiresAt, random: () => random });
        const seconds = fields.schedule[fields.attempts - 1];
        const ownWait = (seconds ?? 0) * 1_000;
        if (next === null) {
          expect(seconds === undefined || ownWait * 1.2 + 1 >= expiresIn).toBe(true);
          return;
        }
        const wait = next.getTime() - NOW.getTime();
        const asked = Math.min(fields.retryAfterMs ?? 0, 86_400_000);
        expect(wait).toBeGreaterThanOrEqual(Math.floor(ownWait));
        expect(wait).toBeGreaterThanOrEqual(Math.floor(Math.min(asked, expiresIn * 0.9)));
        expect(wait).toBeLessThanOrEqual(Math.ceil(Math.max(asked, ownWait) * 1.2));
        expect(next.getTime()).toBeLessThan(expiresAt.getTime());
      }),
    );
  });
});

describe('RETRY_SCHEDULE', () => {
  it.each<[string, number[]]>([
    ['5', [5]],
    ['5,30, 120', [5, 30, 120]],
    ['0.2,0', [0.2, 0]],
  ])('%j is %j', (text, seconds) => {
    expect(parseSchedule(text)).toEqual(seconds);
  });

  it.each(['', ' ', '5,,30', '5,', '-1', 'soon', '1e3', '0x10', 'Infinity', '5;30'])('%j is refused', (text) => {
    expect(() => parseSchedule(text)).toThrow(/RETRY_SCHEDULE/);
  });
});
