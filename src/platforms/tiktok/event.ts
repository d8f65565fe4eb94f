import type { ConversionEvent } from '../../domain/conversion-event';
import type { PixelTarget } from '../../domain/pixel';
import { type ExactNumber, exactNumberOf } from '../exact-number';
import { dataUseLimitOf, unknownStateWarnings } from '../limited-data-use';
import { maskText } from '../mask';
import { PERSONAL_URL, pageUrlOf, urlWithoutQuery } from '../normalize/page-url';
import type { PreparedEvent, Unsendable } from '../platform';
import { eventSourceOf, maxAgeDaysOf, maxAgeMsOf } from './event-source';
import { isMatchable, maskedUser, matchKeysOf, type TikTokUser, unusableWarnings } from './user';

/** One element of `data`. */
export interface TikTokEvent {
  event: string;
  /** Seconds since 1970. */
  event_time: number;
  event_id: string;
  user: TikTokUser;
  properties?: { value: number | ExactNumber; currency: string };
  page?: { url: string };
  limited_data_use?: true;
}

/** The event as TikTok's `data[]` takes it. Source: Events API 2.0, /event/track/. */
export function tiktokEvent(event: ConversionEvent, target: PixelTarget, now: Date): PreparedEvent {
  const keys = matchKeysOf(event);
  const usable = keys.filter(({ value }) => value !== null);
  const user = Object.fromEntries(usable.map(({ key, value }) => [key, value])) as TikTokUser;
  const body = bodyOf(event, target, user, now);
  return {
    body,
    shown: shownOf(body),
    matchKeys: usable.map(({ name }) => name),
    warnings: [
      ...unusableWarnings(keys),
      ...unknownStateWarnings(event.lead, target.settings),
      ...pageWarnings(event),
      ...valueWarnings(event),
    ],
    unsendable: unsendableOf(event, target, user, now),
  };
}

/** Whole seconds; a time ahead of `now` becomes now, because TikTok refuses what has not happened yet. */
function eventTimeOf({ eventTime }: ConversionEvent, now: Date): number {
  return Math.floor(Math.min(Date.parse(eventTime), now.getTime()) / 1000);
}

function bodyOf(event: ConversionEvent, { settings }: PixelTarget, user: TikTokUser, now: Date): TikTokEvent {
  const page = pageUrlOf(event.lead.sourceUrl);
  return {
    event: event.eventName,
    event_time: eventTimeOf(event, now),
    event_id: event.eventId,
    user,
    ...(event.value
      ? { properties: { value: exactNumberOf(event.value.amount), currency: event.value.currency } }
      : {}),
    ...(page ? { page: { url: page.url } } : {}),
    ...(dataUseLimitOf(event.lead, settings) ? { limited_data_use: true } : {}),
  };
}

function shownOf(body: TikTokEvent): TikTokEvent {
  const page = body.page && { url: maskText(urlWithoutQuery(body.page.url)) };
  return { ...body, user: maskedUser(body.user), ...(page ? { page } : {}) };
}

function pageWarnings({ actionSource, lead }: ConversionEvent): string[] {
  const page = pageUrlOf(lead.sourceUrl);
  if (page?.leftOut.length) return [PERSONAL_URL];
  if (page) return [];
  if (lead.sourceUrl) return ['sourceUrl could not be used and was left out.'];
  return actionSource === 'WEBSITE'
    ? ['A website event should have the lead’s sourceUrl: TikTok asks for the page’s address.']
    : [];
}

function valueWarnings({ eventName, value }: ConversionEvent): string[] {
  const isPurchase = eventName === 'Purchase' || eventName === 'CompletePayment';
  return isPurchase && !value ? [`${eventName} was sent without a value: TikTok can't count what it brought.`] : [];
}

/** What TikTok would refuse or could do nothing with, told before it is sent. */
function unsendableOf(event: ConversionEvent, target: PixelTarget, user: TikTokUser, now: Date): Unsendable | null {
  const source = eventSourceOf(target.settings);
  if (now.getTime() - eventTimeOf(event, now) * 1000 > maxAgeMsOf(source)) {
    const message = `The event is older than ${maxAgeDaysOf(source)} days, which is too old for TikTok event source ${source}.`;
    return { skip: 'TOO_OLD', message };
  }
  if (!isMatchable(user)) {
    const message =
      'The lead has nothing that TikTok can match: it needs an e-mail, a valid phone, a ttclid or ttp, or an IP address with a user agent.';
    return { skip: 'NO_MATCH_KEYS', message };
  }
  return null;
}
