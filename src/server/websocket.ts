import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute, type GraphQLError } from 'graphql';
import type { Context, ServerOptions } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import { ServiceError } from '../domain/errors';
import { parsedUrl } from '../domain/url';
import type { Caller } from '../domain/workspace';
import type { Log } from '../log';
import type { Metrics } from '../metrics';
import type { Api, CallContext } from './api';
import { BULK_BODY_LIMIT, wrapped } from './http';

const KEEP_ALIVE_MS = 12_000;
/** graphql-transport-ws: Forbidden. */
const FORBIDDEN = 4403;
/** RFC 6455's registry: Try Again Later. */
const TRY_AGAIN_LATER = 1013;

/** At once on one socket. Each subscription reads the feed for itself. */
const MOST_OPERATIONS = 100;

interface Extra extends Record<PropertyKey, unknown> {
  socket: WebSocket;
  request: IncomingMessage;
  caller?: Caller;
  stopWatching?: () => void;
}

export interface WebSocketOptions {
  api: Api;
  log: Log;
  corsOrigins: readonly string[];
  metrics: Metrics;
}

/** Serves graphql-transport-ws at /graphql. Answers a function that closes every socket. */
export function serveWebSocket(server: Server, options: WebSocketOptions): () => Promise<void> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: BULK_BODY_LIMIT });
  const disposable = useServer(serverOptions(options), sockets, KEEP_ALIVE_MS);
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (new URL(request.url ?? '/', 'http://host').pathname !== '/graphql') return refuse(socket, '404 Not Found');
    if (!isAllowedOrigin(request, options.corsOrigins)) return refuse(socket, '403 Forbidden');
    sockets.handleUpgrade(request, socket, head, (client) => {
      options.metrics.sockets.inc();
      client.once('close', () => options.metrics.sockets.dec());
      sockets.emit('connection', client, request);
    });
  };
  server.on('upgrade', upgrade);
  return async () => {
    server.off('upgrade', upgrade);
    await disposable.dispose();
  };
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Programs send no Origin; a page's must be ours or one of CORS_ORIGINS. */
function isAllowedOrigin({ headers }: IncomingMessage, allowed: readonly string[]): boolean {
  const { origin, host } = headers;
  if (origin === undefined || allowed.includes(origin)) return true;
  return parsedUrl(origin)?.host === host && host !== undefined;
}

function serverOptions(options: WebSocketOptions): ServerOptions<Record<string, unknown>, Extra> {
  const { api } = options;
  return {
    onConnect: (context) => connect(context as Context<Record<string, unknown>, Extra>, options),
    onClose: (context) => (context.extra as Extra).stopWatching?.(),
    onSubscribe: (context, _id, { query, variables, operationName }) => {
      const caller = (context.extra as Extra).caller as Caller;
      if (Object.keys(context.subscriptions).length > MOST_OPERATIONS) return [tooManyOperations()];
      return argumentsOf(api, caller, { query, variables: variables ?? {}, operationName: operationName ?? undefined });
    },
    subscribe: (args) => subscribePerEvent(args as unknown as ExecutionArgs, api),
    onNext: (_context, _id, _payload, _args, result) =>
      result.errors ? { ...result, errors: (result.errors as GraphQLError[]).map(api.format) } : result,
    onError: (_context, _id, _payload, errors) => (errors as GraphQLError[]).map(api.format),
  };
}

/** The key is checked before any operation; when it is revoked, the socket closes. False closes it as Forbidden. */
async function connect(
  context: Context<Record<string, unknown>, Extra>,
  { api, log }: WebSocketOptions,
): Promise<boolean> {
  const authorization = context.connectionParams?.authorization ?? context.connectionParams?.Authorization;
  const { extra } = context;
  const caller = await api
    .authenticate(typeof authorization === 'string' ? authorization : undefined)
    .catch((error) => {
      log.warn({ err: error }, 'a socket’s key could not be checked');
      extra.socket.close(TRY_AGAIN_LATER, 'the key could not be checked');
      return null;
    });
  // A socket that closed meanwhile would be watched for ever.
  if (!caller || extra.socket.readyState !== extra.socket.OPEN) return false;
  extra.caller = caller;
  const close = () => extra.socket.close(FORBIDDEN, 'the key was revoked');
  extra.stopWatching = api.onRevoked(caller.keyId, close);
  return true;
}

function tooManyOperations(): GraphQLError {
  const message = `a socket carries at most ${MOST_OPERATIONS} operations at once`;
  return wrapped(new ServiceError('RATE_LIMITED', message, { retryAfterMs: 1_000 }));
}

function argumentsOf(
  api: Api,
  caller: Caller,
  payload: { query: string; variables: Record<string, unknown>; operationName?: string },
): ExecutionArgs | readonly GraphQLError[] {
  try {
    const document = api.validated(payload.query);
    if (!('kind' in document)) return document;
    api.refuse(document, api.operationOf(document, payload.operationName), payload.variables);
    const { variables: variableValues, operationName } = payload;
    const { schema } = api;
    return { schema, document, variableValues, operationName, contextValue: api.contextOf(caller) };
  } catch (error) {
    return [wrapped(error)];
  }
}

/** graphql-ws makes its context once per operation; loaders that live that long would show old rows. */
async function subscribePerEvent(
  args: ExecutionArgs,
  api: Api,
): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const { caller } = args.contextValue as CallContext;
  return resultsOf(source, (rootValue) => execute({ ...args, rootValue, contextValue: api.contextOf(caller) }));
}

/** No generator: one that waits for the source would hear of the subscriber's leaving only after the next event. */
function resultsOf(
  source: AsyncIterable<unknown>,
  run: (event: unknown) => Promise<ExecutionResult> | ExecutionResult,
): AsyncIterableIterator<ExecutionResult> {
  const events = source[Symbol.asyncIterator]();
  const results: AsyncIterableIterator<ExecutionResult> = {
    async next() {
      const { done, value } = await events.next();
      return done ? { done, value: undefined } : { done: false, value: await run(value) };
    },
    async return() {
      await events.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => results,
  };
  return results;
}
