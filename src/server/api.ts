import type {
  DocumentNode,
  GraphQLError,
  GraphQLFormattedError,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import type { Caller } from '../domain/workspace';

/** What resolvers get; its loaders live as long as one request, or one event of a subscription. */
export interface CallContext {
  caller: Caller | null;
}

/** What the transports ask of the API behind them; app.ts hands it over. */
export interface Api {
  schema: GraphQLSchema;
  /** A document of more is not even parsed. */
  mostTokens: number;
  /** The caller behind an `Authorization` header, or null. */
  authenticate(authorization: string | undefined): Promise<Caller | null>;
  /** Calls back once when the key stops working; answers a function that stops watching. */
  onRevoked(keyId: string, callback: () => void): () => void;
  /** `keyGiven`: the caller sent a key, be it a good one or not. */
  contextOf(caller: Caller | null, keyGiven: boolean): CallContext;
  /** The document where it parses; throws a GraphQLError where it is too large, too deep or has too many aliases. */
  parsed(text: string): DocumentNode;
  /** Parsed and validated, or what is wrong with it. */
  validated(text: string): DocumentNode | readonly GraphQLError[];
  operationOf(document: DocumentNode, name: string | null | undefined): OperationDefinitionNode;
  /** Throws where the variables are wrong or the operation costs too much. */
  refuse(document: DocumentNode, operation: OperationDefinitionNode, variables: Record<string, unknown>): void;
  /** What callers hear of an error. */
  format(error: GraphQLError): GraphQLFormattedError;
}
