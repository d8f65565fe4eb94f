import type { GraphQLError } from 'graphql';
import type { Caller } from '../domain/workspace';
import type { Log } from '../log';
import type { Platform } from '../platforms/platform';
import { createContext } from './context';
import { formatError } from './format-error';
import { KnownDocuments, MOST_TOKENS, operationOf, refuseOperation } from './operations';
import { buildApiSchema } from './schema';
import type { Services } from './services';

/** The API as a transport serves it: the schema, who calls, what is refused before it runs, what is told of errors. */
export function createApi({
  services,
  platforms,
  log,
}: {
  services: Services;
  platforms: readonly Platform[];
  log: Log;
}) {
  const schema = buildApiSchema();
  const documents = new KnownDocuments(schema);
  const { keys } = services;
  return {
    schema,
    mostTokens: MOST_TOKENS,
    authenticate: (authorization: string | undefined) => keys.authenticate(authorization),
    onRevoked: (keyId: string, callback: () => void) => keys.onRevoked(keyId, callback),
    contextOf: (caller: Caller | null, keyGiven: boolean) => createContext(caller, keyGiven, services, platforms),
    parsed: (text: string) => documents.parsed(text),
    validated: (text: string) => documents.validated(text),
    operationOf,
    refuse: refuseOperation.bind(null, schema),
    format: (error: GraphQLError) => formatError(error, log),
  };
}
