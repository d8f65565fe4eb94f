const US_STATES =
  'alabama al,alaska ak,arizona az,arkansas ar,california ca,colorado co,connecticut ct,delaware de,districtofcolumbia dc,florida fl,georgia ga,hawaii hi,idaho id,illinois il,indiana in,iowa ia,kansas ks,kentucky ky,louisiana la,maine me,maryland md,massachusetts ma,michigan mi,minnesota mn,mississippi ms,missouri mo,montana mt,nebraska ne,nevada nv,newhampshire nh,newjersey nj,newmexico nm,newyork ny,northcarolina nc,northdakota nd,ohio oh,oklahoma ok,oregon or,pennsylvania pa,rhodeisland ri,southcarolina sc,southdakota sd,tennessee tn,texas tx,utah ut,vermont vt,virginia va,washington wa,westvirginia wv,wisconsin wi,wyoming wy,puertorico pr';
const CA_PROVINCES =
  'alberta ab,britishcolumbia bc,manitoba mb,newbrunswick nb,newfoundlandandlabrador nl,northwestterritories nt,novascotia ns,nunavut nu,ontario on,princeedwardisland pe,quebec qc,québec qc,saskatchewan sk,yukon yt';
const STATE_CODES = new Map(
  `${US_STATES},${CA_PROVINCES}`.split(',').map((pair) => pair.split(' ') as [string, string]),
);

const COUNTRY_CODES = countryCodes();

/** Every two-letter code that has an English name, by that name without spaces and punctuation. */
function countryCodes(): Map<string, string> {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const codes = new Map<string, string>([
    ['usa', 'us'],
    ['unitedstatesofamerica', 'us'],
    ['uk', 'gb'],
    ['greatbritain', 'gb'],
    ['england', 'gb'],
  ]);
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
    const name = names.of(code);
    if (name && !codes.has(lettersOf(name))) codes.set(lettersOf(name), code.toLowerCase());
  }
  return codes;
}

/** Lower-case letters of any script; no digits, spaces or punctuation. */
function lettersOf(raw: string): string {
  return raw.toLowerCase().replace(/[^\p{L}\p{M}]/gu, '');
}

/** Meta: lower-case, no punctuation, digits or spaces; scripts other than Latin are kept as they are. */
export function cityOf(raw: string): string | null {
  return lettersOf(raw) || null;
}

/** Meta: the two-letter code in the US and Canada, names too; elsewhere the name without punctuation and spaces. */
export function stateOf(raw: string): string | null {
  const state = lettersOf(raw);
  return STATE_CODES.get(state) ?? (state || null);
}

/** Meta: lower-case, no spaces, no dash; the first five digits in the US. */
export function postalCodeOf(raw: string, country: string | null): string | null {
  const code = raw.toLowerCase().replace(/\s/g, '');
  const isZipPlusFour = /^\d{5}-\d{4}$/.test(code) && (country === null || country === 'us');
  const plain = (isZipPlusFour ? code.slice(0, 5) : code).replace(/-/g, '');
  return /^[\p{L}\p{N}]{2,12}$/u.test(plain) ? plain : null;
}

/** ISO 3166-1 alpha-2 in lower case, from the code or the English name. */
export function countryOf(raw: string): string | null {
  const country = lettersOf(raw);
  if (country.length === 2 && country !== 'uk') return [...COUNTRY_CODES.values()].includes(country) ? country : null;
  return COUNTRY_CODES.get(country) ?? null;
}
