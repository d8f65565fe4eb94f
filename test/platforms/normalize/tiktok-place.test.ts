import { tiktokPlaceOf, tiktokStateOf, tiktokZipOf } from '../../../src/platforms/normalize/tiktok-place';

test.each([
  ['New York', 'newyork'],
  [' St. John’s ', 'stjohns'],
  ['Frankfurt (Oder)', 'frankfurtoder'],
  ['München', 'munchen'],
  ['Mu\u0308nchen', 'munchen'],
  ['Groß Gießen', 'grossgiessen'],
  ['København', 'kobenhavn'],
  ['Łódź', 'lodz'],
  ['İzmir', 'izmir'],
  ['25 de Mayo', '25demayo'],
  ['東京', '東京'],
  ['서울', '서울'],
  ['Санкт-Петербург', 'санктпетербург'],
  ['दिल्ली', 'दिल्ली'],
  ['- . -', null],
  ['', null],
])('the place %j is %j at TikTok', (raw, place) => {
  expect(tiktokPlaceOf(raw)).toBe(place?.normalize('NFC') ?? null);
});

test.each([
  ['California', 'ca'],
  ['CA', 'ca'],
  ['New York', 'ny'],
  ['Québec', 'qc'],
  ['Île-de-France', 'iledefrance'],
  ['Bayern', 'bayern'],
  ['Region 4', 'region4'],
  ['?', null],
])('the state %j is %j at TikTok', (raw, state) => {
  expect(tiktokStateOf(raw)).toBe(state);
});

test.each([
  ['94035', '94035'],
  ['94035-1234', '940351234'],
  [' sw1a 1AA ', 'sw1a1aa'],
  ['D‑80331', 'd80331'],
  ['-', null],
  ['1', null],
  ['no postal code at all', null],
])('the postal code %j is %j at TikTok', (raw, code) => {
  expect(tiktokZipOf(raw)).toBe(code);
});
