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
import { BODY_LIMIT, BULK_BODY_LIMIT, isBulk, wrapped } from './http';

const KEEP_ALIVE_MS = 12_000;
/** graphql-transport-ws: Forbidden. */
const FORBIDDEN = 4403;
/** RFC 6455's registry: Try Again Later. */
const TRY_AGAIN_LATER = 1013;

/** At once on one socket. Each subscription reads the feed for itself. */
const MOST_OPERATIONS = 100;
/** What a client has not read yet; with more, nothing new is taken from it. */
const MOST_UNREAD_BYTES = 4 << 20;
/** A client that does not answer the closing of its socket is cut off. */
const CUT_OFF_MS = 1_000;

interface Extra extends Record<PropertyKey, unknown> {
  socket: WebSocket;
  request: IncomingMessage;
  /** Null once the key was revoked: nothing more is taken, whether or not the client lets the socket close. */
  caller?: Caller | null;
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
      noteLarge(client);
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
    onSubscribe: (context, id, { query, variables, operationName }) => {
      const { caller, socket } = context.extra as Extra;
      if (!caller) return [wrapped(new ServiceError('UNAUTHENTICATED', 'the key was revoked'))];
      if (Object.keys(context.subscriptions).length > MOST_OPERATIONS || socket.bufferedAmount > MOST_UNREAD_BYTES) {
        return [tooMuch()];
      }
      const isLarge = LARGE.get(socket)?.delete(id) ?? false;
      const payload = { query, variables: variables ?? {}, operationName: operationName ?? undefined };
      return argumentsOf(api, caller, payload, isLarge);
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
  extra.stopWatching = api.onRevoked(caller.keyId, () => {
    extra.caller = null;
    extra.socket.close(FORBIDDEN, 'the key was revoked');
    setTimeout(() => extra.socket.terminate(), CUT_OFF_MS).unref();
  });
  return true;
}

function tooMuch(): GraphQLError {
  const message = `a socket carries at most ${MOST_OPERATIONS} operations at once, and what was answered must be read`;
  return wrapped(new ServiceError('RATE_LIMITED', message, { retryAfterMs: 1_000 }));
}

const LARGE = new WeakMap<WebSocket, Set<string>>();

/** Runs before graphql-ws reads the message, which tells of its content but not of its size. */
function noteLarge(socket: WebSocket): void {
  socket.on('message', (data: Buffer) => {
    if (data.length <= BODY_LIMIT) return;
    const id = idOf(data);
    if (id !== null) LARGE.set(socket, (LARGE.get(socket) ?? new Set()).add(id));
  });
}

function idOf(message: Buffer): string | null {
  try {
    const { id } = JSON.parse(message.toString()) as { id?: unknown };
    return typeof id === 'string' ? id : null;
  } catch {
    return null;
  }
}

function tooLarge(): GraphQLError {
  const message = `a message is at most ${BODY_LIMIT} bytes, but for reportLeads and firePixels`;
  return wrapped(new ServiceError('BAD_USER_INPUT', message, { fields: [{ path: 'body', message }] }));
}

function argumentsOf(
  api: Api,
  caller: Caller,
  payload: { query: string; variables: Record<string, unknown>; operationName?: string },
  isLarge: boolean,
): ExecutionArgs | readonly GraphQLError[] {
  try {
    const document = api.validated(payload.query);
    if (!('kind' in document)) return document;
    if (isLarge && !isBulk(document)) return [tooLarge()];
    api.refuse(document, api.operationOf(document, payload.operationName), payload.variables);
    const { variables: variableValues, operationName } = payload;
    const { schema } = api;
    return { schema, document, variableValues, operationName, contextValue: api.contextOf(caller, true) };
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
  return resultsOf(source, (rootValue) => execute({ ...args, rootValue, contextValue: api.contextOf(caller, true) }));
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
