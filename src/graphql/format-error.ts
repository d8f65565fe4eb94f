import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type FieldFault, ServiceError } from '../domain/errors';
import type { Log } from '../log';
import { isUnavailable } from '../persistence/availability';

const RETRY_AFTER_MS = 1_000;

/** Faults of the variables, as an error that stops the operation before it runs. */
export function badVariables(fields: FieldFault[]): GraphQLError {
  const message = fields.map((fault) => `${fault.path}: ${fault.message}`).join('; ');
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', fields, http: { status: 400 } } });
}

/** An operation that is too large, too deep or too costly. */
export function refusedOperation(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED', http: { status: 400 } } });
}

/** What callers hear of an error: a code of the register, or an id that stands in the log beside the cause. */
export function formatError(error: GraphQLError, log: Log): GraphQLFormattedError {
  const { locations, path } = error.toJSON();
  const place = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) };
  const cause = error.originalError ?? null;
  if (cause instanceof ServiceError) return { message: cause.message, ...place, extensions: extensionsOf(cause) };
  if (cause !== null && !(cause instanceof GraphQLError)) return { ...unexpected(cause, log), ...place };
  const { http: _http, stacktrace: _stacktrace, ...extensions } = error.extensions;
  const code = codeOf(String(extensions.code ?? 'GRAPHQL_VALIDATION_FAILED'));
  if (code === 'INTERNAL_SERVER_ERROR') return { ...unexpected(error, log), ...place };
  const message = withoutLiterals(error.message);
  const fields = code === 'BAD_USER_INPUT' ? { fields: [{ path: 'body', message }] } : {};
  return { message, ...place, extensions: { ...fields, ...extensions, code } };
}

function extensionsOf({ code, fields, retryAfterMs }: ServiceError): Record<string, unknown> {
  return { code, ...(fields ? { fields } : {}), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** The database is away or overloaded: the same call may be repeated. Anything else is a fault of ours. */
function unexpected(cause: Error, log: Log): GraphQLFormattedError {
  if (isUnavailable(cause)) {
    log.warn({ err: cause }, 'the database did not answer');
    const extensions = { code: 'UNAVAILABLE', retryAfterMs: RETRY_AFTER_MS };
    return { message: 'the service can’t reach its database; repeat the same call', extensions };
  }
  const id = randomUUID();
  log.error({ err: cause, id }, 'internal error');
  return { message: `internal error ${id}`, extensions: { code: 'INTERNAL_SERVER_ERROR', id } };
}

/** Apollo's own codes for requests that are no operation at all. */
function codeOf(code: string): string {
  return [
    'BAD_REQUEST',
    'OPERATION_RESOLUTION_FAILURE',
    'PERSISTED_QUERY_NOT_FOUND',
    'PERSISTED_QUERY_NOT_SUPPORTED',
  ].includes(code)
    ? 'BAD_USER_INPUT'
    : code;
}

/** GraphQL repeats the literal that it refuses, which may be somebody's. */
function withoutLiterals(message: string): string {
  return message
    .replace(/, found [\s\S]*$/, '.')
    .replace(/(cannot represent [\w\s-]*?value)s?:? [\s\S]*$/, '$1.')
    .replace(/^Value "[\s\S]*" does not exist in/, 'The value does not exist in');
}
