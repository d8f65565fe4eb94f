import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import cors from '@fastify/cors';
import {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  LogController,
} from 'fastify';
import { type DocumentNode, GraphQLError, Kind } from 'graphql';
import type { Log } from '../log';
import type { Api, CallContext } from './api';

export const BODY_LIMIT = 1 << 20;
/** For the two mutations that take up to 1,000 inputs. */
export const BULK_BODY_LIMIT = 5 << 20;
const BULK_FIELDS = new Set(['reportLeads', 'firePixels']);

declare module 'fastify' {
  interface FastifyRequest {
    /** Bytes of the JSON body. */
    bodySize: number;
  }
}

/** A server without routes: JSON bodies are read strictly, errors are answered as GraphQL answers them. */
export async function createHttpServer(
  log: Log,
  corsOrigins: readonly string[],
  format: Api['format'],
): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({
    bodyLimit: BODY_LIMIT,
    logController: new LogController({ disableRequestLogging: true }),
    loggerInstance: log as FastifyBaseLogger,
    forceCloseConnections: 'idle',
  });
  app.decorateRequest('bodySize', 0);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    request.bodySize = body.length;
    try {
      done(null, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body as Buffer)));
    } catch {
      done(Object.assign(new Error('the body must be JSON in UTF-8'), { statusCode: 400 }));
    }
  });
  app.setErrorHandler((error: FastifyError, _request, reply) => answerError(error, reply, format));
  if (corsOrigins.length > 0) await app.register(cors, { origin: [...corsOrigins], maxAge: 600 });
  return app;
}

function answerError(error: FastifyError, reply: FastifyReply, format: Api['format']): FastifyReply {
  const status = error.statusCode ?? 500;
  if (status >= 500) return reply.code(500).send({ errors: [format(wrapped(error))] });
  const message =
    status === 413
      ? `a body is at most ${BODY_LIMIT} bytes (${BULK_BODY_LIMIT} for reportLeads and firePixels)`
      : error.message;
  return refuse(reply, status, message, [{ path: 'body', message }]);
}

function refuse(reply: FastifyReply, status: number, message: string, fields: object[]): FastifyReply {
  return reply.code(status).send({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT', fields } }] });
}

/** Any error as one that `Api.format` takes. */
export function wrapped(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  return new GraphQLError('', { originalError: error instanceof Error ? error : new Error(String(error)) });
}

/** Serves GraphQL over HTTP at /graphql. */
export async function serveGraphql(app: FastifyInstance, api: Api, log: Log): Promise<void> {
  const apollo = new ApolloServer<CallContext>({
    schema: api.schema,
    introspection: true,
    persistedQueries: false,
    parseOptions: { maxTokens: api.mostTokens },
    formatError: (_formatted, error) => api.format(wrapped(error)),
    stopOnTerminationSignals: false,
    logger: log,
    plugins: [fastifyApolloDrainPlugin(app), ApolloServerPluginLandingPageDisabled(), operationGuard(api)],
  });
  await apollo.start();
  // Who opens the address in a browser is shown the page instead of a refusal.
  app.addHook('onRequest', async (request, reply) => {
    const isVisit = request.method === 'GET' && request.url === '/graphql';
    if (isVisit && request.headers.accept?.includes('text/html')) return reply.redirect('/', 303);
  });
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    bodyLimit: BULK_BODY_LIMIT,
    preHandler: async (request, reply) => guardRequest(request, reply, api),
    handler: fastifyApolloHandler(apollo, {
      context: async ({ headers: { authorization } }) =>
        api.contextOf(await api.authenticate(authorization), authorization !== undefined),
    }),
  });
}

/** Variables and cost are looked at before anything runs. */
function operationGuard(api: Api): ApolloServerPlugin<CallContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, operation, request }) {
          if (operation) api.refuse(document, operation, request.variables ?? {});
        },
      };
    },
  };
}

/** Size and shape of the document, before Apollo looks at it; what does not parse is left to Apollo's words. */
function guardRequest(request: FastifyRequest, reply: FastifyReply, api: Api) {
  const { query } = ((request.method === 'GET' ? request.query : request.body) ?? {}) as { query?: unknown };
  if (typeof query !== 'string' || query === '') return;
  const document = documentIn(query, api);
  if (document instanceof GraphQLError) {
    return document.extensions.code ? reply.code(400).send({ errors: [api.format(document)] }) : undefined;
  }
  if (request.bodySize > BODY_LIMIT && !isBulk(document)) {
    const message = `a body is at most ${BODY_LIMIT} bytes, but for reportLeads and firePixels`;
    return refuse(reply, 413, message, [{ path: 'body', message }]);
  }
}

function documentIn(query: string, api: Api): DocumentNode | GraphQLError {
  try {
    const document = api.validated(query);
    return Array.isArray(document) ? api.parsed(query) : (document as DocumentNode);
  } catch (error) {
    return error as GraphQLError;
  }
}

/** Whether the document may come in a larger body. */
export function isBulk({ definitions }: DocumentNode): boolean {
  return definitions.every(
    (definition) =>
      definition.kind !== Kind.OPERATION_DEFINITION ||
      definition.selectionSet.selections.some(
        (selection) => selection.kind === Kind.FIELD && BULK_FIELDS.has(selection.name.value),
      ),
  );
}
