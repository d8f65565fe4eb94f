import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Where the page finds its own routes; a path outside them is not found, so that no other address is swallowed. */
const ROUTES = ['/', '/campaigns', '/rules', '/integrations', '/test-fire', '/history', '/api', '/sign-in'];
const NONCE = '__CSP_NONCE__';
const NOT_BUILT = 'The console is not built: run `npm run build`.\n';

/** The built page: console/dist, seen from dist/src/server and from src/server. */
const FOLDER = ['../../../console/dist', '../../console/dist']
  .map((place) => path.join(__dirname, place))
  .find((folder) => existsSync(path.join(folder, 'index.html')));

/** Serves the console at /: its hashed files for ever, its page always fresh, and nothing that it may load from elsewhere. */
export async function serveConsole(app: FastifyInstance, folder = FOLDER): Promise<void> {
  if (folder === undefined) {
    app.get('/', async (_request, reply) => reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT));
    return;
  }
  await app.register(fastifyStatic, {
    root: path.join(folder, 'assets'),
    prefix: '/assets/',
    index: false,
    immutable: true,
    maxAge: '365d',
    preCompressed: true,
    setHeaders: (reply) => reply.setHeader('x-content-type-options', 'nosniff'),
  });
  const page = readFileSync(path.join(folder, 'index.html'), 'utf8');
  const answer = async (request: FastifyRequest, reply: FastifyReply) => sendPage(page, request, reply);
  for (const route of ROUTES) {
    app.get(route, answer);
    if (route !== '/') app.get(`${route}/*`, answer);
  }
}

function sendPage(page: string, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const nonce = randomBytes(16).toString('base64');
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-cache')
    .header('content-security-policy', policy(nonce, request.headers.host))
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff')
    .send(page.replaceAll(NONCE, nonce));
}

/** Everything from here alone. Some browsers don't take 'self' for WebSockets, so this host is named for them too. */
function policy(nonce: string, host: string | undefined): string {
  const sockets = host !== undefined && /^[\w.:[\]-]+$/.test(host) ? ` ws://${host} wss://${host}` : '';
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${sockets}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
