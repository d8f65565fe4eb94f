import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics';

const READY_WITHIN_MS = 2_000;

export interface HealthOptions {
  metrics: Metrics;
  /** Resolves where the node can serve. */
  check(): Promise<unknown>;
}

/** /healthz while the process lives, /readyz once it can serve, /metrics as Prometheus text. */
export function serveHealth(app: FastifyInstance, { metrics, check }: HealthOptions): void {
  app.get('/healthz', async () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    const ready = await Promise.race([check().then(() => true), late()]).catch(() => false);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
}

function late(): Promise<boolean> {
  return new Promise((resolve) => setTimeout(() => resolve(false), READY_WITHIN_MS).unref());
}
