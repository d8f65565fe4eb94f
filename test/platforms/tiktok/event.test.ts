import { createHash } from 'node:crypto';
import type { LeadData } from '../../../src/domain/lead';
import { tiktok } from '../../../src/platforms/tiktok';
import { eventOf, NOW, POOR, prepared, RICH, TOKEN, targetOf } from './leads';

const DAY = 86_400_000;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const userOf = (lead: LeadData) => (prepared(lead).body as { user: Record<string, string> }).user;
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY).toISOString();

const HASHES = {
  email: '62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f',
  phone: '1e231c66011e7a2d867a9cfae267a6aff103cf4913640b6e71a99850fc0ffbc8',
  external_id: '807612e002fc44dc6fc18f9f754ab36304aca1e34022ff87d2aea159c27b575d',
  first_name: '6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec',
  last_name: '6627835f988e2c5e50533d491163072d3f4f41f5c8b04630150debb3722ca2dd',
  zip_code: '1794327a4d443904421f5ca1f3d72d0a62ba2f0770d80755ec2220fc0efb052e',
};

describe('the body', () => {
  test('of a rich lead has every key in TikTok’s form, hashed where TikTok wants it', () => {
    const rich = prepared(RICH, { value: { amount: '25.5', currency: 'USD' } }, { limitedDataUse: true });
    expect(rich.body).toEqual({
      event: 'Lead',
      event_time: Date.parse('2026-11-28T11:59:00Z') / 1000,
      event_id: 'event-1',
      user: {
        ...HASHES,
        city: 'menlopark',
        state: 'ca',
        country: 'us',
        ttclid: 'E.C.P.AbCd-0123_xyz',
        ttp: '2F7h37YkS1j57AYSKTI7IHhJPYH',
        ip: '8.8.8.8',
        user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0',
      },
      properties: { value: 25.5, currency: 'USD' },
      page: { url: 'https://solar.example.com/quote?plan=Roof%2BBattery' },
      limited_data_use: true,
    });
    expect(rich).toMatchObject({ warnings: [], unsendable: null });
    expect(rich.matchKeys).toEqual(
      'email phone externalId firstName lastName city state postalCode country ttclid ttp ip userAgent'.split(' '),
    );
  });

  test('of a poor lead has no key without a value, and none of an empty text', () => {
    const empty = { ...POOR, phone: '', firstName: null, address: { city: '' }, clickIds: {}, sourceUrl: '' };
    for (const lead of [POOR, empty]) {
      expect(prepared(lead)).toMatchObject({
        matchKeys: ['email', 'externalId'],
        warnings: [],
        unsendable: null,
      });
      expect(prepared(lead).body).toEqual({
        event: 'Lead',
        event_time: Date.parse('2026-11-28T11:59:00Z') / 1000,
        event_id: 'event-1',
        user: { email: sha256('poor@example.com'), external_id: HASHES.external_id },
      });
    }
  });

  test('keeps a value of 0 and leaves limited_data_use out unless it is switched on', () => {
    const body = prepared(POOR, { value: { amount: '0', currency: 'EUR' } }, { limitedDataUse: false }).body;
    expect(body).toMatchObject({ properties: { value: 0, currency: 'EUR' } });
    expect(body).not.toHaveProperty('limited_data_use');
  });

  test('has no time ahead of now', () => {
    const body = prepared(POOR, { eventTime: '2026-11-28T12:03:00Z' }).body;
    expect(body).toMatchObject({ event_time: Math.floor(NOW.getTime() / 1000) });
  });
});

describe('keys', () => {
  test.each<[string, LeadData, Record<string, string>]>([
    [
      'a phone of another country',
      { phone: '020 7946 0958', address: { country: 'GB' } },
      { phone: sha256('+442079460958') },
    ],
    ['a phone with 00', { phone: '+49 (0)30 901820' }, { phone: sha256('+4930901820') }],
    ['a hash once, lower-cased', { email: HASHES.email.toUpperCase() }, { email: HASHES.email }],
    ['a hash without its appendix', { phone: `${HASHES.phone}.AQQCAQMC` }, { phone: HASHES.phone }],
    ['names without punctuation', { lastName: 'O’Brien-Šmid Jr.' }, { last_name: sha256('obrienšmidjr') }],
    ['decomposed names as composed', { firstName: 'Rene\u0301' }, { first_name: sha256('ren\u00e9') }],
    ['accents of a city folded', { address: { city: 'Bad Münster' } }, { city: 'badmunster' }],
    [
      'a postal code without spaces and dashes',
      { address: { postalCode: 'SW1A 1AA' } },
      { zip_code: sha256('sw1a1aa') },
    ],
    [
      'a ttclid of the page’s address',
      { sourceUrl: 'https://a.example/?ttclid=E.C.P.fromUrl' },
      { ttclid: 'E.C.P.fromUrl' },
    ],
    [
      'the lead’s ttclid before it',
      { sourceUrl: 'https://a.example/?ttclid=b', clickIds: { ttclid: 'A' } },
      { ttclid: 'A' },
    ],
    ['IPv6', { ipAddress: '2a00:1450:4001::8888' }, { ip: '2a00:1450:4001::8888' }],
  ])('take %s', (_name, lead, expected) => {
    expect(userOf(lead)).toMatchObject(expected);
  });

  test.each<[string, LeadData]>([
    ['email', { email: 'nobody at example.com' }],
    ['phone', { phone: '12345', address: { country: 'US' } }],
    ['phone', { phone: '+1 555-555-5555' }],
    ['firstName', { firstName: '...' }],
    ['lastName', { lastName: ' ' }],
    ['city', { address: { city: '---' } }],
    ['city', { address: { city: sha256('menlopark') } }],
    ['state', { address: { state: '?' } }],
    ['postalCode', { address: { postalCode: '-' } }],
    ['country', { address: { country: 'Atlantis' } }],
    ['ttclid', { clickIds: { ttclid: 'two words' } }],
    ['ttclid', { clickIds: { ttclid: sha256('E.C.P.1') } }],
    ['ttp', { clickIds: { ttp: ' ' } }],
    ['ip', { ipAddress: '192.168.0.1' }],
    ['userAgent', { userAgent: ' ' }],
    ['sourceUrl', { sourceUrl: 'https:example.com' }],
    ['sourceUrl', { sourceUrl: 'ftp://example.com' }],
  ])('leave out an unusable %s (%j), with a warning that names it alone', (name, lead) => {
    const { body, warnings, matchKeys } = prepared(lead);
    expect(warnings).toEqual([expect.stringMatching(new RegExp(`^${name} .*left out\\.$`))]);
    expect(matchKeys).not.toContain(name);
    const { user, page } = body as { user: Record<string, string>; page?: unknown };
    const left = Object.keys(user).filter((key) => key !== 'external_id' && key !== 'country');
    expect([left, page]).toEqual([[], undefined]);
  });
});

test.each([
  ['https://a.example/q?x=1&email=john%40example.com&y=%20#top', 'https://a.example/q?x=1&y=%20#top'],
  ['https://a.example/?e=john.smith@example.com', 'https://a.example/'],
  ['https://a.example/#john@example.com', 'https://a.example/'],
])('the page’s address goes without an e-mail that stands in it: %s', (sourceUrl, url) => {
  const { body, warnings } = prepared({ ...POOR, sourceUrl });
  expect(body).toMatchObject({ page: { url } });
  expect(warnings).toEqual(['sourceUrl held personal data, which was left out of it: platforms forbid it there.']);
});

test.each(['https://a.example/?', 'https://a.example/@john?at=@x&b=a%20b&&#@', 'http://a.example'])(
  'any other address goes to the letter: %s',
  (url) => {
    expect(prepared({ ...POOR, sourceUrl: url })).toMatchObject({ body: { page: { url } }, warnings: [] });
  },
);

describe('what is not sent', () => {
  test.each<[string, LeadData]>([
    ['a lead with nothing', {}],
    ['names and a place', { firstName: 'Mary', lastName: 'Smith', address: { postalCode: '94035', country: 'US' } }],
    ['an IP address alone', { ipAddress: '8.8.8.8' }],
    ['a user agent alone', { userAgent: 'Mozilla' }],
    ['an e-mail that is none', { email: 'none' }],
    ['a phone that is none', { phone: '12345' }],
  ])('%s has nothing to match by', (_name, lead) => {
    expect(prepared(lead).unsendable).toMatchObject({ skip: 'NO_MATCH_KEYS' });
  });

  test.each<[string, LeadData]>([
    ['an e-mail', { email: 'a@example.com' }],
    ['a phone', { phone: '+16505551212' }],
    ['a ttclid', { clickIds: { ttclid: 'E.C.P.1' } }],
    ['a ttp', { clickIds: { ttp: '2F7h' } }],
    ['an IP address with a user agent', { ipAddress: '8.8.8.8', userAgent: 'Mozilla' }],
  ])('%s is enough', (_name, lead) => {
    expect(prepared(lead).unsendable).toBeNull();
  });

  test.each([
    ['web', 7],
    ['crm', 28],
    ['offline', 28],
  ])('an event of %s older than %i days', (eventSource, days) => {
    const at = (age: number) => prepared(POOR, { eventTime: daysAgo(age) }, { eventSource }).unsendable;
    expect(at(days + 1 / 1440)).toMatchObject({ skip: 'TOO_OLD', message: expect.stringContaining(`${days} days`) });
    expect(at(days - 1 / 1440)).toBeNull();
    expect(tiktok.maxAgeMs('WEBSITE', { eventSource })).toBe(days * DAY);
  });
});

describe('warnings', () => {
  test('tell of a website event without its page, which is sent all the same', () => {
    const { warnings, unsendable } = prepared(POOR, { actionSource: 'WEBSITE' });
    expect([warnings, unsendable]).toEqual([[expect.stringContaining('sourceUrl')], null]);
    expect(prepared(RICH, { actionSource: 'WEBSITE' }).warnings).toEqual([]);
  });

  test.each(['Purchase', 'CompletePayment'])('tell of a %s without a value', (eventName) => {
    expect(prepared(POOR, { eventName }).warnings).toEqual([expect.stringContaining('value')]);
    expect(prepared(POOR, { eventName, value: { amount: '0', currency: 'USD' } }).warnings).toEqual([]);
  });
});

test('the history sees hashes and masks, no personal data in clear and no token', () => {
  const shown = JSON.stringify(prepared(RICH).shown);
  expect(shown).toContain(HASHES.email);
  const { city, ...address } = RICH.address ?? {};
  const secrets = [RICH.email?.trim(), RICH.phone, RICH.lastName?.trim(), city, address.street, address.postalCode];
  const plain = ['menlopark', '8.8.8.8', RICH.userAgent, RICH.clickIds?.ttclid, RICH.clickIds?.ttp, '@', TOKEN];
  for (const text of [...secrets, ...plain]) expect(shown.toLowerCase()).not.toContain(text?.toLowerCase());
  expect(prepared(RICH).shown).toMatchObject({
    event_id: 'event-1',
    page: { url: 'https://solar.example.com/quote?***' },
  });
});

test('lead data of any shape never make it throw', () => {
  const odd = '\ud800 \u0000 𝕏 🦊'.repeat(30);
  const address = { city: odd, state: odd, postalCode: odd, country: odd, street: odd };
  const clickIds = { ttclid: odd, ttp: odd };
  const lead: LeadData = { email: odd, phone: odd, firstName: odd, lastName: odd, address, clickIds };
  const event = eventOf({ ...lead, ipAddress: odd, userAgent: odd, sourceUrl: `https://${odd}` });
  expect(() => tiktok.prepare(event, targetOf(), NOW)).not.toThrow();
});
