import type { PixelTarget } from '../domain/pixel';
import { HELD_BECAUSE } from '../persistence/firing-states';
import type { Platform, PreparedEvent } from '../platforms/platform';
import { unbuildable } from './adapter-fault';
import type { PreparedFiring, Route } from './deliver';
import type { Lane } from './lanes';
import type { ReadyFiring } from './ready-firing';
import type { Unattempted } from './recorder';

/** The first waiting firing and those behind it that may share its request. */
export function takeBatch(lane: Lane, platform: Platform, target: PixelTarget): ReadyFiring[] {
  const [first, ...others] = lane.waiting;
  if (!first) return [];
  const now = new Date();
  const key = platform.batchKey(first.event, target, now);
  const batch = [first];
  const rest: ReadyFiring[] = [];
  for (const firing of others) {
    const fits =
      key !== null && batch.length < platform.maxBatchSize && platform.batchKey(firing.event, target, now) === key;
    (fits ? batch : rest).push(firing);
  }
  lane.waiting = rest;
  return batch;
}

/** Once more at the time of sending: events grow old while they wait. */
export function preflight(
  firings: readonly ReadyFiring[],
  { platform, target, onFault }: Pick<Route, 'platform' | 'target' | 'onFault'>,
): { sendable: PreparedFiring[]; unattempted: Unattempted[] } {
  const now = new Date();
  const sendable: PreparedFiring[] = [];
  const unattempted: Unattempted[] = [];
  for (const firing of firings) {
    const prepared = preparedOrNull(() => platform.prepare(firing.event, target, now), onFault);
    if (firing.expiresAt <= now) unattempted.push(expired(firing));
    else if (!prepared) unattempted.push(unbuildable(firing));
    else if (prepared.unsendable) unattempted.push(unsendable(firing, prepared.unsendable.message));
    else sendable.push({ firing, prepared });
  }
  return { sendable, unattempted };
}

function preparedOrNull(prepare: () => PreparedEvent, onFault: (error: unknown) => void): PreparedEvent | null {
  try {
    return prepare();
  } catch (error) {
    onFault(error);
    return null;
  }
}

function expired(firing: ReadyFiring): Unattempted {
  const message = 'Expired: the platform would refuse the event by now.';
  return { firing, status: 'FAILED', skipReason: null, message };
}

function unsendable(firing: ReadyFiring, message: string): Unattempted {
  return { firing, status: 'FAILED', skipReason: null, message };
}

/** Not begun: no longer ours (then the record passes it over), or its pixel was paused or refused meanwhile. */
export function heldByPixel(firing: ReadyFiring): Unattempted {
  return { firing, status: 'HELD', skipReason: null, message: HELD_BECAUSE.needsAttention };
}
