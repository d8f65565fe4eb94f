/** One request that the sandbox got, as it is shown. */
export interface SandboxRequest {
  at: string;
  platform: string;
  method: string;
  path: string;
  query: Record<string, unknown>;
  /** Lower-cased names; credentials masked. */
  headers: Record<string, unknown>;
  /** Parsed where it is JSON, else the text; null where there was none. */
  body: unknown;
  /** Null while it is not answered. */
  status: number | null;
  answer: unknown;
}

/** As it is kept: the body is parsed when somebody looks, so that recording costs next to nothing. */
export type KeptRequest = Omit<SandboxRequest, 'body'> & { text: string };

export interface RequestLimits {
  perPixel: number;
  pixels: number;
  bytesPerPixel: number;
  bytes: number;
}

const LIMITS: RequestLimits = { perPixel: 1_000, pixels: 500, bytesPerPixel: 16 << 20, bytes: 64 << 20 };
/** What an entry weighs besides its body and headers: a rough figure, so that empty requests count too. */
const ENTRY_BYTES = 512;
const MAX_DEPTH = 100;
const MASK = '***';
const SECRET_HEADERS = new Set(['authorization', 'proxy-authorization', 'access-token', 'cookie']);
const SECRET_FIELDS = ['access_token', 'appsecret_proof'];
const SECRET_IN_JSON = /("(?:access_token|appsecret_proof)")\s*:\s*"[^"]*"/g;
const SECRET_IN_FORM = /(^|&)(access_token|appsecret_proof)=[^&]*/g;

/** Keeps the scheme (`Bearer ***`), so that a wrong one can be seen. */
function maskedHeader(value: unknown): string {
  const scheme = /^(Bearer|Basic|OAuth) /i.exec(String(value));
  return scheme ? `${scheme[0]}${MASK}` : MASK;
}

export function maskedHeaders(headers: Record<string, unknown>): Record<string, unknown> {
  const masked = (name: string, value: unknown) => (SECRET_HEADERS.has(name) ? maskedHeader(value) : value);
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, masked(name, value)]));
}

export function maskedFields(fields: Record<string, unknown>): Record<string, unknown> {
  const masked = (name: string, value: unknown) => (SECRET_FIELDS.includes(name) ? MASK : value);
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, masked(name, value)]));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The body's text without the credentials that Facebook takes in it. */
export function maskedText(text: string, json: unknown): string {
  if (!SECRET_FIELDS.some((field) => text.includes(field))) return text;
  if (isPlainObject(json) && !isDeeperThan(MAX_DEPTH, json)) return JSON.stringify(maskedFields(json));
  return text.replace(SECRET_IN_FORM, `$1$2=${MASK}`).replace(SECRET_IN_JSON, `$1:"${MASK}"`);
}

/** JSON where it is JSON, else undefined. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

/** Bodies nested without end stay text: JSON.parse bears them, JSON.stringify overflows the stack. */
function shownBody(text: string): unknown {
  if (text === '') return null;
  const json = parsedJson(text);
  return json === undefined || isDeeperThan(MAX_DEPTH, json) ? text : json;
}

function shown({ text, ...rest }: KeptRequest): SandboxRequest {
  return { ...rest, body: shownBody(text) };
}

function weight(request: KeptRequest): number {
  const headers = Object.values(request.headers).reduce((sum: number, value) => sum + String(value).length, 0);
  return ENTRY_BYTES + request.text.length + request.path.length + headers;
}

interface PixelLog {
  requests: KeptRequest[];
  weights: number[];
  bytes: number;
}

/** What came in, per pixel, in memory and bounded: the oldest requests go first, then the pixels quiet for longest. */
export class RequestLog {
  private readonly pixels = new Map<string, PixelLog>();
  private readonly limits: RequestLimits;
  private bytes = 0;

  constructor(limits: Partial<RequestLimits> = {}) {
    this.limits = { ...LIMITS, ...limits };
  }

  /** Keeps the request; `status` and `answer` may be set on it later. */
  add(pixelId: string, request: KeptRequest): void {
    const log = this.pixels.get(pixelId) ?? { requests: [], weights: [], bytes: 0 };
    this.pixels.delete(pixelId);
    this.pixels.set(pixelId, log);
    const bytes = weight(request);
    log.requests.push(request);
    log.weights.push(bytes);
    log.bytes += bytes;
    this.bytes += bytes;
    this.trim(log);
    this.trimPixels(pixelId);
  }

  /** Oldest first. */
  list(pixelId: string): SandboxRequest[] {
    return (this.pixels.get(pixelId)?.requests ?? []).map(shown);
  }

  clear(pixelId: string): void {
    this.bytes -= this.pixels.get(pixelId)?.bytes ?? 0;
    this.pixels.delete(pixelId);
  }

  /** The latest request stays, however large. */
  private trim(log: PixelLog): void {
    const { perPixel, bytesPerPixel } = this.limits;
    while (log.requests.length > 1 && (log.requests.length > perPixel || log.bytes > bytesPerPixel)) {
      log.requests.shift();
      const bytes = log.weights.shift() ?? 0;
      log.bytes -= bytes;
      this.bytes -= bytes;
    }
  }

  private trimPixels(latest: string): void {
    for (const pixelId of this.pixels.keys()) {
      const full = this.pixels.size > this.limits.pixels || this.bytes > this.limits.bytes;
      if (!full || pixelId === latest) return;
      this.clear(pixelId);
    }
  }
}
