import { Decimal } from 'decimal.js';

/** An exact amount as plain decimal text (no exponent, no trailing zeros) and an ISO 4217 code. */
export interface Money {
  amount: string;
  currency: string;
}

const PLAIN_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
const LIMIT = new Decimal('1e12');
const Exact = Decimal.clone({ precision: 60, toExpNeg: -40, toExpPos: 40 });

/** The number in plain form, or null where the text is none. Never rounds. */
export function plainDecimal(input: string | number): string | null {
  const text = String(input).trim();
  if (text.length > 60 || !PLAIN_NUMBER.test(text)) return null;
  const exact = new Exact(text);
  return exact.isFinite() ? (exact.isZero() ? '0' : exact.toFixed()) : null;
}

/** What is wrong with an amount, or null: 0 <= amount < 10^12 with at most 4 decimals, never rounded. */
export function amountFault(amount: string): string | null {
  const exact = new Exact(amount);
  if (exact.isNegative() && !exact.isZero()) return 'must not be negative';
  if (exact.gte(LIMIT)) return 'must be below 1000000000000';
  if (exact.decimalPlaces() > 4) return 'must have at most 4 decimals';
  return null;
}
