import { lettersOf } from './letters';

/** Codes that have a name in Unicode's data but are no countries of ISO 3166-1. */
const NO_COUNTRIES = new Set(['AC', 'CP', 'CQ', 'DG', 'EA', 'EU', 'EZ', 'IC', 'QO', 'TA', 'UN', 'XA', 'XB', 'ZZ']);

/** Languages whose names of countries are understood, the first to know a name wins. */
const LANGUAGES = ['en', 'de', 'es', 'fr', 'it', 'nl', 'pl', 'pt'];

/** Names in use that Unicode's data has not. */
const OTHER_NAMES =
  'usa us,unitedstatesofamerica us,america us,greatbritain gb,england gb,scotland gb,wales gb,northernireland gb,' +
  'gbr gb,holland nl,czechrepublic cz,macedonia mk,turkey tr,ivorycoast ci,swaziland sz,burma mm,russianfederation ru,' +
  'republicofkorea kr,korea kr,southkorea kr,vietnam vn,uae ae,hongkong hk,macao mo,macau mo,' +
  'laopeoplesdemocraticrepublic la,micronesiafederatedstatesof fm,palestine ps,syrianarabrepublic sy,' +
  'tanzaniaunitedrepublicof tz,venezuelabolivarianrepublicof ve,boliviaplurinationalstateof bo,' +
  'moldovarepublicof md,iranislamicrepublicof ir,bruneidarussalam bn,caboverde cv,easttimor tl,vatican va';

const CODES = isoCodes();
const CODE_OF_NAME = codesByName();

/** ISO 3166-1 alpha-2 in lower case, from the code or the country's name. */
export function countryOf(raw: string): string | null {
  const country = lettersOf(raw);
  return /^[a-z]{2}$/.test(country) ? codeOf(country) : (CODE_OF_NAME.get(nameKeyOf(raw)) ?? null);
}

/** A code in use, also from one that was replaced: UK is GB, and what was DD is DE. */
function codeOf(code: string): string | null {
  const region = canonical(code);
  return CODES.has(region) ? region.toLowerCase() : null;
}

function canonical(code: string): string {
  return new Intl.Locale('und', { region: code }).region ?? '';
}

function isoCodes(): Set<string> {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const pairs = letters.flatMap((first) => letters.map((second) => first + second));
  return new Set(pairs.filter((code) => names.of(code) && canonical(code) === code && !NO_COUNTRIES.has(code)));
}

/** Letters without accents, and without `and`, which is written in several ways. */
function nameKeyOf(name: string): string {
  const words = name.replace(/&/g, ' and ').toLowerCase().split(/\s+/);
  const plain = words.filter((word) => word !== 'and' && word !== 'the').join(' ');
  return lettersOf(plain.normalize('NFD').replace(/\p{M}/gu, ''));
}

function codesByName(): Map<string, string> {
  const codes = new Map<string, string>(OTHER_NAMES.split(',').map((pair) => pair.split(' ') as [string, string]));
  for (const language of LANGUAGES) {
    const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
    for (const code of CODES) {
      const key = nameKeyOf(names.of(code) ?? '');
      if (key !== '' && !codes.has(key)) codes.set(key, code.toLowerCase());
    }
  }
  return codes;
}
