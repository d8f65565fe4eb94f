import { ACTION_SOURCES } from '../../../src/domain/pixel';
import { PLATFORMS, platformOf } from '../../../src/platforms';
import type { PixelInput } from '../../../src/platforms/platform';
import { tiktok } from '../../../src/platforms/tiktok';
import { eventOf, NOW, POOR, preparedMany, TOKEN, targetOf } from './leads';

const DAY = 86_400_000;
const GOOD: PixelInput = {
  platformPixelId: 'C4DEMO0123456789ABCD',
  accessToken: TOKEN,
  custom: null,
  signingSecrets: [],
  settings: {},
};

test('it stands in the register, for all action sources, with a variable of its own', () => {
  expect(PLATFORMS.map(({ code }) => code).slice(0, 2)).toEqual(['FACEBOOK', 'TIKTOK']);
  expect(platformOf('TIKTOK').label).toBe(tiktok.label);
  expect(tiktok).toMatchObject({
    actionSources: ACTION_SOURCES,
    takesTestEventCode: true,
    maxBatchSize: 1_000,
    defaultBaseUrl: 'https://business-api.tiktok.com',
    baseUrlVariable: 'TIKTOK_API_URL',
  });
});

describe('a pixel', () => {
  test.each<[string, Partial<PixelInput>]>([
    ['a pixel code', {}],
    ['an event set of a CRM', { platformPixelId: '7301234567890123456', settings: { eventSource: 'crm' } }],
    ['every setting', { settings: { eventSource: 'offline', limitedDataUse: true } }],
  ])('with %s is good', (_name, input) => {
    expect(tiktok.checkPixel({ ...GOOD, ...input })).toEqual([]);
  });

  test.each<[string, Partial<PixelInput>]>([
    ['platformPixelId', { platformPixelId: null }],
    ['platformPixelId', { platformPixelId: '' }],
    ['platformPixelId', { platformPixelId: 'C4/../x' }],
    ['platformPixelId', { platformPixelId: 'A'.repeat(65) }],
    ['accessToken', { accessToken: null }],
    ['accessToken', { accessToken: 'two words' }],
    ['accessToken', { accessToken: 'line\nbreak' }],
    ['custom', { custom: { method: 'GET', url: 'https://a.example', headers: [], body: null } }],
    ['settings.eventSource', { settings: { eventSource: 'app' } }],
    ['settings.eventSource', { settings: { eventSource: 1 } }],
    ['settings.limitedDataUse', { settings: { limitedDataUse: 'yes' } }],
    ['settings.apiVersion', { settings: { apiVersion: 'v1.3' } }],
    ['settings.toString', { settings: { toString: true } }],
  ])('has a fault at %s for %j', (path, input) => {
    const faults = tiktok.checkPixel({ ...GOOD, ...input });
    expect(faults).toEqual([{ path, message: expect.any(String) }]);
    expect(faults[0]?.message).not.toContain(TOKEN);
  });

  test('hears of all its faults at once', () => {
    const input = { ...GOOD, platformPixelId: null, accessToken: null, settings: { eventSource: '', x: 1 } };
    const paths = tiktok.checkPixel(input).map(({ path }) => path);
    expect(paths).toEqual(['platformPixelId', 'accessToken', 'settings.eventSource', 'settings.x']);
  });
});

describe('a plan', () => {
  const warningsOf = (eventName: string, hasValue = true) =>
    tiktok.planWarnings({ eventName, actionSource: 'WEBSITE', hasValue }, targetOf());

  test('of a standard event is without a warning', () => {
    for (const name of tiktok.standardEventNames) expect(warningsOf(name)).toEqual([]);
    expect(tiktok.standardEventNames).toEqual(expect.arrayContaining(['Lead', 'Purchase', 'SubmitApplication']));
  });

  test.each([
    ['SolarQuoteAccepted', 'custom event'],
    ['lead', 'custom event'],
    ['SubmitForm', 'Lead now'],
    ['CompletePayment', 'Purchase now'],
    ['PlaceAnOrder', 'no longer lists'],
  ])('of %s says: %s', (eventName, words) => {
    expect(warningsOf(eventName)).toEqual([expect.stringContaining(words)]);
    expect(tiktok.checkPlan({ eventName, actionSource: 'WEBSITE', hasValue: true })).toEqual([]);
  });

  test('of a purchase wants a value', () => {
    expect(warningsOf('Purchase', false)).toEqual([expect.stringContaining('should have a value')]);
  });
});

describe('a batch', () => {
  const keyOf = (hoursOld: number, settings = {}, id = 'pixel-1') => {
    const eventTime = new Date(NOW.getTime() - hoursOld * 3_600_000).toISOString();
    return tiktok.batchKey(eventOf(POOR, { eventTime }), targetOf(settings, { id }), NOW);
  };

  test('holds events of one pixel and one event source, however old, until they are near the limit', () => {
    const keys = [keyOf(0), keyOf(167), keyOf(0, {}, 'pixel-2'), keyOf(0, { eventSource: 'crm' })];
    expect(keys[0]).toBe(keys[1]);
    expect(new Set(keys).size).toBe(3);
    expect(keyOf(0, { eventSource: 'web' })).toBe(keyOf(0));
  });

  test('never holds an event that would be too old within minutes', () => {
    expect(keyOf(168 - 0.1)).toBeNull();
    expect(keyOf(168 - 0.1, { eventSource: 'offline' })).not.toBeNull();
    expect(keyOf(28 * 24 - 0.1, { eventSource: 'offline' })).toBeNull();
  });

  test('the age limit follows the settings of the pixel', () => {
    expect(tiktok.maxAgeMs('SYSTEM_GENERATED', {})).toBe(7 * DAY);
    expect(tiktok.maxAgeMs('WEBSITE', { eventSource: 'crm' })).toBe(28 * DAY);
  });
});

describe('a request', () => {
  const build = (settings = {}, testEventCode: string | null = null) =>
    tiktok.buildRequest(preparedMany(2), targetOf(settings), { testEventCode, now: NOW });

  test('goes to the pixel’s event source with the token in its header alone', () => {
    const { body, ...request } = build();
    expect(request).toEqual({
      method: 'POST',
      url: 'https://business-api.tiktok.com/open_api/v1.3/event/track/',
      headers: { 'access-token': TOKEN, 'content-type': 'application/json' },
    });
    expect(body).not.toContain(TOKEN);
    const { data, ...rest } = JSON.parse(body ?? '');
    expect(rest).toEqual({ event_source: 'web', event_source_id: 'C4DEMO0123456789ABCD' });
    expect(data).toEqual(preparedMany(2).map((event) => event.body));
  });

  test('carries the test code and the event source of the settings', () => {
    expect(JSON.parse(build({ eventSource: 'crm' }, 'TEST123').body ?? '')).toMatchObject({
      event_source: 'crm',
      test_event_code: 'TEST123',
    });
  });
});

test('there is no probe, because none is without a conversion', () => {
  expect([tiktok.buildProbe, tiktok.readProbe]).toEqual([undefined, undefined]);
});
