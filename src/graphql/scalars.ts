import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { GraphQLDateTime, GraphQLJSON } from 'graphql-scalars';
import { asMoment } from '../domain/comparable';
import { plainDecimal } from '../domain/money';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const LONGEST_NUMBER = 1_000;
/** A number that no amount can be: refused by the check of amounts, so that in a bulk call it stands alone. */
const BEYOND = `1${'0'.repeat(60)}`;
const TIME = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2})$/;
const LONGEST_TIME = 100;

function decimalOf(value: unknown): string {
  const plain = typeof value === 'string' || typeof value === 'number' ? plainDecimal(value) : null;
  if (plain !== null) return plain;
  if (isNumber(value)) return BEYOND;
  throw new GraphQLError('must be a decimal number');
}

/** JSON numbers past the largest double are read as Infinity. */
function isNumber(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isNaN(value);
  return typeof value === 'string' && value.length <= LONGEST_NUMBER && NUMBER.test(value.trim());
}

/**
 * What looks like a time is one for GraphQL, in the calendar or not: the 30th of February is an invalid Date, which the
 * checks of the fields refuse, in a bulk call at its index alone.
 */
function dateOf(value: unknown): Date {
  if (value instanceof Date) return value;
  if (typeof value !== 'string' || value.length > LONGEST_TIME || !TIME.test(value))
    throw new GraphQLError('must be a time of RFC 3339');
  return new Date(asMoment(value)?.from ?? Number.NaN);
}

export const DecimalScalar = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description: 'An exact decimal: returned as a string, taken as a string or a number.',
  serialize: (value) => decimalOf(value),
  parseValue: decimalOf,
  parseLiteral(node) {
    if (node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT) return decimalOf(node.value);
    throw new GraphQLError('must be a decimal number');
  },
});

export const DateTimeScalar = new GraphQLScalarType<Date, Date>({
  ...GraphQLDateTime.toConfig(),
  parseValue: dateOf,
  parseLiteral(node) {
    if (node.kind === Kind.STRING) return dateOf(node.value);
    throw new GraphQLError('must be a time of RFC 3339');
  },
});
export const JsonScalar = GraphQLJSON;
