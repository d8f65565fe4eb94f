/** Names of parameters that forms put personal data under when they send it in the address. */
const PERSONAL = new Set(
  (
    'email mail emailaddress phone phonenumber tel mobile firstname lastname fullname fname lname name surname ' +
    'dateofbirth birthday birthdate dob gender street address address1 address2 city zip zipcode postalcode postcode ' +
    'ssn password token accesstoken'
  ).split(' '),
);
const LOOKS_LIKE_EMAIL = /[^\s@/]+@[^\s@/]+\.[^\s@/]+/;

export interface PageUrl {
  url: string;
  /** Names of the parameters that were left out of it. */
  leftOut: string[];
}

/**
 * The address of an http or https page, without parameters that hold personal data: platforms forbid them there.
 * Null where it is no such address. What has nothing to leave out stays as it was written.
 */
export function pageUrlOf(raw: string | null | undefined): PageUrl | null {
  const text = raw?.trim() ?? '';
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol) || !/^https?:\/\//i.test(text)) return null;
  const leftOut = [...new Set(url.searchParams.keys())].filter((name) =>
    url.searchParams.getAll(name).some((value) => isPersonal(name, value)),
  );
  const hasMore = url.username !== '' || url.password !== '' || LOOKS_LIKE_EMAIL.test(decoded(url.hash));
  if (leftOut.length === 0 && !hasMore) return { url: text, leftOut };
  for (const name of leftOut) url.searchParams.delete(name);
  url.username = '';
  url.password = '';
  if (LOOKS_LIKE_EMAIL.test(decoded(url.hash))) url.hash = '';
  return { url: url.toString(), leftOut };
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
