import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { FAULT_KINDS, type FaultSetting, faultKindOf, MAX_DELAY_MS, MAX_FAULT_COUNT } from './faults';
import { parsedJson } from './requests';
import type { SandboxState } from './stand-in';

const MAX_CODE = 999_999_999;

/** What the one who asks may do with a pixel: ALLOWED wants a MANAGE key of the pixel's own workspace. */
export type SandboxPixelAccess = 'ALLOWED' | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'NOT_FOUND';

/** Judges an `Authorization` header for a pixel; the service's keys are not known down here. */
export type FindPixel = (authorizationHeader: string | undefined, pixelId: string) => Promise<SandboxPixelAccess>;

const REFUSALS = {
  UNAUTHENTICATED: { status: 401, message: 'send a key of the service: Authorization: Bearer KEY' },
  FORBIDDEN: { status: 403, message: 'the key needs the scope MANAGE' },
  NOT_FOUND: { status: 404, message: 'no pixel with this id in this workspace' },
} as const;

function refuse(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.code(status).send({ error: { code, message } });
}

function pixelIdOf(request: FastifyRequest): string {
  return (request.params as { id: string }).id;
}

/** A whole number from 0 to `max`, `fallback` where it is absent, or undefined where it is neither. */
function wholeNumber<T>(value: unknown, max: number, fallback: T): number | T | undefined {
  if (value === undefined || value === null) return fallback;
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= max ? (value as number) : undefined;
}

/** The setting that a body asks for, or in words what is wrong with it. */
export function readFaultSetting(body: unknown): FaultSetting | string {
  if (typeof body !== 'object' || body === null) return 'the body must be JSON: {"kind": "RATE_LIMIT", "count": 1}';
  const {
    kind: word,
    count,
    delayMs,
    retryAfterSeconds,
    named,
    partial,
    status,
    code,
  } = body as Record<string, unknown>;
  const setting = {
    count: wholeNumber(count, MAX_FAULT_COUNT, 1),
    delayMs: wholeNumber(delayMs, MAX_DELAY_MS, null),
    retryAfterSeconds: wholeNumber(retryAfterSeconds, 3_600, null),
    status: wholeNumber(status, 599, null),
    code: wholeNumber(code, MAX_CODE, null),
  };
  const kind = word === undefined && setting.count === 0 ? FAULT_KINDS[0] : faultKindOf(String(word ?? ''));
  if (kind === null) return `kind must be one of ${FAULT_KINDS.join(', ')}`;
  if (setting.count === undefined) return `count must be a whole number from 0 to ${MAX_FAULT_COUNT}`;
  if (setting.delayMs === undefined) return `delayMs must be a whole number from 0 to ${MAX_DELAY_MS}`;
  if (setting.retryAfterSeconds === undefined) return 'retryAfterSeconds must be a whole number from 0 to 3600';
  if (setting.status === undefined || (setting.status ?? 200) < 200) return 'status must be from 200 to 599';
  if (setting.code === undefined) return `code must be a whole number from 0 to ${MAX_CODE}`;
  return { kind, ...setting, naming: { named: named === true, partial: partial === true } } as FaultSetting;
}

/** Sets faults and shows what a pixel got; every route asks `findPixel` first, before any body is read. */
export function registerManagement(app: FastifyInstance, state: SandboxState, findPixel: FindPixel): void {
  app.addHook('onRequest', async (request, reply) => {
    const access = await findPixel(request.headers.authorization, pixelIdOf(request));
    if (access === 'ALLOWED') return;
    const { status, message } = REFUSALS[access];
    return refuse(reply, status, access, message);
  });
  registerFaults(app, state);
  registerRequests(app, state);
}

function registerFaults(app: FastifyInstance, { faults }: SandboxState): void {
  const url = '/pixels/:id/fault';
  const show = (pixelId: string) => ({ pixelId, ...faults.state(pixelId) });
  app.get(url, async (request) => show(pixelIdOf(request)));
  app.put(url, { bodyLimit: 65_536 }, async (request, reply) => {
    const setting = readFaultSetting(parsedJson(String(request.body ?? '')));
    if (typeof setting === 'string') return refuse(reply, 400, 'BAD_USER_INPUT', setting);
    faults.set(pixelIdOf(request), setting);
    return show(pixelIdOf(request));
  });
  app.delete(url, async (request) => {
    faults.clear(pixelIdOf(request));
    return show(pixelIdOf(request));
  });
}

function registerRequests(app: FastifyInstance, { requests }: SandboxState): void {
  const url = '/pixels/:id/requests';
  app.get(url, async (request) => ({ requests: requests.list(pixelIdOf(request)) }));
  app.delete(url, async (request) => {
    requests.clear(pixelIdOf(request));
    return { requests: [] };
  });
}
