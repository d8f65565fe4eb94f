import type { ConversionEvent } from '../../domain/conversion-event';
import { maskMiddle } from '../mask';
import { fbclidIn, fbcOf, fbpOf } from '../normalize/click-ids';
import { countryOf } from '../normalize/country';
import { dateOfBirthOf } from '../normalize/date-of-birth';
import { emailOf } from '../normalize/email';
import { externalIdOf } from '../normalize/external-id';
import { genderOf } from '../normalize/gender';
import { hashedOrHash, readyHashOf } from '../normalize/hash';
import { publicIpOf } from '../normalize/ip';
import { nameOf } from '../normalize/names';
import { phoneOf } from '../normalize/phone';
import { cityOf, postalCodeOf, stateOf } from '../normalize/place';

export type UserData = Record<string, string | string[]>;

/** A key of user_data, by the name that history shows; `value` is null where what was given is unusable. */
export interface Key {
  name: string;
  key: string;
  value: string | string[] | null;
  given: unknown;
}

type Normaliser = (text: string) => string | null;

/** Facebook began in 2004: no click on it is older. */
const FIRST_CLICK = Date.UTC(2004, 0, 1);

/** Every key that the lead could give, usable or not. Source: customer-information-parameters. */
export function keysOf(event: ConversionEvent, now: Date): Key[] {
  const { lead } = event;
  const { address } = lead;
  const country = address?.country ? countryOf(address.country) : null;
  return [
    hashed('email', 'em', lead.email, emailOf),
    hashed('phone', 'ph', lead.phone, (raw) => phoneOf(raw, country).digits),
    hashed('firstName', 'fn', lead.firstName, nameOf),
    hashed('lastName', 'ln', lead.lastName, nameOf),
    hashed('dateOfBirth', 'db', lead.dateOfBirth, (raw) => dateOfBirthOf(raw, now)),
    hashed('gender', 'ge', lead.gender, genderOf),
    hashed('city', 'ct', address?.city, cityOf),
    hashed('state', 'st', address?.state, (raw) => stateOf(raw, country)),
    hashed('postalCode', 'zp', address?.postalCode, (raw) => postalCodeOf(raw, country)),
    hashed('country', 'country', address?.country, countryOf),
    hashed('externalId', 'external_id', event.leadId, externalIdOf),
    plain('ip', 'client_ip_address', lead.ipAddress, publicIpOf),
    plain('userAgent', 'client_user_agent', lead.userAgent, userAgentOf),
    fbcKey(event, now),
    plain('fbp', 'fbp', lead.clickIds?.fbp, fbpOf),
  ];
}

function hashed(name: string, key: string, given: string | null | undefined, normal: Normaliser): Key {
  const hash = hashedOrHash(given, normal, { asMeta: true });
  return { name, key, value: hash === null ? null : [hash], given };
}

function plain(name: string, key: string, given: string | null | undefined, normal: Normaliser): Key {
  return { name, key, value: given ? normal(given) : null, given };
}

/** As it came; a hash of one is none. */
function userAgentOf(raw: string): string | null {
  return readyHashOf(raw) === null ? raw.trim() || null : null;
}

/** The fbclid of the page's address stands in where the lead came without one. */
function fbcKey({ lead, eventTime }: ConversionEvent, now: Date): Key {
  const fbc = lead.clickIds?.fbc;
  const fbclid = lead.clickIds?.fbclid || fbclidIn(lead.sourceUrl);
  const clickedAt = Date.parse(lead.clickedAt ?? '');
  const isPlausible = clickedAt >= FIRST_CLICK && clickedAt <= now.getTime();
  const value = fbcOf({ fbc, fbclid }, isPlausible ? clickedAt : Date.parse(eventTime));
  return { name: 'fbc', key: 'fbc', value, given: fbc || fbclid };
}

export function userDataOf(keys: readonly Key[]): UserData {
  return Object.fromEntries(keys.flatMap(({ key, value }) => (value === null ? [] : [[key, value]])));
}

/** Hashes as they are; what goes plain by its beginning and end. */
export function userDataShown(userData: UserData): UserData {
  const mask = (key: string) => {
    const value = userData[key];
    return typeof value === 'string' ? { [key]: maskMiddle(value) } : {};
  };
  return { ...userData, ...mask('client_ip_address'), ...mask('fbc'), ...mask('fbp') };
}

/** What of one event went out in clear, for Facebook's words to be cleaned of. */
export function plainOf(userData: UserData, url: string | undefined): string[] {
  const plain = Object.values(userData).filter((value) => typeof value === 'string');
  return url === undefined ? plain : [...plain, url];
}
