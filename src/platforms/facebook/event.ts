import type { ConversionEvent } from '../../domain/conversion-event';
import type { PixelTarget } from '../../domain/pixel';
import { exactNumberOf } from '../exact-number';
import { type DataUseLimit, dataUseLimitOf, unknownStateWarnings } from '../limited-data-use';
import { maskText } from '../mask';
import { countryOf } from '../normalize/country';
import { isHashOfNothing, readyHashOf } from '../normalize/hash';
import { PERSONAL_URL, pageUrlOf } from '../normalize/page-url';
import { phoneOf } from '../normalize/phone';
import type { PreparedEvent, Unsendable } from '../platform';
import { type Key, keysOf, type UserData, userDataOf, userDataShown } from './user-data';

export const MAX_AGE_MS = 7 * 86_400_000;
/** A clock that is ahead of ours by more than this is wrong, and so is the event's time. */
const MAX_AHEAD_MS = 5 * 60_000;

/** The event as Facebook's `data[]` takes it. Source: Conversions API, parameters/server-event and customer-information. */
export function facebookEvent(event: ConversionEvent, target: PixelTarget, now: Date): PreparedEvent {
  const keys = keysOf(event, now);
  const userData = userDataOf(keys);
  const body = bodyOf(event, target, userData, now);
  return {
    body,
    shown: { ...body, ...urlShown(body), user_data: userDataShown(userData) },
    matchKeys: keys.filter(({ value }) => value !== null).map(({ name }) => name),
    warnings: [
      ...keyWarnings(keys),
      ...phoneWarnings(event),
      ...urlWarnings(event),
      ...unknownStateWarnings(event.lead, target.settings),
      ...limitWarnings(body),
    ],
    unsendable: unsendableOf(event, userData, now),
  };
}

/** Nothing of the lead goes into custom_data but the value: Facebook forbids personal data there. */
function bodyOf(event: ConversionEvent, target: PixelTarget, userData: UserData, now: Date): Record<string, unknown> {
  const page = pageUrlOf(event.lead.sourceUrl);
  const limit = dataUseLimitOf(event.lead, target.settings);
  const { value } = event;
  return {
    event_name: event.eventName,
    event_time: Math.floor(Math.min(Date.parse(event.eventTime), now.getTime()) / 1000),
    event_id: event.eventId,
    action_source: event.actionSource.toLowerCase(),
    ...(page ? { event_source_url: page.url } : {}),
    ...(target.settings.optOut === true ? { opt_out: true } : {}),
    ...(limit ? limitedDataUse(limit) : {}),
    user_data: userData,
    ...(value ? { custom_data: { value: exactNumberOf(value.amount), currency: value.currency } } : {}),
  };
}

/**
 * Source: marketing-apis/data-processing-options. A lead known to be from California is told as such; 0 asks Facebook
 * to tell the place itself, and no public source confirms its numbers of further states.
 */
function limitedDataUse({ state }: DataUseLimit): Record<string, unknown> {
  const [country, region] = state === 'ca' ? [1, 1_000] : [0, 0];
  return {
    data_processing_options: ['LDU'],
    data_processing_options_country: country,
    data_processing_options_state: region,
  };
}

/** A query may hold anything, click ids among it: the history shows that there is one. */
function urlShown({ event_source_url: url }: Record<string, unknown>): Record<string, string> {
  if (typeof url !== 'string') return {};
  const [page = '', ...more] = url.split(/[?#]/);
  return { event_source_url: `${maskText(page)}${more.length > 0 ? '?…' : ''}` };
}

/** By name alone: a warning stands in the history in clear. */
function keyWarnings(keys: readonly Key[]): string[] {
  return keys.flatMap(({ name, given, value }) => {
    if (value === null) return given ? [`${name} could not be used and was left out.`] : [];
    if (isNothing(value)) return [`${name} is the hash of an empty text: it matches nobody.`];
    const isMd5 = Array.isArray(value) && value[0]?.length === 32;
    return isMd5
      ? [`${name} is an MD5, and Facebook matches SHA-256: report the plain value, it is hashed before it is sent.`]
      : [];
  });
}

function isNothing(value: string | string[]): boolean {
  return Array.isArray(value) && value.every(isHashOfNothing);
}

function phoneWarnings({ lead }: ConversionEvent): string[] {
  if (!lead.phone || readyHashOf(lead.phone, { asMeta: true }) !== null) return [];
  const country = lead.address?.country ? countryOf(lead.address.country) : null;
  const phone = phoneOf(lead.phone, country);
  return phone.e164 === null && phone.digits !== null
    ? ['phone is no valid number with the lead’s country; its digits were sent as they are.']
    : [];
}

function urlWarnings({ lead }: ConversionEvent): string[] {
  if (!lead.sourceUrl) return [];
  const page = pageUrlOf(lead.sourceUrl);
  if (!page) return ['sourceUrl is no http or https address and was left out.'];
  return page.leftOut.length === 0 ? [] : [PERSONAL_URL];
}

function limitWarnings({
  data_processing_options_country: country,
  user_data: keys,
}: Record<string, unknown>): string[] {
  return country === 0 && !(keys as UserData).client_ip_address
    ? ['Limited data use works by the lead’s place, which Facebook tells by the IP address: the lead has none.']
    : [];
}

/** What Facebook would refuse, told before it is sent. */
function unsendableOf(event: ConversionEvent, userData: UserData, now: Date): Unsendable | null {
  const age = now.getTime() - Date.parse(event.eventTime);
  if (age > MAX_AGE_MS) {
    return { skip: 'TOO_OLD', message: 'The event is older than 7 days: Facebook refuses it.' };
  }
  if (!isMatchable(userData)) {
    const message =
      'The lead has nothing that Facebook can match: it needs an e-mail, a phone, a click id, or an IP address with a user agent.';
    return { skip: 'NO_MATCH_KEYS', message };
  }
  const message = faultOf(event, userData, age);
  return message === null ? null : { skip: null, message };
}

/** Facebook publishes no limit; its own form takes custom names of up to 50 characters. */
export function eventNameFault(eventName: string): string | null {
  return eventName.length > 50 ? 'must have at most 50 characters on Facebook' : null;
}

function faultOf(event: ConversionEvent, userData: UserData, age: number): string | null {
  if (!(age >= -MAX_AHEAD_MS)) return 'The event’s time is in the future: Facebook refuses it.';
  if (event.actionSource === 'WEBSITE' && !(userData.client_user_agent && pageUrlOf(event.lead.sourceUrl))) {
    return 'A website event needs the lead’s userAgent and sourceUrl (http or https).';
  }
  const nameFault = eventNameFault(event.eventName);
  if (nameFault) return `The event’s name ${nameFault}.`;
  if (event.eventName === 'Purchase' && !event.value) {
    return 'Purchase needs a value and a currency: give the rule or the lead one.';
  }
  return null;
}

/** Facebook refuses events whose keys are too broad to mean one person. The lead's id alone matches nobody of theirs. */
function isMatchable(userData: UserData): boolean {
  const has = (...keys: string[]) => keys.every((key) => key in userData && !isNothing(userData[key] ?? []));
  if (has('em') || has('ph') || has('fbc') || has('fbp') || has('client_ip_address', 'client_user_agent')) return true;
  return has('fn', 'ln') && (has('ct') || has('zp') || has('db'));
}
