import { parsedUrl } from '../../domain/url';

/** Names of parameters that forms put personal data under when they send it in the address. */
const PERSONAL = new Set(
  (
    'email mail emailaddress phone phonenumber tel mobile firstname lastname fullname fname lname name surname ' +
    'dateofbirth birthday birthdate dob gender street address address1 address2 city zip zipcode postalcode postcode ' +
    'ssn password token accesstoken'
  ).split(' '),
);
const LOOKS_LIKE_EMAIL = /[^\s@/]+@[^\s@/]+\.[^\s@/]+/;

/** The warning where something was left out. */
export const PERSONAL_URL = 'sourceUrl held personal data, which was left out of it: platforms forbid it there.';

export interface PageUrl {
  url: string;
  /** What was left out of it: names of parameters, `user` or `fragment`. */
  leftOut: string[];
}

/**
 * The address of an http or https page, without parts that hold personal data: platforms forbid them there. The rest
 * stays to the letter. Null where it is no such address.
 */
export function pageUrlOf(raw: string | null | undefined): PageUrl | null {
  const text = raw?.trim() ?? '';
  const parts = /^(https?:\/\/)([^/?#]*@)?([^?#]*)(?:\?([^#]*))?(#.*)?$/is.exec(text);
  if (!parts || !parsedUrl(text)) return null;
  const [, scheme = '', user = '', page = '', query = '', fragment = ''] = parts;
  const leftOut: string[] = user ? ['user'] : [];
  const kept = query.split('&').filter((parameter) => {
    const [[name, value] = ['', '']] = new URLSearchParams(parameter);
    if (isPersonal(name, value)) leftOut.push(name);
    return !isPersonal(name, value);
  });
  const isPersonalFragment = LOOKS_LIKE_EMAIL.test(decoded(fragment));
  if (isPersonalFragment) leftOut.push('fragment');
  const search = kept.join('&');
  const url = `${scheme}${page}${search ? `?${search}` : ''}${isPersonalFragment ? '' : fragment}`;
  return leftOut.length === 0 ? { url: text, leftOut } : { url, leftOut: [...new Set(leftOut)] };
}

/** Of a name such as `lead[e-mail]` or `lead.email` the last part counts. */
function isPersonal(name: string, value: string): boolean {
  const last = name.split(/[[\].]+/).findLast((part) => part !== '') ?? '';
  return PERSONAL.has(last.toLowerCase().replace(/[^a-z0-9]/g, '')) || LOOKS_LIKE_EMAIL.test(value);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The address for the history: its query and credentials may be somebody's and are left out. */
export function urlWithoutQuery(url: string): string {
  const { protocol, host, pathname, search } = new URL(url);
  return `${protocol}//${host}${pathname}${search ? '?***' : ''}`;
}
