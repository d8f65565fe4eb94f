import { GraphQLError, GraphQLID, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { GraphQLDateTime, GraphQLJSON } from 'graphql-scalars';
import { asMoment } from '../domain/comparable';
import { plainDecimal } from '../domain/money';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const LONGEST_NUMBER = 1_000;
/** A number that no amount can be: refused by the check of amounts, so that in a bulk call it stands alone. */
const BEYOND = `1${'0'.repeat(60)}`;
const TIME = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2})$/;
const LONGEST_TIME = 100;

const NO_DECIMAL = 'must be a decimal number';
const NO_TIME = 'must be an RFC 3339 time, such as 2026-01-31T12:00:00Z';
const NO_ID = `must be an id: text, or a whole number up to ${Number.MAX_SAFE_INTEGER}; give longer ones as text`;

function decimalOf(value: unknown, node?: ValueNode): string {
  const plain = typeof value === 'string' || typeof value === 'number' ? plainDecimal(value) : null;
  if (plain !== null) return plain;
  if (isNumber(value)) return BEYOND;
  throw new GraphQLError(NO_DECIMAL, { nodes: node });
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
function dateOf(value: unknown, node?: ValueNode): Date {
  if (value instanceof Date) return value;
  if (typeof value !== 'string' || value.length > LONGEST_TIME || !TIME.test(value))
    throw new GraphQLError(NO_TIME, { nodes: node });
  return new Date(asMoment(value)?.from ?? Number.NaN);
}

export const DecimalScalar = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description: 'An exact decimal: returned as a string, taken as a string or a number.',
  serialize: (value) => decimalOf(value),
  parseValue: (value) => decimalOf(value),
  parseLiteral(node) {
    const isNumeric = node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT;
    return decimalOf(isNumeric ? node.value : null, node);
  },
});

export const DateTimeScalar = new GraphQLScalarType<Date, Date>({
  ...GraphQLDateTime.toConfig(),
  parseValue: (value) => dateOf(value),
  parseLiteral: (node) => dateOf(node.kind === Kind.STRING ? node.value : null, node),
});

export const JsonScalar = GraphQLJSON;

/**
 * GraphQL's own ID, but for whole numbers that a double can't hold: JSON has rounded them by the time they are seen, so
 * that two leads would become one. In a document they are refused likewise, so that what works there works in variables.
 */
export const IdScalar = new GraphQLScalarType<string, string>({
  ...GraphQLID.toConfig(),
  parseValue: (value) => idOf(value),
  parseLiteral: (node) =>
    idOf(node.kind === Kind.INT ? Number(node.value) : node.kind === Kind.STRING ? node.value : null, node),
});

function idOf(value: unknown, node?: ValueNode): string {
  if (typeof value === 'string' || Number.isSafeInteger(value)) return String(value);
  throw new GraphQLError(NO_ID, { nodes: node });
}
