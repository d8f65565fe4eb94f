import fc from 'fast-check';
import { asMoment, asNumber, asText, compareMoments } from '../../../src/domain/comparable';

it.each<[unknown, string | null]>([
  [42, '42'],
  [' 42.50 ', '42.5'],
  ['-1e3', '-1000'],
  ['.5', '0.5'],
  ['+7', '7'],
  [1e21, '1e+21'],
  ['', null],
  ['1,000', null],
  ['12 000', null],
  ['$5', null],
  ['0x1f', null],
  ['NaN', null],
  [Number.NaN, null],
  [Number.POSITIVE_INFINITY, null],
  [true, null],
  [null, null],
  [['1'], null],
  ['9'.repeat(101), null],
])('%j is the number %s', (value, number) => {
  expect(asNumber(value)?.toString() ?? null).toBe(number);
});

it.each<[unknown, string | null, boolean]>([
  ['2026-03-02', '2026-03-02T00:00:00.000Z', true],
  [' 2026-03-02 ', '2026-03-02T00:00:00.000Z', true],
  ['2024-02-29', '2024-02-29T00:00:00.000Z', true],
  ['2026-03-02T12:30:00Z', '2026-03-02T12:30:00.000Z', false],
  ['2026-03-02t12:30:00.5z', '2026-03-02T12:30:00.500Z', false],
  ['2026-03-02 12:30+02:00', '2026-03-02T10:30:00.000Z', false],
  ['2025-02-29', null, false],
  ['2026-04-31T00:00:00Z', null, false],
  ['2026-03-02T25:00:00Z', null, false],
  ['2026-03-02T12:30:00', null, false],
  ['02.03.2026', null, false],
  ['2026', null, false],
  ['', null, false],
  [20260302, null, false],
])('%j is the moment %s, a day: %s', (value, time, isDay) => {
  const moment = asMoment(value);
  expect(moment && [new Date(moment.from).toISOString(), moment.isDay]).toEqual(time === null ? null : [time, isDay]);
});

it('a day is compared with a time by the day that the time is in', () => {
  const compare = (left: string, right: string) =>
    Math.sign(compareMoments(asMoment(left) ?? fail(), asMoment(right) ?? fail()));
  expect(compare('2026-03-02', '2026-03-02T23:59:59Z')).toBe(0);
  expect(compare('2026-03-02T00:30:00+01:00', '2026-03-02')).toBe(-1);
  expect(compare('2026-03-03T00:00:00Z', '2026-03-02')).toBe(1);
  expect(compare('2026-03-02T10:00:00Z', '2026-03-02T10:00:01Z')).toBe(-1);
});

function fail(): never {
  throw new Error('no moment');
}

it('never throws, whatever the lead answered', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.array(fc.string())), (value) => {
      asNumber(value);
      asMoment(value);
      expect(asText(value)).toBe(asText(asText(value)));
    }),
  );
});
