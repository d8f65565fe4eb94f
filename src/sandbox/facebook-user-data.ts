import {
  BadParameter,
  type Check,
  checkEach,
  type Fields,
  fieldsOf,
  isIpAddress,
  isPlain,
  oneOrListOf,
} from './field-checks';

/** What Meta's own libraries keep: any index, any time in digits, a payload, and perhaps their appendix. */
const BROWSER_COOKIE = /^fb\.\d+\.\d+\.[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]{2}|\.[A-Za-z0-9_-]{8})?$/;
const HASH = /^([0-9a-f]{32}|[0-9a-f]{64}(\.[A-Za-z0-9_-]{2}|\.[A-Za-z0-9_-]{8})?)$/;
const LEAD_ID = /^\d{15,16}$/;

/** A SHA-256, plain or with the appendix of Meta's parameter builder; or an MD5, which its libraries pass on. */
const hashed = oneOrListOf((value, path) => {
  if (typeof value !== 'string' || !HASH.test(value))
    throw new BadParameter(path, 'is not hashed: it must be the lower-case hex SHA-256', 'NOT_HASHED');
});

/** External ids are the one key where hashing is only recommended (customer-information-parameters). */
const isExternalId = oneOrListOf((value, path) => {
  if (typeof value !== 'string' || value.trim() === '' || value.length > 500)
    throw new BadParameter(path, 'must be a string of 1 to 500 characters');
});

/** `fb.<subdomain index>.<time in ms>.<id>` (fbp-and-fbc). */
function browserCookie(name: string): Check {
  return (value, path) => {
    isPlain(value, path);
    if (!BROWSER_COOKIE.test(value as string))
      throw new BadParameter(path, `must look like fb.1.<time in milliseconds>.<${name}>`);
  };
}

/** The lead id of an instant form, 15 or 16 digits; a bad one refuses the event (conversion-leads-integration). */
const isLeadId: Check = (value, path) => {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !LEAD_ID.test(text))
    throw new BadParameter(path, 'must have 15 or 16 digits and not be hashed', 'LEAD_ID');
};

/** Which keys are hashed and which are not: Meta's customer-information-parameters page. */
const USER_DATA: Record<string, Check> = {
  em: hashed,
  ph: hashed,
  fn: hashed,
  ln: hashed,
  db: hashed,
  ge: hashed,
  ct: hashed,
  st: hashed,
  zp: hashed,
  country: hashed,
  external_id: isExternalId,
  client_ip_address: isIpAddress,
  client_user_agent: isPlain,
  fbc: browserCookie('fbclid'),
  fbp: browserCookie('random number'),
  lead_id: isLeadId,
  subscription_id: isPlain,
  fb_login_id: isPlain,
  page_id: isPlain,
  page_scoped_user_id: isPlain,
  ctwa_clid: isPlain,
  ig_account_id: isPlain,
  ig_sid: isPlain,
  anon_id: isPlain,
  madid: isPlain,
};

/** Combinations too broad to match anybody, refused since Graph v13.0 when there is nothing else. */
const TOO_BROAD = [
  ['ct', 'country', 'st', 'zp', 'ge', 'client_user_agent'],
  ['db', 'client_user_agent'],
  ['fn', 'ge'],
  ['ln', 'ge'],
].map((names) => new Set(names));

/** At least one key, each in its form, and together narrow enough to match somebody. */
export function checkUserData(value: unknown, path: string): Fields {
  const userData = fieldsOf(value, path);
  const names = Object.keys(userData);
  if (names.length === 0)
    throw new BadParameter(path, 'needs at least one customer information parameter', 'NO_MATCH_KEYS');
  checkEach(userData, USER_DATA, path);
  if (TOO_BROAD.some((broad) => names.every((name) => broad.has(name))))
    throw new BadParameter(path, `is too broad to match anybody: only ${names.join(', ')}`, 'NO_MATCH_KEYS');
  return userData;
}
