import type { ConversionEvent } from '../../domain/conversion-event';
import type { Address, ClickIds, LeadData } from '../../domain/lead';
import { fbcOf, fbpOf } from '../normalize/click-ids';
import { dateOfBirthOf } from '../normalize/date-of-birth';
import { emailOf } from '../normalize/email';
import { genderOf } from '../normalize/gender';
import { readyHashOf } from '../normalize/hash';
import { publicIpOf } from '../normalize/ip';
import { nameOf } from '../normalize/names';
import { phoneOf } from '../normalize/phone';
import { cityOf, countryOf, postalCodeOf, stateOf } from '../normalize/place';
import { bareValue, dataValue, type Showing, textValue, type Value } from './value';

/** What macros are read from. */
export interface Source {
  event: ConversionEvent;
  /** The setting `secret`; null where there is none. */
  secret: string | null;
  now: Date;
}

export interface Macro {
  name: string;
  /** The identifier's name in a firing's `matchKeys`; null where it identifies nobody. */
  matchKey: string | null;
  /** `key` is what stands behind the dot of `answers.KEY`. */
  read(source: Source, key: string): Value | null;
  /** The form that platforms match by, for the modifier `normal`; null where the text is unusable. */
  normal?(text: string, source: Source): string | null;
  /** Whether the text is what it says it is; without it, whether `normal` finds it so. */
  isUsable?(text: string, source: Source): boolean;
}

/** A lead's e-mail that is none, a date that never was: left out, as on every platform. A hash is taken at its word. */
export function usableValue(macro: Macro, key: string, source: Source): Value | null {
  const value = macro.read(source, key);
  if (!value || readyHashOf(value.text, { asMeta: true }) !== null) return value;
  const { isUsable = (text: string) => !macro.normal || macro.normal(text, source) !== null } = macro;
  return isUsable(value.text, source) ? value : null;
}

/** Fewer digits are no number of anybody; more may be one that is written without its country. */
const FEWEST_DIGITS = 5;

type Normal = Macro['normal'];
type Text = string | null | undefined;

function fact(name: string, read: (event: ConversionEvent) => Text): Macro {
  return { name, matchKey: null, read: ({ event }) => textValue(read(event), 'plain') };
}

function identifier(name: string, matchKey: string, showing: Showing, of: (event: ConversionEvent) => Text): Macro {
  return { name, matchKey, read: ({ event }) => textValue(of(event)?.trim(), showing) };
}

function contact(name: string, field: keyof LeadData & string, normal?: Normal): Macro {
  return { ...identifier(name, field, 'hidden', ({ lead }) => lead[field] as Text), ...(normal ? { normal } : {}) };
}

function place(name: string, field: keyof Address, normal?: Normal): Macro {
  return { ...identifier(name, field, 'hidden', ({ lead }) => lead.address?.[field]), ...(normal ? { normal } : {}) };
}

function clickId(name: keyof ClickIds): Macro {
  return identifier(name, name, 'ends', ({ lead }) => lead.clickIds?.[name]);
}

function time(name: string, of: (event: ConversionEvent) => Text, form: (at: number) => Value): Macro {
  const read = ({ event }: Source) => {
    const at = Date.parse(of(event) ?? '');
    return Number.isNaN(at) ? null : { ...form(at), at };
  };
  return { name, matchKey: null, read };
}

function flag(name: string, field: 'consentGranted' | 'isTest'): Macro {
  return { name, matchKey: null, read: ({ event }) => dataValue(event.lead[field], 'plain') };
}

const region = ({ event }: Source) => countryOf(event.lead.address?.country ?? '');
const clicked = ({ eventTime, lead }: ConversionEvent) => Date.parse(lead.clickedAt ?? eventTime);

function answerOf({ event }: Source, key: string): Value | null {
  const answers = event.lead.answers ?? {};
  return Object.hasOwn(answers, key) ? dataValue(answers[key], 'hidden') : null;
}

/** All macros; docs/custom-pixels.md explains each. `answers.` takes a key behind the dot. */
export const MACROS: readonly Macro[] = [
  identifier('lead_id', 'externalId', 'plain', ({ leadId }) => leadId),
  fact('status', ({ leadStatus }) => leadStatus),
  fact('campaign_id', ({ campaignId }) => campaignId),
  fact('firing_id', ({ firingId }) => firingId),
  fact('event_name', ({ eventName }) => eventName),
  fact('event_id', ({ eventId }) => eventId),
  time(
    'event_time',
    ({ eventTime }) => eventTime,
    (at) => bareValue(String(Math.floor(at / 1000)), 'plain'),
  ),
  fact('action_source', ({ actionSource }) => actionSource.toLowerCase()),
  {
    name: 'value',
    matchKey: null,
    read: ({ event }) => (event.value ? bareValue(event.value.amount, 'plain') : null),
  },
  fact('currency', ({ value }) => value?.currency),
  contact('email', 'email', emailOf),
  {
    ...contact('phone', 'phone', (text, source) => phoneOf(text, region(source)).e164),
    isUsable: (text) => (phoneOf(text, null).digits ?? '').length >= FEWEST_DIGITS,
  },
  contact('first_name', 'firstName', nameOf),
  contact('last_name', 'lastName', nameOf),
  contact('date_of_birth', 'dateOfBirth', (text, { now }) => dateOfBirthOf(text, now)),
  contact('gender', 'gender', genderOf),
  place('street', 'street'),
  place('city', 'city', cityOf),
  place('state', 'state', (text, source) => stateOf(text, region(source))),
  place('postal_code', 'postalCode', (text, source) => postalCodeOf(text, region(source))),
  place('country', 'country', countryOf),
  { ...identifier('ip', 'ip', 'ends', ({ lead }) => lead.ipAddress), normal: publicIpOf },
  identifier('user_agent', 'userAgent', 'ends', ({ lead }) => lead.userAgent),
  { name: 'source_url', matchKey: null, read: ({ event }) => textValue(event.lead.sourceUrl, 'address') },
  clickId('fbclid'),
  identifier('fbc', 'fbc', 'ends', (event) => fbcOf(event.lead.clickIds ?? {}, clicked(event))),
  { ...clickId('fbp'), normal: fbpOf },
  clickId('ttclid'),
  clickId('ttp'),
  clickId('gclid'),
  time(
    'clicked_at',
    ({ lead }) => lead.clickedAt,
    (at) => textValue(new Date(at).toISOString(), 'plain') as Value,
  ),
  flag('consent_granted', 'consentGranted'),
  flag('is_test', 'isTest'),
  { name: 'answers', matchKey: null, read: ({ event }) => dataValue(event.lead.answers, 'hidden') },
  { name: 'answers.', matchKey: null, read: answerOf },
  { name: 'secret', matchKey: null, read: ({ secret }) => textValue(secret, 'secret') },
];

/** Names for what is wanted often, by what they are short for. */
export const SHORTHANDS: Readonly<Record<string, string>> = {
  event_time_ms: 'event_time|ms',
  event_time_iso: 'event_time|iso',
  email_sha256: 'email|normal|sha256',
  phone_sha256: 'phone|normal|sha256',
};

const BY_NAME = new Map(MACROS.map((macro) => [macro.name, macro]));

/** Every name as a template writes it. */
export const MACRO_NAMES: readonly string[] = [
  ...MACROS.map(({ name }) => (name === 'answers.' ? 'answers.KEY' : name)),
  ...Object.keys(SHORTHANDS),
];

/** The macro of a name without modifiers, and the key behind `answers.`; null where there is none. */
export function macroOf(name: string): { macro: Macro; key: string } | null {
  const key = name.startsWith('answers.') ? name.slice('answers.'.length) : '';
  const macro = BY_NAME.get(key === '' ? name : 'answers.');
  return macro && name !== 'answers.' ? { macro, key } : null;
}

/** Everything known of the person, sent or not: what a receiver's answer must not bring into the history. */
export function privateTexts(source: Source): string[] {
  const values = MACROS.map((macro) => macro.read(source, '')).filter((value) => value !== null);
  const answers = Object.values(source.event.lead.answers ?? {}).flat();
  const telling = answers.filter((answer) => typeof answer === 'string' || typeof answer === 'number');
  return [...values.filter(({ showing }) => showing !== 'plain').map(({ text }) => text), ...telling.map(String)];
}
