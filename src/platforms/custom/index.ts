import { ACTION_SOURCES } from '../../domain/pixel';
import type { Platform } from '../platform';
import { checkCustomPixel } from './check';
import { readCustomReply } from './reply';
import { customEvent, MAX_AGE_MS, signedRequest } from './request';
import { SETTINGS } from './settings';
import { pixelWarnings, planWarnings } from './warnings';

/**
 * Webhooks and postbacks to an address of the user's own. There is no probe: a receiver knows one kind of request, and
 * sending that would be a conversion; any other (HEAD, OPTIONS, the bare address) tells nothing of the credentials.
 */
export const custom: Platform = {
  code: 'CUSTOM',
  label: 'Custom pixel',
  defaultBaseUrl: null,
  baseUrlVariable: null,
  standardEventNames: [],
  actionSources: ACTION_SOURCES,
  takesTestEventCode: false,
  settingsFields: SETTINGS,
  maxBatchSize: 1,
  maxAgeMs: () => MAX_AGE_MS,
  checkPixel: checkCustomPixel,
  checkPlan: () => [],
  pixelWarnings,
  planWarnings,
  prepare: customEvent,
  batchKey: () => null,

  buildRequest([event], target, { now }) {
    if (!event) throw new Error('a request needs an event');
    return signedRequest(event, target, now);
  },

  readReply: readCustomReply,
};
