import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

export interface Phone {
  /** With the plus sign; null where it is no valid number in the lead's country. */
  e164: string | null;
  /** Digits without leading zeros; null where there are none. */
  digits: string | null;
}

/** Parsed with the lead's country, because "(650) 555-1212" alone is no number of anywhere. */
export function phoneOf(raw: string, country: string | null): Phone {
  const region = country?.toUpperCase();
  const home = region && isSupportedCountry(region) ? (region as CountryCode) : undefined;
  const digits = raw.replace(/\D/g, '').replace(/^0+/, '');
  for (const parsed of [parsePhoneNumberFromString(raw, home), parsePhoneNumberFromString(`+${digits}`)]) {
    if (parsed?.isValid()) return { e164: parsed.number, digits: parsed.number.slice(1) };
  }
  return { e164: null, digits: digits === '' ? null : digits };
}
