import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { GraphQLDateTime, GraphQLJSON } from 'graphql-scalars';
import { plainDecimal } from '../domain/money';

function decimalOf(value: unknown): string {
  const plain = typeof value === 'string' || typeof value === 'number' ? plainDecimal(value) : null;
  if (plain === null) throw new GraphQLError('must be a decimal number');
  return plain;
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

export const DateTimeScalar = GraphQLDateTime;
export const JsonScalar = GraphQLJSON;
