import type { ConversionEvent } from '../../domain/conversion-event';
import type { PixelTarget } from '../../domain/pixel';
import { maskMiddle } from '../mask';
import { fbcOf, fbpOf } from '../normalize/click-ids';
import { dateOfBirthOf } from '../normalize/date-of-birth';
import { emailOf } from '../normalize/email';
import { genderOf } from '../normalize/gender';
import { hashedOrHash, sha256Hex } from '../normalize/hash';
import { publicIpOf } from '../normalize/ip';
import { nameOf } from '../normalize/names';
import { phoneOf } from '../normalize/phone';
import { cityOf, countryOf, postalCodeOf, stateOf } from '../normalize/place';
import type { PreparedEvent, Unsendable } from '../platform';

export const MAX_AGE_MS = 7 * 86_400_000;

type UserData = Record<string, string | string[]>;

/** A key of user_data found usable, by the name that history shows. */
interface Key {
  name: string;
  key: string;
  value: string | string[] | null;
  given: unknown;
}

/** The event as Facebook's `data[]` takes it. Source: Conversions API, parameters/server-event and customer-information. */
export function facebookEvent(event: ConversionEvent, target: PixelTarget, now: Date): PreparedEvent {
  const keys = keysOf(event, now);
  const usable = keys.filter(({ value }) => value !== null);
  const userData = Object.fromEntries(usable.map(({ key, value }) => [key, value])) as UserData;
  const body = bodyOf(event, target, userData);
  return {
    body,
    shown: { ...body, user_data: masked(userData) },
    matchKeys: usable.map(({ name }) => name),
    warnings: [...warningsOf(keys), ...phoneWarning(event)],
    unsendable: unsendableOf(event, userData, now),
  };
}

function bodyOf(event: ConversionEvent, target: PixelTarget, userData: UserData): Record<string, unknown> {
  const url = httpUrl(event.lead.sourceUrl);
  const { optOut, limitedDataUse } = target.settings;
  return {
    event_name: event.eventName,
    event_time: Math.floor(Date.parse(event.eventTime) / 1000),
    event_id: event.eventId,
    action_source: event.actionSource.toLowerCase(),
    ...(url ? { event_source_url: url } : {}),
    ...(optOut === true ? { opt_out: true } : {}),
    ...(limitedDataUse === true
      ? { data_processing_options: ['LDU'], data_processing_options_country: 0, data_processing_options_state: 0 }
      : {}),
    user_data: userData,
    ...(event.value ? { custom_data: { value: Number(event.value.amount), currency: event.value.currency } } : {}),
  };
}

function keysOf(event: ConversionEvent, now: Date): Key[] {
  const { lead } = event;
  const { address } = lead;
  const country = address?.country ? countryOf(address.country) : null;
  const clickedAt = Date.parse(lead.clickedAt ?? event.eventTime);
  const hashed = (
    name: string,
    key: string,
    given: string | null | undefined,
    normal: (text: string) => string | null,
  ) => {
    const hash = hashedOrHash(given, normal);
    return { name, key, value: hash === null ? null : [hash], given };
  };
  return [
    hashed('email', 'em', lead.email, emailOf),
    hashed('phone', 'ph', lead.phone, (raw) => phoneOf(raw, country).digits),
    hashed('firstName', 'fn', lead.firstName, nameOf),
    hashed('lastName', 'ln', lead.lastName, nameOf),
    hashed('dateOfBirth', 'db', lead.dateOfBirth, (raw) => dateOfBirthOf(raw, now)),
    hashed('gender', 'ge', lead.gender, genderOf),
    hashed('city', 'ct', address?.city, cityOf),
    hashed('state', 'st', address?.state, stateOf),
    hashed('postalCode', 'zp', address?.postalCode, (raw) => postalCodeOf(raw, country)),
    hashed('country', 'country', address?.country, countryOf),
    { name: 'externalId', key: 'external_id', value: [sha256Hex(event.leadId)], given: event.leadId },
    plain('ip', 'client_ip_address', lead.ipAddress, publicIpOf),
    plain('userAgent', 'client_user_agent', lead.userAgent, (raw) => raw.trim() || null),
    {
      ...plain('fbc', 'fbc', lead.clickIds?.fbc ?? lead.clickIds?.fbclid, () => fbcOf(lead.clickIds ?? {}, clickedAt)),
    },
    plain('fbp', 'fbp', lead.clickIds?.fbp, fbpOf),
  ];
}

function plain(
  name: string,
  key: string,
  given: string | null | undefined,
  normal: (raw: string) => string | null,
): Key {
  return { name, key, value: given ? normal(given) : null, given };
}

/** By name alone: a warning stands in the history in clear. */
function warningsOf(keys: readonly Key[]): string[] {
  return keys
    .filter(({ given, value }) => value === null && given !== null && given !== undefined && given !== '')
    .map(({ name }) => `${name} could not be used and was left out.`);
}

function phoneWarning({ lead }: ConversionEvent): string[] {
  if (!lead.phone || /^[0-9a-f]{64}/i.test(lead.phone.trim())) return [];
  const country = lead.address?.country ? countryOf(lead.address.country) : null;
  const phone = phoneOf(lead.phone, country);
  return phone.e164 === null && phone.digits !== null
    ? ['phone is no valid number with the lead’s country; its digits were sent as they are.']
    : [];
}

/** What Facebook would refuse, told before it is sent. */
function unsendableOf(event: ConversionEvent, userData: UserData, now: Date): Unsendable | null {
  if (now.getTime() - Date.parse(event.eventTime) > MAX_AGE_MS) {
    return { skip: 'TOO_OLD', message: 'The event is older than 7 days: Facebook refuses it.' };
  }
  if (!isMatchable(userData)) {
    const message =
      'The lead has nothing that Facebook can match: it needs an e-mail, a phone, a click id, or an IP address with a user agent.';
    return { skip: 'NO_MATCH_KEYS', message };
  }
  if (event.actionSource === 'WEBSITE' && !(userData.client_user_agent && httpUrl(event.lead.sourceUrl))) {
    return { skip: null, message: 'A website event needs the lead’s userAgent and sourceUrl (http or https).' };
  }
  if (event.eventName === 'Purchase' && !event.value) {
    return { skip: null, message: 'Purchase needs a value and a currency: give the rule or the lead one.' };
  }
  return null;
}

/** Facebook refuses events whose keys are too broad to mean one person. The lead's id alone matches nobody of theirs. */
function isMatchable(userData: UserData): boolean {
  const has = (...keys: string[]) => keys.every((key) => key in userData);
  if (has('em') || has('ph') || has('fbc') || has('fbp') || has('client_ip_address', 'client_user_agent')) return true;
  return has('fn', 'ln') && (has('ct') || has('zp') || has('db'));
}

function httpUrl(url: string | null | undefined): string | null {
  return url && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? url : null;
}

function masked(userData: UserData): UserData {
  const mask = (key: string) => {
    const value = userData[key];
    return typeof value === 'string' ? { [key]: maskMiddle(value) } : {};
  };
  return { ...userData, ...mask('client_ip_address'), ...mask('fbc'), ...mask('fbp') };
}
