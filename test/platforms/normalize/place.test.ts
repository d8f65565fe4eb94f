import { getCountries } from 'libphonenumber-js/max';
import { countryOf } from '../../../src/platforms/normalize/country';
import { cityOf, postalCodeOf, stateOf } from '../../../src/platforms/normalize/place';

it.each([
  ['US', 'us'],
  [' de ', 'de'],
  ['UK', 'gb'],
  ['Germany', 'de'],
  ['Deutschland', 'de'],
  ['España', 'es'],
  ['espana', 'es'],
  ['United States', 'us'],
  ['The United States of America', 'us'],
  ['U.S.A.', 'us'],
  ['Great Britain', 'gb'],
  ['Vietnam', 'vn'],
  ['Russia', 'ru'],
  ['Serbia', 'rs'],
  ['Yemen', 'ye'],
  ['Curaçao', 'cw'],
  ['Myanmar', 'mm'],
  ['Benin', 'bj'],
  ['Burkina Faso', 'bf'],
  ['Zimbabwe', 'zw'],
  ['Bosnia and Herzegovina', 'ba'],
  ['Bosnia & Herzegovina', 'ba'],
  ["Cote d'Ivoire", 'ci'],
  ['Ivory Coast', 'ci'],
  ['Turkey', 'tr'],
  ['Türkiye', 'tr'],
  ['Czech Republic', 'cz'],
  ['South Korea', 'kr'],
  ['Hong Kong', 'hk'],
  ['Trinidad and Tobago', 'tt'],
  ['Kosovo', 'xk'],
  ['DD', 'de'],
  ['EU', null],
  ['ZZ', null],
  ['UU', null],
  ['European Union', null],
  ['Atlantis', null],
  ['1', null],
  ['', null],
])('country %j is %s', (raw, country) => {
  expect(countryOf(raw)).toBe(country);
});

it('every country with a telephone prefix is known by its code and its English name', () => {
  const territories = ['AC', 'TA'];
  const names = new Intl.DisplayNames('en', { type: 'region' });
  const codes = getCountries().filter((code) => !territories.includes(code));
  expect(codes.filter((code) => countryOf(code) !== code.toLowerCase())).toEqual([]);
  const misnamed = codes.filter((code) => countryOf(names.of(code) ?? '') !== code.toLowerCase());
  expect(misnamed).toEqual([]);
});

it.each([
  ['New York', 'newyork'],
  ['St. Louis', 'stlouis'],
  ['München', 'münchen'],
  ['東京', '東京'],
  ['Paris 16e', 'parise'],
  ['123', null],
])('city %j is %s', (raw, city) => {
  expect(cityOf(raw)).toBe(city);
});

it.each([
  ['California', 'us', 'ca'],
  ['CA', 'us', 'ca'],
  ['new york', null, 'ny'],
  ['Washington D.C.', 'us', 'dc'],
  ['Québec', 'ca', 'qc'],
  ['British Columbia', 'ca', 'bc'],
  ['Western Australia', 'au', 'westernaustralia'],
  ['Maryland', 'lr', 'maryland'],
  ['Nordrhein-Westfalen', 'de', 'nordrheinwestfalen'],
  ['Москва', null, 'москва'],
  ['!', 'us', null],
])('state %j in %s is %s', (raw, country, state) => {
  expect(stateOf(raw, country)).toBe(state);
});

it.each([
  ['94035-1234', 'us', '94035'],
  ['940351234', 'us', '94035'],
  ['94035-1234', null, '94035'],
  [' SW1A 1AA ', 'gb', 'sw1a1aa'],
  ['1012 AB', 'nl', '1012ab'],
  ['00-950', 'pl', '00950'],
  ['100-0001', 'jp', '1000001'],
  ['01310-100', 'br', '01310100'],
  ['-', 'us', null],
  ['-12345', null, null],
  ['1', 'us', null],
  ['', null, null],
])('postal code %j in %s is %s', (raw, country, code) => {
  expect(postalCodeOf(raw, country)).toBe(code);
});
