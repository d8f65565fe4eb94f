import fc from 'fast-check';
import { SuffixIndex } from '../../../src/domain/suffix-index';

const text = (most: number) =>
  fc.string({ unit: fc.constantFrom('a', 'b', '\u0000', 'ü', '\uffff', '🦊'), maxLength: most });

test('it has just what the text has', () => {
  fc.assert(
    fc.property(text(40), text(4), fc.nat(40), (whole, part, at) => {
      const index = new SuffixIndex(whole);
      expect(index.has(part)).toBe(whole.includes(part));
      expect(index.has(whole.slice(at))).toBe(true);
      expect(index.has(whole.slice(at, at + 3))).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['', '', true],
  ['', 'a', false],
  ['a', 'a', true],
  ['a', 'aa', false],
  ['a'.repeat(70_000), 'a'.repeat(1_000), true],
  ['a'.repeat(70_000), `${'a'.repeat(999)}b`, false],
])('%# a text of one letter', (whole, part, has) => {
  expect(new SuffixIndex(whole).has(part)).toBe(has);
});
