import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What a node counts of its work; GET /metrics shows it as Prometheus text. */
export interface Metrics {
  registry: Registry;
  attempts: Counter<'platform' | 'outcome'>;
  attemptSeconds: Histogram<'platform'>;
  unknownCodes: Counter<'platform' | 'code'>;
  accepted: Counter<'kind'>;
  sockets: Gauge;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    attempts: new Counter({
      name: 'pixel_tracking_attempts_total',
      help: 'Attempts recorded, by platform and outcome.',
      labelNames: ['platform', 'outcome'],
      registers,
    }),
    attemptSeconds: new Histogram({
      name: 'pixel_tracking_attempt_seconds',
      help: 'Time from sending a request to a platform until its answer was read.',
      labelNames: ['platform'],
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    unknownCodes: new Counter({
      name: 'pixel_tracking_unknown_codes_total',
      help: 'Attempts answered with a code whose meaning this service does not know, by platform and code: look it up.',
      labelNames: ['platform', 'code'],
      registers,
    }),
    accepted: new Counter({
      name: 'pixel_tracking_accepted_total',
      help: 'Calls accepted and committed: lead reports, and pixels fired without a rule.',
      labelNames: ['kind'],
      registers,
    }),
    sockets: new Gauge({ name: 'pixel_tracking_websockets', help: 'Open WebSocket connections.', registers }),
  };
}
