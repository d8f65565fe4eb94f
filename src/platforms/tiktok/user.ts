import type { ConversionEvent } from '../../domain/conversion-event';
import { maskMiddle } from '../mask';
import { emailOf } from '../normalize/email';
import { hashedOrHash, readyHashOf } from '../normalize/hash';
import { publicIpOf } from '../normalize/ip';
import { nameOf } from '../normalize/names';
import { opaqueIdOf } from '../normalize/opaque-id';
import { pageUrlOf } from '../normalize/page-url';
import { phoneOf } from '../normalize/phone';
import { countryOf } from '../normalize/place';
import { tiktokPlaceOf, tiktokStateOf, tiktokZipOf } from '../normalize/tiktok-place';

/** TikTok's `user`: one text per key. */
export type TikTokUser = Record<string, string>;

/** A key of `user` found usable or not, by the name that the history shows. */
export interface MatchKey {
  name: string;
  key: string;
  value: string | null;
  given: string | null | undefined;
}

type Normal = (raw: string) => string | null;

/** Keys that TikTok takes plain and that still are somebody's; a country alone is nobody's. */
const MASKED = ['city', 'state', 'ttclid', 'ttp', 'ip', 'user_agent'];

/**
 * What TikTok may match by. E-mail, phone (E.164 with the plus), id, names and postal code are hashed; place, click and
 * browser ids, IP and user agent go plain. Source: Events API 2.0, parameter `user`, and public integrations.
 */
export function matchKeysOf({ lead, leadId }: ConversionEvent): MatchKey[] {
  const { address, clickIds } = lead;
  const country = address?.country ? countryOf(address.country) : null;
  const ttclid = clickIds?.ttclid || ttclidOf(lead.sourceUrl);
  return [
    hashed('email', 'email', lead.email, emailOf),
    hashed('phone', 'phone', lead.phone, (raw) => phoneOf(raw, country).e164),
    hashed('externalId', 'external_id', leadId, (raw) => raw.trim()),
    hashed('firstName', 'first_name', lead.firstName, nameOf),
    hashed('lastName', 'last_name', lead.lastName, nameOf),
    plain('city', 'city', address?.city, tiktokPlaceOf),
    plain('state', 'state', address?.state, tiktokStateOf),
    hashed('postalCode', 'zip_code', address?.postalCode, tiktokZipOf),
    plain('country', 'country', address?.country, countryOf),
    plain('ttclid', 'ttclid', ttclid, opaqueIdOf),
    plain('ttp', 'ttp', clickIds?.ttp, opaqueIdOf),
    plain('ip', 'ip', lead.ipAddress, publicIpOf),
    plain('userAgent', 'user_agent', lead.userAgent, (raw) => raw.trim() || null),
  ];
}

function hashed(name: string, key: string, given: string | null | undefined, normal: Normal): MatchKey {
  return { name, key, given, value: hashedOrHash(given, normal) };
}

function plain(name: string, key: string, given: string | null | undefined, normal: Normal): MatchKey {
  return { name, key, given, value: given && readyHashOf(given) === null ? normal(given) : null };
}

/** The click id of the page's address, for leads that came without it elsewhere. */
function ttclidOf(sourceUrl: string | null | undefined): string | null {
  const page = pageUrlOf(sourceUrl);
  return page && new URL(page.url).searchParams.get('ttclid');
}

/** By name alone: a warning stands in the history in clear. */
export function unusableWarnings(keys: readonly MatchKey[]): string[] {
  return keys.filter(({ given, value }) => value === null && given).map(unusableWarning);
}

function unusableWarning({ name }: MatchKey): string {
  return name === 'phone'
    ? 'phone is no valid number with the lead’s country and was left out.'
    : `${name} could not be used and was left out.`;
}

/** The lead's id, names and place are no key by themselves: they only help where one of these is there. */
export function isMatchable(user: TikTokUser): boolean {
  return ['email', 'phone', 'ttclid', 'ttp'].some((key) => key in user) || ('ip' in user && 'user_agent' in user);
}

/** For the history: hashes as they are, the rest by its ends. */
export function maskedUser(user: TikTokUser): TikTokUser {
  const shown = Object.entries(user).map(([key, value]) => [key, MASKED.includes(key) ? maskMiddle(value) : value]);
  return Object.fromEntries(shown);
}

/** What of one event went out in clear, for a platform's words to be cleaned of. */
export function plainOf(user: TikTokUser, url: string | undefined): string[] {
  const plain = MASKED.flatMap((key) => user[key] ?? []);
  return url === undefined ? plain : [...plain, url];
}
