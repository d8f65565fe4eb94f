import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { custom } from './custom';
import { facebook } from './facebook';
import { FaultBook } from './faults';
import { type FindPixel, registerManagement } from './management';
import { RequestLog } from './requests';
import { Pauses, receiveWith, refuseTooLarge, type SandboxState, type StandIn } from './stand-in';
import { tiktok } from './tiktok';

export { FAULT_KINDS, type FaultKind, type FaultState } from './faults';
export type { FindPixel, SandboxPixelAccess } from './management';
export type { SandboxRequest } from './requests';

export interface SandboxOptions {
  /** Judges who may set a pixel's faults and see its requests. */
  findPixel: FindPixel;
}

/** Far above a batch of 1,000 events; the vendors publish no figure. */
const MAX_BODY_BYTES = 10 << 20;

/** Where each stand-in listens, below `/sandbox`; `:pixelId` is the service's own id of the pixel, so that faults are per pixel. */
const STAND_INS: { standIn: StandIn; urls: string[] }[] = [
  {
    standIn: facebook,
    urls: [
      '/facebook/:pixelId/:version/:platformPixelId',
      '/facebook/:pixelId/:version/:platformPixelId/events',
      '/facebook/:pixelId/*',
    ],
  },
  { standIn: tiktok, urls: ['/tiktok/:pixelId/*'] },
  { standIn: custom, urls: ['/custom/:pixelId', '/custom/:pixelId/*'] },
];

/** Bodies are kept as they came: a stand-in must see the exact bytes, malformed ones too. */
function takeRawBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

/** A fault of ours tells its id, which stands in the log beside the cause, and nothing else. */
function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = error.statusCode ?? 500;
  if (status < 500) return reply.code(status).send({ error: { code: 'BAD_USER_INPUT', message: error.message } });
  request.log.error({ err: error, id: request.id }, 'sandbox failed');
  return reply.code(500).send({ error: { code: 'INTERNAL_SERVER_ERROR', message: 'internal error', id: request.id } });
}

function registerStandIn(
  app: FastifyInstance,
  { standIn, urls }: (typeof STAND_INS)[number],
  state: SandboxState,
): void {
  const handler = receiveWith(standIn, state);
  const errorHandler = refuseTooLarge(standIn, state);
  for (const url of urls) app.all(url, { bodyLimit: MAX_BODY_BYTES, errorHandler }, handler);
}

/**
 * Mounts the stand-in for Facebook, TikTok and a custom receiver under `/sandbox`. Its memory is its own and bounded;
 * requests it keeps waiting end when the server closes. The routes of the platforms need no key of the service.
 */
export function registerSandbox(app: FastifyInstance, options: SandboxOptions): void {
  const state: SandboxState = { requests: new RequestLog(), faults: new FaultBook(), pauses: new Pauses() };
  app.addHook('preClose', async () => state.pauses.endAll());
  app.register(
    async (sandbox) => {
      takeRawBodies(sandbox);
      sandbox.setErrorHandler(answerError);
      for (const entry of STAND_INS) registerStandIn(sandbox, entry, state);
      sandbox.register(async (management) => registerManagement(management, state, options.findPixel));
    },
    { prefix: '/sandbox', logLevel: 'warn' },
  );
}
