import type { ConversionEvent } from '../../domain/conversion-event';
import { ACTION_SOURCES, type PixelTarget } from '../../domain/pixel';
import { exactJson } from '../exact-number';
import type { Platform } from '../platform';
import { eventNameFault, facebookEvent, MAX_AGE_MS } from './event';
import { readFacebookProbe, readFacebookReply } from './reply';
import { checkFacebookPixel, SETTINGS } from './settings';
import { BASE_URL, DEFAULT_VERSION, OLDEST_GOOD_VERSION } from './version';

/** Standard events of the Conversions API; any other name is a custom event. */
const STANDARD_EVENTS = [
  'AddPaymentInfo',
  'AddToCart',
  'AddToWishlist',
  'CompleteRegistration',
  'Contact',
  'CustomizeProduct',
  'Donate',
  'FindLocation',
  'InitiateCheckout',
  'Lead',
  'PageView',
  'Purchase',
  'Schedule',
  'Search',
  'StartTrial',
  'SubmitApplication',
  'Subscribe',
  'ViewContent',
];

const PARTNER_AGENT = 'pixel-tracking';

function versionOf(target: Pick<PixelTarget, 'settings'>): string {
  return typeof target.settings.apiVersion === 'string' ? target.settings.apiVersion : DEFAULT_VERSION;
}

function headersOf(target: PixelTarget): Record<string, string> {
  return { authorization: `Bearer ${target.accessToken}`, 'content-type': 'application/json' };
}

/** Within this of its age limit an event could be too old when Facebook reads it, and one such refuses its whole batch. */
const NEAR_AGE_LIMIT_MS = 5 * 60_000;

function isNearAgeLimit(event: ConversionEvent, now: Date): boolean {
  return now.getTime() - Date.parse(event.eventTime) > MAX_AGE_MS - NEAR_AGE_LIMIT_MS;
}

/** The standard event that a custom name means but for case and spaces, or null. */
function almostStandard(eventName: string): string | null {
  const plain = (name: string) => name.toLowerCase().replace(/[\s_-]/g, '');
  return STANDARD_EVENTS.find((name) => plain(name) === plain(eventName) && name !== eventName) ?? null;
}

/** Facebook Conversions API. */
export const facebook: Platform = {
  code: 'FACEBOOK',
  label: 'Facebook',
  defaultBaseUrl: BASE_URL,
  baseUrlVariable: 'FACEBOOK_API_URL',
  standardEventNames: STANDARD_EVENTS,
  actionSources: ACTION_SOURCES,
  takesTestEventCode: true,
  settingsFields: SETTINGS,
  maxBatchSize: 1_000,
  maxAgeMs: () => MAX_AGE_MS,
  checkPixel: checkFacebookPixel,

  checkPlan: ({ eventName }) => {
    const message = eventNameFault(eventName);
    return message === null ? [] : [{ path: 'eventName', message }];
  },

  pixelWarnings: (target) =>
    Number.parseInt(versionOf(target).slice(1), 10) < OLDEST_GOOD_VERSION
      ? [`Graph API ${versionOf(target)} is near its end: set the pixel's apiVersion to ${DEFAULT_VERSION}.`]
      : [],

  planWarnings({ eventName, hasValue }) {
    const warnings: string[] = [];
    const meant = almostStandard(eventName);
    if (meant) warnings.push(`${eventName} is a custom event: the standard event is written ${meant}.`);
    else if (!STANDARD_EVENTS.includes(eventName))
      warnings.push(`${eventName} is a custom event: campaigns can't optimise for it by default.`);
    if (eventName === 'Purchase' && !hasValue) warnings.push('Purchase needs a value: leads without one will fail.');
    return warnings;
  },

  prepare: facebookEvent,
  batchKey: (event, target, now) => (isNearAgeLimit(event, now) ? null : `${target.id} ${versionOf(target)}`),

  buildRequest: (events, target, { testEventCode }) => ({
    method: 'POST',
    url: `${target.baseUrl}/${versionOf(target)}/${target.platformPixelId}/events`,
    headers: headersOf(target),
    body: exactJson({
      data: events.map(({ body }) => body),
      ...(testEventCode === null ? {} : { test_event_code: testEventCode }),
      partner_agent: PARTNER_AGENT,
    }),
  }),

  readReply: readFacebookReply,

  /** Reads the pixel's id with the token: no conversion is made. */
  buildProbe: (target) => ({
    method: 'GET',
    url: `${target.baseUrl}/${versionOf(target)}/${target.platformPixelId}?fields=id`,
    headers: headersOf(target),
    body: null,
  }),

  readProbe: readFacebookProbe,
};
