/** RATE_LIMIT … UNKNOWN_CODE make a whole request fail; SLOW and TIMEOUT delay it; BAD_EVENT spoils events, not requests. */
export const FAULT_KINDS = [
  'RATE_LIMIT',
  'OUTAGE',
  'SLOW',
  'TIMEOUT',
  'REFUSED_TOKEN',
  'BAD_EVENT',
  'GARBAGE',
  'UNKNOWN_CODE',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** The kinds that replace the platform's answer. */
export type AnsweredFault = Exclude<FaultKind, 'SLOW' | 'TIMEOUT' | 'BAD_EVENT'>;

/** Other words for a kind, letters and digits alone: `rate-limited`, `Rate Limited` and `RATE_LIMITED` are one. */
const ALIASES: Record<FaultKind, readonly string[]> = {
  RATE_LIMIT: ['RATELIMITED', 'RATELIMITS', 'THROTTLE', 'THROTTLED', 'THROTTLING', 'TOOMANYREQUESTS', '429'],
  OUTAGE: ['DOWN', 'UNAVAILABLE', 'ERROR', 'ERROR500', 'ERROR503', 'SERVERERROR', 'INTERNALERROR', '500', '503', '5XX'],
  SLOW: ['SLOWNESS', 'DELAY', 'DELAYED', 'LATENCY'],
  TIMEOUT: ['TIMEDOUT', 'HANG', 'HANGS', 'NOANSWER', 'NEVER'],
  REFUSED_TOKEN: ['TOKENREFUSED', 'BADTOKEN', 'INVALIDTOKEN', 'EXPIREDTOKEN', 'UNAUTHORIZED', 'UNAUTHENTICATED', '401'],
  BAD_EVENT: ['BADEVENTS', 'ONEBADEVENT', 'INVALIDEVENT', 'EVENTREFUSED', 'REFUSEDEVENT'],
  GARBAGE: ['HTML', 'NONSENSE', 'MALFORMED', 'BROKEN'],
  UNKNOWN_CODE: ['UNKNOWN', 'NEWCODE', 'UNKNOWNERROR'],
};

const DEFAULT_DELAY_MS: Partial<Record<FaultKind, number>> = { SLOW: 2_000, TIMEOUT: 60_000 };
export const MAX_DELAY_MS = 60_000;
export const MAX_FAULT_COUNT = 1_000_000;
const MAX_PIXELS = 1_000;
const MAX_BAD_EVENTS = 10_000;

/** The kind that a word means, whatever its case and separators; null where it means none. */
export function faultKindOf(word: string): FaultKind | null {
  const plain = word.toUpperCase().replace(/[^A-Z0-9]/g, '');
  const means = (kind: FaultKind) => kind.replace('_', '') === plain || ALIASES[kind].includes(plain);
  return FAULT_KINDS.find(means) ?? null;
}

export interface FaultSetting {
  kind: FaultKind;
  /** How many requests will be faulty; for BAD_EVENT, how many events will turn bad. 0 makes the pixel well again. */
  count: number;
  /** For SLOW and TIMEOUT; null means the kind's own. */
  delayMs: number | null;
  /** For RATE_LIMIT and OUTAGE: sent as `Retry-After`; null sends none, as the platforms mostly do. */
  retryAfterSeconds: number | null;
  /** For BAD_EVENT. */
  naming: Naming;
  /** For the kinds that replace the platform's answer: another HTTP status, another code; null means the kind's own. */
  status: number | null;
  code: number | null;
}

/** How a stand-in answers a batch with bad events in it, as far as its platform can. */
export interface Naming {
  /** Says which event is bad; else only that one is. */
  named: boolean;
  /** Takes the others and refuses the bad ones alone; else it refuses the whole batch. */
  partial: boolean;
}

/** What the management endpoint tells of a pixel. */
export interface FaultState {
  kind: FaultKind | null;
  /** What is left of it. */
  count: number;
  delayMs: number | null;
  retryAfterSeconds: number | null;
  /** How many events were turned bad and stay so. */
  badEvents: number;
  naming: Naming;
}

interface PixelFaults {
  setting: FaultSetting | null;
  badEvents: Set<string>;
  /** Of the BAD_EVENT set last: it holds as long as its events are remembered. */
  naming: Naming;
}

const SILENT: Naming = { named: false, partial: false };

/** Indexes spread evenly over the candidates, so that a split meets bad events on both sides. */
function spread(candidates: readonly number[], wanted: number): number[] {
  const count = Math.min(wanted, candidates.length);
  const step = candidates.length / count;
  return Array.from({ length: count }, (_, nth) => candidates[Math.floor((nth + 0.5) * step)] as number);
}

/** The faults switched on, per pixel, in memory. Pixels whose fault was set longest ago are forgotten past 1,000. */
export class FaultBook {
  private readonly pixels = new Map<string, PixelFaults>();

  /** Replaces the pixel's pending fault; events already turned bad stay bad. */
  set(pixelId: string, setting: FaultSetting): void {
    const { badEvents = new Set<string>(), naming = SILENT } = this.pixels.get(pixelId) ?? {};
    this.pixels.delete(pixelId);
    if (setting.count === 0) return;
    const delayMs = setting.delayMs ?? DEFAULT_DELAY_MS[setting.kind] ?? null;
    const latest = setting.kind === 'BAD_EVENT' ? setting.naming : naming;
    this.pixels.set(pixelId, { setting: { ...setting, delayMs }, badEvents, naming: latest });
    for (const oldest of this.pixels.keys()) {
      if (this.pixels.size <= MAX_PIXELS) break;
      this.pixels.delete(oldest);
    }
  }

  /** Makes the pixel well again: no pending fault, no bad event remembered. */
  clear(pixelId: string): void {
    this.pixels.delete(pixelId);
  }

  state(pixelId: string): FaultState {
    const faults = this.pixels.get(pixelId);
    const { kind = null, count = 0, delayMs = null, retryAfterSeconds = null } = faults?.setting ?? {};
    const badEvents = faults?.badEvents.size ?? 0;
    return { kind, count, delayMs, retryAfterSeconds, badEvents, naming: this.naming(pixelId) };
  }

  naming(pixelId: string): Naming {
    return this.pixels.get(pixelId)?.naming ?? SILENT;
  }

  /** The fault of this request, counted down; null where there is none. BAD_EVENT is counted by `badAmong`. */
  take(pixelId: string): FaultSetting | null {
    const setting = this.pixels.get(pixelId)?.setting;
    if (!setting || setting.kind === 'BAD_EVENT') return null;
    this.countDown(pixelId, 1);
    return setting;
  }

  /** Which of these events are bad: those that were, and as many more as the pending BAD_EVENT still has to spoil. */
  badAmong(pixelId: string, eventKeys: readonly string[]): number[] {
    const faults = this.pixels.get(pixelId);
    if (!faults) return [];
    const wanted = faults.setting?.kind === 'BAD_EVENT' ? faults.setting.count : 0;
    if (wanted > 0) this.spoil(pixelId, faults.badEvents, eventKeys, wanted);
    return [...eventKeys.keys()].filter((index) => faults.badEvents.has(eventKeys[index] as string));
  }

  private spoil(pixelId: string, badEvents: Set<string>, eventKeys: readonly string[], wanted: number): void {
    const sound = [...eventKeys.keys()].filter((index) => !badEvents.has(eventKeys[index] as string));
    const spoilt = sound.length === 0 ? [] : spread(sound, wanted);
    for (const index of spoilt) badEvents.add(eventKeys[index] as string);
    for (const oldest of badEvents) {
      if (badEvents.size <= MAX_BAD_EVENTS) break;
      badEvents.delete(oldest);
    }
    this.countDown(pixelId, spoilt.length);
  }

  private countDown(pixelId: string, by: number): void {
    const faults = this.pixels.get(pixelId);
    if (!faults?.setting) return;
    const count = faults.setting.count - by;
    faults.setting = count > 0 ? { ...faults.setting, count } : null;
    if (count <= 0 && faults.badEvents.size === 0) this.pixels.delete(pixelId);
  }
}
