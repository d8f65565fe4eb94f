import { checkWhen, eventNameFault, faultAt, idempotencyKeyFault, nameFault } from '../../../src/domain/input-checks';

const NOW = new Date('2026-03-02T12:00:00.000Z');
const nowPlus = (ms: number) => new Date(NOW.getTime() + ms);

describe('when something happened', () => {
  it.each<[string, Date | null | undefined, Date, boolean]>([
    ['absent is now', undefined, NOW, true],
    ['null is now', null, NOW, true],
    ['the past is kept', nowPlus(-86_400_000), nowPlus(-86_400_000), true],
    ['a moment ahead becomes now', nowPlus(1), NOW, true],
    ['5 minutes ahead become now', nowPlus(300_000), NOW, true],
    ['more is refused', nowPlus(300_001), NOW, false],
    ['the year 2000 is kept', new Date('2000-01-01T00:00:00Z'), new Date('2000-01-01T00:00:00Z'), true],
    ['what the calendar has not is refused', new Date('2026-02-30T25:00:00Z'), NOW, false],
    ['before it is refused', new Date('1999-12-31T23:59:59Z'), NOW, false],
  ])('%s', (_what, given, at, good) => {
    const checked = checkWhen(given, NOW, 'input.occurredAt');
    expect(checked.at).toEqual(at);
    expect(checked.faults.map(({ path }) => path)).toEqual(good ? [] : ['input.occurredAt']);
  });
});

describe('names', () => {
  it.each([
    ['Main pixel', true],
    ['Ünïcode 名前 🎉', true],
    ['', false],
    ['   ', false],
    ['x'.repeat(200), true],
    ['x'.repeat(201), false],
    ['a\nb', false],
    ['a\u0000', false],
    ['\ud800', false],
  ])('%j: good is %s', (name, good) => {
    expect(nameFault(name) === null).toBe(good);
  });

  it('of events have up to 100 characters', () => {
    expect(eventNameFault('x'.repeat(100))).toBeNull();
    expect(eventNameFault('x'.repeat(101))).toEqual(expect.any(String));
    expect(eventNameFault(' ')).toEqual(expect.any(String));
    expect(eventNameFault('Lead\u0007')).toEqual(expect.any(String));
  });

  it('of calls have 1 to 200 characters, spaces too', () => {
    for (const key of ['order 7', 'x'.repeat(200)]) expect(idempotencyKeyFault(key)).toBeNull();
    for (const key of ['', 'x'.repeat(201), 'a\u0000', '\ud800']) expect(idempotencyKeyFault(key)).not.toBeNull();
  });

  it('are no fault where they are absent', () => {
    expect(faultAt('a', undefined, () => 'wrong')).toEqual([]);
    expect(faultAt('a', null, () => 'wrong')).toEqual([]);
    expect(faultAt('a', '', () => 'wrong')).toEqual([{ path: 'a', message: 'wrong' }]);
  });
});
