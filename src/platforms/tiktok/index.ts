import type { ConversionEvent } from '../../domain/conversion-event';
import { ACTION_SOURCES, type PixelTarget } from '../../domain/pixel';
import { exactJson } from '../exact-number';
import type { Platform } from '../platform';
import { tiktokEvent } from './event';
import { eventNameWarning, STANDARD_EVENTS } from './event-names';
import { eventSourceOf, maxAgeMsOf } from './event-source';
import { readTikTokReply } from './reply';
import { checkTikTokPixel, SETTINGS } from './settings';
import { BASE_URL, TRACK_PATH, VERSION } from './version';

/** This close to its age limit an event goes alone: one that turns too old on the way sinks its whole batch. */
const NEAR_LIMIT_MS = 10 * 60_000;

function isNearLimit(event: ConversionEvent, target: PixelTarget, now: Date): boolean {
  const age = now.getTime() - Date.parse(event.eventTime);
  return age > maxAgeMsOf(eventSourceOf(target.settings)) - NEAR_LIMIT_MS;
}

/**
 * TikTok Events API 2.0. It has no probe: the tokens that Events Manager makes are for sending events alone, and every
 * event is one, a test code notwithstanding. An event without data is no way round, since nothing says that TikTok
 * looks at the token before it looks at the body. So the next event tries the credentials.
 */
export const tiktok: Platform = {
  code: 'TIKTOK',
  label: 'TikTok',
  defaultBaseUrl: BASE_URL,
  baseUrlVariable: 'TIKTOK_API_URL',
  standardEventNames: STANDARD_EVENTS,
  actionSources: ACTION_SOURCES,
  takesTestEventCode: true,
  settingsFields: SETTINGS,
  maxBatchSize: 1_000,
  maxAgeMs: (_actionSource, settings) => maxAgeMsOf(eventSourceOf(settings)),
  checkPixel: checkTikTokPixel,
  checkPlan: () => [],
  pixelWarnings: () => [],

  planWarnings({ eventName, hasValue }) {
    const named = eventNameWarning(eventName);
    const isPurchase = eventName === 'Purchase' || eventName === 'CompletePayment';
    return [
      ...(named ? [named] : []),
      ...(isPurchase && !hasValue
        ? [`${eventName} should have a value: TikTok can't count what it brought without.`]
        : []),
    ];
  },

  prepare: tiktokEvent,

  batchKey: (event, target, now) =>
    now && isNearLimit(event, target, now) ? null : `${target.id} ${VERSION} ${eventSourceOf(target.settings)}`,

  buildRequest: (events, target, { testEventCode }) => ({
    method: 'POST',
    url: `${target.baseUrl}${TRACK_PATH}`,
    headers: { 'access-token': target.accessToken ?? '', 'content-type': 'application/json' },
    body: exactJson({
      event_source: eventSourceOf(target.settings),
      event_source_id: target.platformPixelId,
      ...(testEventCode === null ? {} : { test_event_code: testEventCode }),
      data: events.map(({ body }) => body),
    }),
  }),

  readReply: readTikTokReply,
};
