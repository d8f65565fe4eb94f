import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import type { Context, ServerOptions } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import type { Caller } from '../domain/workspace';
import { type ApiContext, createContext } from '../graphql/context';
import { formatError } from '../graphql/format-error';
import type { Metrics } from '../metrics';
import { type ApiOptions, BULK_BODY_LIMIT } from './http';
import { KnownDocuments, operationOf, refuseOperation } from './operations';

const KEEP_ALIVE_MS = 12_000;
/** graphql-transport-ws: Forbidden. */
const FORBIDDEN = 4403;

interface Extra extends Record<PropertyKey, unknown> {
  socket: WebSocket;
  request: IncomingMessage;
  caller?: Caller;
  stopWatching?: () => void;
}

export interface WebSocketOptions extends ApiOptions {
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
  return URL.canParse(origin) && new URL(origin).host === host;
}

function serverOptions(options: WebSocketOptions): ServerOptions<Record<string, unknown>, Extra> {
  const { schema, services, log } = options;
  const documents = new KnownDocuments(schema);
  const format = (error: GraphQLError) => formatError(error, log);
  return {
    onConnect: (context) => connect(context as Context<Record<string, unknown>, Extra>, options),
    onDisconnect: (context) => (context.extra as Extra).stopWatching?.(),
    onSubscribe: (context, _id, { query, variables, operationName }) => {
      const caller = (context.extra as Extra).caller ?? null;
      const make = () => createContext(caller, services, options.platforms);
      return argumentsOf(
        schema,
        documents,
        { query, variables: variables ?? {}, operationName: operationName ?? undefined },
        make,
      );
    },
    subscribe: (args) => subscribePerEvent(args as unknown as ExecutionArgs, options),
    onNext: (_context, _id, _payload, _args, result) =>
      result.errors ? { ...result, errors: (result.errors as GraphQLError[]).map(format) } : result,
    onError: (_context, _id, _payload, errors) => (errors as GraphQLError[]).map(format),
  };
}

/** The key is checked before any operation; when it is revoked, the socket closes. */
async function connect(
  context: Context<Record<string, unknown>, Extra>,
  { services, log }: WebSocketOptions,
): Promise<boolean> {
  const authorization = context.connectionParams?.authorization ?? context.connectionParams?.Authorization;
  const { extra } = context;
  const caller = await services.keys
    .authenticate(typeof authorization === 'string' ? authorization : undefined)
    .catch((error) => {
      log.warn({ err: error }, 'a socket’s key could not be checked');
      return null;
    });
  if (!caller) return false;
  extra.caller = caller;
  const close = () => extra.socket.close(FORBIDDEN, 'the key was revoked');
  extra.stopWatching = services.keys.onRevoked(caller.keyId, close);
  return true;
}

function argumentsOf(
  schema: GraphQLSchema,
  documents: KnownDocuments,
  payload: { query: string; variables: Record<string, unknown>; operationName?: string },
  contextValue: () => ApiContext,
): ExecutionArgs | readonly GraphQLError[] {
  try {
    const document = documents.validated(payload.query);
    if (!('kind' in document)) return document;
    refuseOperation(schema, document, operationOf(document, payload.operationName), payload.variables);
    const { variables: variableValues, operationName } = payload;
    return { schema, document, variableValues, operationName, contextValue: contextValue() };
  } catch (error) {
    return [error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error })];
  }
}

/** graphql-ws makes its context once per operation; loaders that live that long would show old rows. */
async function subscribePerEvent(
  args: ExecutionArgs,
  { services, platforms }: WebSocketOptions,
): Promise<AsyncGenerator<ExecutionResult> | ExecutionResult> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const { caller } = args.contextValue as ApiContext;
  return resultsOf(source, (rootValue) =>
    execute({ ...args, rootValue, contextValue: createContext(caller, services, platforms) }),
  );
}

async function* resultsOf(
  source: AsyncIterable<unknown>,
  run: (event: unknown) => Promise<ExecutionResult> | ExecutionResult,
): AsyncGenerator<ExecutionResult> {
  for await (const event of source) yield await run(event);
}
