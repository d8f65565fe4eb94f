import { LowWaterMark } from '../../src/dispatcher/low-water-mark';

test('a claim looks from shortly before the last one that left nothing behind, and every few seconds at all', () => {
  let now = 1_000_000;
  const mark = new LowWaterMark(() => new Date(now));
  const look = () => mark.next().dueFrom.getTime();
  expect(look()).toBe(0);
  mark.reached(new Date(now));
  now += 500;
  expect(look()).toBe(1_000_000 - 5_000);
  now += 4_499;
  expect(look()).toBe(1_000_000 - 5_000);
  now += 1;
  expect(look()).toBe(0);
});

test('it stays where a claim left some behind', () => {
  const mark = new LowWaterMark(() => new Date(1_000_000));
  mark.next();
  expect(mark.next().dueFrom.getTime()).toBe(0);
});
