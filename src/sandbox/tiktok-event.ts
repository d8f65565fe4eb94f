import {
  BadParameter,
  type Check,
  checkEach,
  type Fields,
  fieldsOf,
  holdsNothingPersonal,
  isAmount,
  isBoolean,
  isCurrency,
  isEventTime,
  isHttpUrl,
  isIpAddress,
  isPlain,
  isSha256,
  listOf,
  oneOf,
  oneOrListOf,
  required,
  textUpTo,
} from './field-checks';

export const EVENT_SOURCES = ['web', 'app', 'offline', 'crm'];

/**
 * TikTok publishes no firm limit. 7 days is as long as a ttclid is valid, 28 days its longest window of attribution;
 * the sandbox takes the shorter for what came from a page or an app.
 */
const MAX_AGE_DAYS: Record<string, number> = { web: 7, app: 7, offline: 28, crm: 28 };

const anything: Check = () => {};
const hashed = oneOrListOf(isSha256);

/** Events API 2.0: who is hashed (SHA-256 hex) and what stays plain; city, state and country are not hashed. */
const USER: Record<string, Check> = {
  email: hashed,
  phone: hashed,
  external_id: hashed,
  first_name: isSha256,
  last_name: isSha256,
  zip_code: isSha256,
  city: isPlain,
  state: isPlain,
  country: isPlain,
  ttclid: isPlain,
  ttp: isPlain,
  ip: isIpAddress,
  user_agent: isPlain,
  locale: isPlain,
  idfa: isSha256,
  gaid: isSha256,
  idfv: isPlain,
  att_status: oneOf('AUTHORIZED', 'DENIED', 'NOT_DETERMINED', 'RESTRICTED', 'NOT_APPLICABLE'),
};

const PAGE: Record<string, Check> = { url: isHttpUrl, referrer: isHttpUrl };

const isLead: Check = (value, path) => {
  checkEach(fieldsOf(value, path), { lead_id: textUpTo(200), lead_event_source: textUpTo(200) }, path);
};

const isPage: Check = (value, path) => {
  checkEach(fieldsOf(value, path), PAGE, path);
};

/** Standard properties by their form; others are the advertiser's own. `contents_ids` is a misspelling seen in the wild. */
const PROPERTIES: Record<string, Check> = {
  value: isAmount,
  currency: isCurrency,
  predicted_ltv: isAmount,
  content_type: oneOf('product', 'product_group'),
  content_ids: listOf(anything),
  contents: listOf((value, path) => {
    fieldsOf(value, path);
  }),
  contents_ids: (_value, path) => {
    throw new BadParameter(path, 'is misspelt: content_ids is meant');
  },
  delivery_category: oneOf('in_store', 'curbside', 'home_delivery'),
};

const isProperties: Check = (value, path) => {
  const properties = fieldsOf(value, path);
  for (const [name, check] of Object.entries(PROPERTIES))
    if (properties[name] !== undefined) check(properties[name], `${path}.${name}`);
  holdsNothingPersonal(properties, path);
};

const isUser: Check = (value, path) => {
  const user = fieldsOf(value, path);
  if (Object.keys(user).length === 0) throw new BadParameter(path, 'needs at least one matching key', 'NO_MATCH_KEYS');
  checkEach(user, USER, path);
};

const EVENT: Record<string, Check> = {
  event: textUpTo(100),
  event_time: anything,
  event_id: textUpTo(500),
  user: isUser,
  properties: isProperties,
  page: isPage,
  app: fieldsOf,
  ad: fieldsOf,
  lead: isLead,
  limited_data_use: isBoolean,
};

/** Throws BadParameter for the first thing wrong with one event of `data`. */
export function checkTikTokEvent(value: unknown, path: string, eventSource: string): void {
  const event: Fields = fieldsOf(value, path);
  required(event, ['event', 'event_time', 'event_id', 'user'], path);
  checkEach(event, EVENT, path);
  isEventTime(event.event_time, `${path}.event_time`, MAX_AGE_DAYS[eventSource] ?? 7);
  if (event.lead !== undefined && eventSource !== 'crm')
    throw new BadParameter(`${path}.lead`, 'belongs to event_source crm only');
}
