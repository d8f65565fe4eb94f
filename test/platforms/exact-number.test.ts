import fc from 'fast-check';
import { exactJson, exactNumberOf } from '../../src/platforms/exact-number';

it('an amount keeps all its digits in JSON text', () => {
  const amounts = fc.tuple(fc.integer({ min: 0, max: 999_999_999_999 }), fc.integer({ min: 0, max: 9_999 }));
  fc.assert(
    fc.property(amounts, ([whole, decimals]) => {
      const fraction = String(decimals).padStart(4, '0').replace(/0+$/, '');
      const amount = fraction === '' ? String(whole) : `${whole}.${fraction}`;
      expect(exactJson({ a: [{ value: exactNumberOf(amount) }] })).toBe(`{"a":[{"value":${amount}}]}`);
      const parsed = JSON.parse(JSON.stringify(exactNumberOf(amount)));
      expect(String(parsed)).toBe(amount);
    }),
    { examples: [[[999_999_999_999, 9_999]], [[888_888_888_888, 8_887]]] },
  );
});

it('is a plain number wherever a double holds it', () => {
  expect(exactNumberOf('12.5')).toBe(12.5);
  expect(exactNumberOf('499999999999.9999')).toBe(499999999999.9999);
});

it('leaves all other JSON as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(exactJson(value)).toBe(JSON.stringify(value));
    }),
  );
  const lookalike = { a: '\\u0000exact:5', b: '"\\u0000exact:5"' };
  expect(JSON.parse(exactJson(lookalike))).toEqual(lookalike);
});
