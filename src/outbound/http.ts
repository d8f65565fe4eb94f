import { Agent, request as send } from 'undici';
import type { HttpRequest, HttpResult } from '../domain/http-exchange';
import { type Address, permit } from './guard';

const BODY_LIMIT = 64 * 1024;

export type TimedResult = HttpResult & { durationMs: number };

export interface Outbound {
  /** Never throws on a status and follows no redirect. `guarded`: the URL is a user's. */
  send(request: HttpRequest, options: { guarded: boolean }): Promise<TimedResult>;
  close(): Promise<void>;
}

/** A pooled client: one limit for the whole attempt, the reply's body capped. */
export function createOutbound(settings: { timeoutMs: number; allow: readonly string[] }): Outbound {
  const pool = new Agent({ keepAliveTimeout: 10_000, connect: { timeout: settings.timeoutMs } });
  return {
    async send(request, { guarded }) {
      const started = performance.now();
      const result = await attempt(request, guarded, settings, pool);
      return { ...result, durationMs: performance.now() - started };
    },
    close: () => pool.destroy(),
  };
}

async function attempt(
  request: HttpRequest,
  guarded: boolean,
  { timeoutMs, allow }: { timeoutMs: number; allow: readonly string[] },
  pool: Agent,
): Promise<HttpResult> {
  let pinned: Agent | null = null;
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    if (guarded) {
      const permitted = await withinLimit(signal, permit(new URL(request.url), allow));
      if ('refused' in permitted) return { kind: 'blocked', message: `Not sent: ${permitted.refused}.` };
      pinned = pinnedAgent(permitted.addresses, timeoutMs);
    }
    return await exchange(request, pinned ?? pool, signal);
  } catch (error) {
    return failureOf(error, timeoutMs);
  } finally {
    void pinned?.destroy();
  }
}

/** A DNS lookup can't be cut off, only left behind. */
function withinLimit<Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

async function exchange(request: HttpRequest, dispatcher: Agent, signal: AbortSignal): Promise<HttpResult> {
  const { method, headers, body } = request;
  const reply = await send(request.url, { method, headers, body, dispatcher, signal });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of reply.body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= BODY_LIMIT) break;
  }
  const text = Buffer.concat(chunks).subarray(0, BODY_LIMIT).toString('utf8');
  return { kind: 'reply', status: reply.statusCode, headers: plainHeaders(reply.headers), body: text };
}

function plainHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value ?? '')]));
}

/** Connects to the addresses that were looked at, whatever the name says by now. */
function pinnedAgent(addresses: Address[], timeoutMs: number): Agent {
  const [first] = addresses as [Address];
  return new Agent({
    connect: {
      timeout: timeoutMs,
      lookup: (_host, options, callback) =>
        options.all
          ? callback(null, addresses)
          : (callback as (e: null, a: string, f: number) => void)(null, first.address, first.family),
    },
  });
}

function failureOf(error: unknown, timeoutMs: number): HttpResult {
  const { name, code } = error as { name?: string; code?: string };
  const late = name === 'TimeoutError' || code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'UND_ERR_HEADERS_TIMEOUT';
  if (late) return { kind: 'timeout', message: `No answer within ${timeoutMs} ms.` };
  return { kind: 'connection', message: `The connection failed${code ? ` (${code})` : ''}.` };
}
