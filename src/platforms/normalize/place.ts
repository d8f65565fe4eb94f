import { lettersOf } from './letters';

export { countryOf } from './country';

const US_STATES =
  'alabama al,alaska ak,arizona az,arkansas ar,california ca,colorado co,connecticut ct,delaware de,districtofcolumbia dc,washingtondc dc,florida fl,georgia ga,hawaii hi,idaho id,illinois il,indiana in,iowa ia,kansas ks,kentucky ky,louisiana la,maine me,maryland md,massachusetts ma,michigan mi,minnesota mn,mississippi ms,missouri mo,montana mt,nebraska ne,nevada nv,newhampshire nh,newjersey nj,newmexico nm,newyork ny,northcarolina nc,northdakota nd,ohio oh,oklahoma ok,oregon or,pennsylvania pa,rhodeisland ri,southcarolina sc,southdakota sd,tennessee tn,texas tx,utah ut,vermont vt,virginia va,washington wa,westvirginia wv,wisconsin wi,wyoming wy,puertorico pr';
const CA_PROVINCES =
  'alberta ab,britishcolumbia bc,manitoba mb,newbrunswick nb,newfoundlandandlabrador nl,northwestterritories nt,novascotia ns,nunavut nu,ontario on,princeedwardisland pe,quebec qc,québec qc,saskatchewan sk,yukon yt';
const US_CODES = codesOf(US_STATES);
const US_STATE_CODES = new Set(US_CODES.values());
const STATE_CODES = new Map([...US_CODES, ...codesOf(CA_PROVINCES)]);

function codesOf(pairs: string): Map<string, string> {
  return new Map(pairs.split(',').map((pair) => pair.split(' ') as [string, string]));
}

/** Meta: lower-case, no punctuation, digits or spaces; scripts other than Latin are kept as they are. */
export function cityOf(raw: string): string | null {
  return lettersOf(raw) || null;
}

/** Meta: the two-letter code in the US and Canada, names too; elsewhere the name without punctuation and spaces. */
export function stateOf(raw: string, country: string | null = null): string | null {
  const state = lettersOf(raw);
  const hasCodes = country === null || country === 'us' || country === 'ca';
  return (hasCodes ? STATE_CODES.get(state) : undefined) ?? (state || null);
}

/** The two-letter code of a US state in lower case, from its code or name; null where it is none. */
export function usStateOf(raw: string): string | null {
  const state = lettersOf(raw);
  const code = US_CODES.get(state) ?? state;
  return US_STATE_CODES.has(code) ? code : null;
}

/**
 * Meta: lower-case, no spaces, no dash; the first five digits in the US. In the US, and where the country is not
 * known, what follows a dash is an extension and goes; elsewhere (Poland, Japan, …) it belongs to the code.
 */
export function postalCodeOf(raw: string, country: string | null): string | null {
  const code = raw.toLowerCase().replace(/\s/g, '');
  if (country !== null && country !== 'us') return atLeastTwo(code.replace(/-/g, ''));
  const plain = code.split('-', 1)[0] ?? '';
  return atLeastTwo(country === 'us' && /^\d{9}$/.test(plain) ? plain.slice(0, 5) : plain);
}

function atLeastTwo(code: string): string | null {
  return code.length >= 2 ? code : null;
}
