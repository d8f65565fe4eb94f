import type { FastifyInstance } from 'fastify';

const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Pixel Tracking</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}code{background:#8882;padding:.1em .3em}</style></head>
<body>
<h1>Pixel Tracking</h1>
<p>This service fires server-side conversion events to ad platforms when leads reach a status.</p>
<ul>
<li>GraphQL over HTTP (POST) and WebSocket (graphql-transport-ws): <code>/graphql</code>, with <code>Authorization: Bearer KEY</code></li>
<li><a href="/readyz">/readyz</a>, <a href="/healthz">/healthz</a>, <a href="/metrics">/metrics</a></li>
</ul>
</body>
</html>
`;

/** What stands at the address that the start prints. */
export function serveStartPage(app: FastifyInstance): void {
  app.get('/', async (_request, reply) => reply.type('text/html; charset=utf-8').send(PAGE));
}
