import fc from 'fast-check';
import { currencyFault } from '../../../src/domain/currencies';
import { amountFault, plainDecimal } from '../../../src/domain/money';

describe('a decimal', () => {
  it.each<[string | number, string | null]>([
    ['0', '0'],
    ['-0', '0'],
    ['0.0000', '0'],
    ['1.50', '1.5'],
    ['+7', '7'],
    ['007.10', '7.1'],
    ['.5', '0.5'],
    ['5.', '5'],
    [' 12 ', '12'],
    ['1e3', '1000'],
    ['1.5E-3', '0.0015'],
    [1e21, '1000000000000000000000'],
    [0.1, '0.1'],
    ['999999999999.9999', '999999999999.9999'],
    ['123456789012345678901234567890.12', '123456789012345678901234567890.12'],
    ['', null],
    ['ten', null],
    ['1,5', null],
    ['1_000', null],
    ['0x10', null],
    ['1e', null],
    ['--1', null],
    ['Infinity', null],
    [Number.NaN, null],
    [Number.POSITIVE_INFINITY, null],
    ['1'.repeat(61), null],
    ['1e9999', null],
  ])('%j is %s in plain form', (input, plain) => {
    expect(plainDecimal(input)).toBe(plain);
  });

  it('never loses a digit, and its plain form is its own', () => {
    const digits = fc.bigInt({ min: 0n, max: 10n ** 16n - 1n });
    fc.assert(
      fc.property(digits, fc.integer({ min: 0, max: 8 }), (number, decimals) => {
        const text = number.toString().padStart(decimals + 1, '0');
        const written = decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
        const plain = plainDecimal(written) as string;
        const [whole, rest = ''] = plain.split('.');
        expect(BigInt(whole + rest.padEnd(decimals, '0'))).toBe(number);
        expect(plain).not.toMatch(/e|^0\d|\.$|\..*0$/);
        expect(plainDecimal(plain)).toBe(plain);
      }),
    );
  });
});

describe('an amount', () => {
  it.each([
    ['0', true],
    ['0.0001', true],
    ['0.00001', false],
    ['999999999999.9999', true],
    ['999999999999', true],
    ['1000000000000', false],
    ['1000000000000000000000', false],
    ['-0.01', false],
    ['12.12345', false],
    ['12.1234', true],
  ])('%s: good is %s', (amount, good) => {
    expect(amountFault(amount) === null).toBe(good);
  });
});

describe('a currency', () => {
  it.each(['USD', 'EUR', 'JPY', 'KWD', 'XOF', 'CLF', 'VED', 'SLE', 'ZWG', 'XCG'])('%s is in use', (currency) => {
    expect(currencyFault(currency)).toBeNull();
  });

  it.each(['', 'usd', 'Usd', 'US', 'EURO', ' USD', 'DEM', 'HRK', 'QQQ', 'XXX', 'XTS', 'XAU', 'toString'])(
    '%j is none',
    (currency) => {
      expect(currencyFault(currency)).toMatch(/ISO 4217/);
    },
  );
});
