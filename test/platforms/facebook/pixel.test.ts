import { facebook } from '../../../src/platforms/facebook';
import type { PixelInput } from '../../../src/platforms/platform';
import { ACCESS_TOKEN, conversionEvent, NOW, pixelTarget } from '../conversion-events';

const GOOD: PixelInput = {
  platformPixelId: '1234567890',
  accessToken: ACCESS_TOKEN,
  custom: null,
  signingSecrets: [],
  settings: {},
};
const pathsOf = (fields: Partial<PixelInput>) => facebook.checkPixel({ ...GOOD, ...fields }).map(({ path }) => path);

describe('a Facebook pixel', () => {
  it.each<[string, Partial<PixelInput>, string[]]>([
    ['good', {}, []],
    ['with all settings', { settings: { apiVersion: 'v26.0', limitedDataUse: true, optOut: false } }, []],
    ['without anything', { platformPixelId: null, accessToken: null }, ['platformPixelId', 'accessToken']],
    ['with an id that is none', { platformPixelId: '12/../34' }, ['platformPixelId']],
    ['with a token of two lines', { accessToken: 'EAAB\r\nx: y' }, ['accessToken']],
    ['with a blank token', { accessToken: '' }, ['accessToken']],
    ['with a template', { custom: { method: 'POST', url: 'https://a.example', headers: [], body: null } }, ['custom']],
    [
      'with wrong settings',
      { settings: { apiVersion: '25', limitedDataUse: 'yes', optOut: 1, colour: 'red', toString: 'x' } },
      ['settings.apiVersion', 'settings.limitedDataUse', 'settings.optOut', 'settings.colour', 'settings.toString'],
    ],
    ['with a path for a version', { settings: { apiVersion: 'v25.0/../me' } }, ['settings.apiVersion']],
  ])('%s', (_what, fields, paths) => {
    expect(pathsOf(fields)).toEqual(paths);
  });
});

describe('a plan', () => {
  const plan = { eventName: 'Lead', actionSource: 'WEBSITE' as const, hasValue: true };

  it('has an event name of at most 50 characters', () => {
    expect(facebook.checkPlan({ ...plan, eventName: 'x'.repeat(50) })).toEqual([]);
    expect(facebook.checkPlan({ ...plan, eventName: 'x'.repeat(51) })).toMatchObject([{ path: 'eventName' }]);
  });

  it.each([
    ['Lead', true, {}, []],
    ['Purchase', true, {}, []],
    ['Purchase', false, {}, [/needs a value/]],
    ['Qualified', true, {}, [/custom event: campaigns can't optimise/]],
    ['purchase', true, {}, [/the standard event is written Purchase/]],
    ['Complete Registration', true, {}, [/the standard event is written CompleteRegistration/]],
    ['Lead', true, { apiVersion: 'v22.0' }, []],
    ['Lead', true, { apiVersion: 'v21.0' }, [/v21\.0 is near its end/]],
  ] as const)('%s (value: %s, settings %j) warns of %j', (eventName, hasValue, settings, warnings) => {
    const target = pixelTarget({ settings });
    const told = [
      ...facebook.pixelWarnings(target),
      ...facebook.planWarnings({ ...plan, eventName, hasValue }, target),
    ];
    expect(told).toEqual(warnings.map((text) => expect.stringMatching(text)));
  });
});

describe('a request', () => {
  const prepared = facebook.prepare(conversionEvent(), pixelTarget(), NOW);
  const build = (settings: Record<string, unknown>, testEventCode: string | null) =>
    facebook.buildRequest([prepared, prepared], pixelTarget({ settings }), { testEventCode, now: NOW });

  it('goes to the pixel by its version, the token in a header alone', () => {
    const { method, url, headers, body } = build({ apiVersion: 'v26.0' }, null);
    expect([method, url]).toEqual(['POST', 'https://graph.example/v26.0/1234567890/events']);
    expect(headers.authorization).toBe(`Bearer ${ACCESS_TOKEN}`);
    expect(`${url}${body}`).not.toContain(ACCESS_TOKEN);
    expect(JSON.parse(body ?? '')).toEqual({ data: [prepared.body, prepared.body], partner_agent: 'pixel-tracking' });
  });

  it('has the test code beside the events', () => {
    expect(JSON.parse(build({}, 'TEST1').body ?? '')).toMatchObject({ test_event_code: 'TEST1' });
    expect(build({}, null).url).toContain('/v25.0/');
  });

  it('is shared by what goes to one pixel by one version', () => {
    const keyOf = (fields: Parameters<typeof pixelTarget>[0]) =>
      facebook.batchKey(conversionEvent(), pixelTarget(fields), NOW);
    expect(keyOf({})).toBe(keyOf({ accessToken: 'another, for the same pixel' }));
    expect(keyOf({ id: 'pixel-2' })).not.toBe(keyOf({}));
    expect(keyOf({ settings: { apiVersion: 'v26.0' } })).not.toBe(keyOf({}));
  });

  it.each([
    ['fresh', 0, false],
    ['10 minutes before its age limit', 7 * 86_400_000 - 600_000, false],
    ['5 minutes before it', 7 * 86_400_000 - 299_999, true],
    ['past it', 8 * 86_400_000, true],
  ])('an event %s goes alone: %s', (_what, age, alone) => {
    const event = conversionEvent(undefined, { eventTime: new Date(NOW.getTime() - age).toISOString() });
    expect(facebook.batchKey(event, pixelTarget(), NOW) === null).toBe(alone);
  });
});
