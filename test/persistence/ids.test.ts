import { correctClock } from '../../src/persistence/clock';
import { createdAtOf, isId, newId } from '../../src/persistence/ids';

afterEach(() => correctClock(0));

test('the time of its making can be read from an id', () => {
  const before = Date.now();
  const made = createdAtOf(newId()).getTime();
  expect(made).toBeGreaterThanOrEqual(before);
  expect(made).toBeLessThanOrEqual(Date.now());
});

test('ids grow within a process, also within a millisecond and when the clock goes back', () => {
  const ids = Array.from({ length: 5_000 }, () => newId());
  correctClock(-60_000);
  ids.push(...Array.from({ length: 5_000 }, () => newId()));
  expect(ids).toEqual([...ids].sort());
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every(isId)).toBe(true);
});

test.each(['', 'x', '123', '01890000-0000-7000-8000-00000000000g', '01890000000070008000000000000001', "1' or '1'='1"])(
  '%j is no id',
  (text) => {
    expect(isId(text)).toBe(false);
  },
);
