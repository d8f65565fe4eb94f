import type { Log } from '../log';
import type { ReadyFiring } from './ready-firing';
import type { Unattempted } from './recorder';

/** Logs a fault in an adapter by its place alone: its words may hold what the adapter was working on, a lead's data. */
export function adapterFault(log: Log, { pixelId, platform }: Pick<ReadyFiring, 'pixelId' | 'platform'>) {
  return (error: unknown): void => {
    const { name, stack = '' } = error instanceof Error ? error : new Error();
    const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
    log.error({ pixelId, platform, type: name, stack: frames.join('\n') }, 'an adapter failed');
  };
}

/** It ends, so that it is seen and can be retried once the service is mended; sent again now it would fail again. */
export function unbuildable(firing: ReadyFiring): Unattempted {
  const message = 'The event could not be built: a fault of this service. Retry it when the service is mended.';
  return { firing, status: 'FAILED', skipReason: null, message };
}
