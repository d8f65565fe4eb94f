import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './schema';

/** A query as text, its variables and answer typed from schema.graphql. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { DateTime: string; Decimal: string; JSON: unknown };
}>();

export type { FragmentOf, ResultOf, VariablesOf } from 'gql.tada';
export { readFragment } from 'gql.tada';
