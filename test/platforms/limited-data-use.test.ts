import type { Address } from '../../src/domain/lead';
import { PLATFORMS, platformOf } from '../../src/platforms';
import type { PixelInput } from '../../src/platforms/platform';
import { conversionEvent, NOW } from './conversion-events';
import { goodInput, targetOf } from './platform-cases';

const LIMITING = PLATFORMS.filter(({ settingsFields }) =>
  settingsFields.some(({ name }) => name === 'limitedDataUseStates'),
);
const CALIFORNIA = { data_processing_options_country: 1, data_processing_options_state: 1_000 };
const ANYWHERE = { data_processing_options_country: 0, data_processing_options_state: 0 };
const LIMITED = { FACEBOOK: { data_processing_options: ['LDU'] }, TIKTOK: { limited_data_use: true } };

function prepared(code: string, settings: Record<string, unknown>, address: Address | null, ipAddress = '8.8.8.8') {
  const platform = platformOf(code);
  const event = conversionEvent({ email: 'ada@example.com', ipAddress, address });
  const { body, warnings } = platform.prepare(event, { ...targetOf(platform), settings }, NOW);
  return { body: body as Record<string, unknown>, warnings };
}

it('can be asked for on Facebook and TikTok', () => {
  expect(LIMITING.map(({ code }) => code)).toEqual(['FACEBOOK', 'TIKTOK']);
});

describe.each(['FACEBOOK', 'TIKTOK'] as const)('%s', (code) => {
  const NAMED = { limitedDataUseStates: 'CA, Colorado' };
  test.each<[string, Record<string, unknown>, Address | null, boolean, boolean]>([
    ['no setting', {}, { state: 'CA', country: 'US' }, false, false],
    ['an explicit no', { limitedDataUse: false }, { state: 'CA' }, false, false],
    ['all leads', { limitedDataUse: true }, { state: 'TX', country: 'US' }, true, false],
    ['all leads, place unknown', { limitedDataUse: true }, null, true, false],
    ['all leads, and some states besides', { ...NAMED, limitedDataUse: true }, { state: 'TX' }, true, false],
    ['a named state by its code', NAMED, { state: 'ca', country: 'US' }, true, false],
    ['a named state by its name', NAMED, { state: ' colorado ', country: 'USA' }, true, false],
    ['a named state without a country', NAMED, { state: 'California' }, true, false],
    ['another state', NAMED, { state: 'TX', country: 'US' }, false, false],
    ['another state without a country', NAMED, { state: 'Texas' }, false, false],
    ['named states although limitedDataUse is off', { ...NAMED, limitedDataUse: false }, { state: 'CA' }, true, false],
    ['a state nobody knows', NAMED, { state: 'Atlantis', country: 'US' }, true, true],
    ['no state in the US', NAMED, { city: 'Denver', country: 'US' }, true, true],
    ['no address', NAMED, null, true, true],
    ['another country', NAMED, { state: 'CO', country: 'Colombia' }, false, false],
    ['another country without a state', NAMED, { country: 'DE' }, false, false],
  ])('%s', (_what, settings, address, limited, warned) => {
    const { body, warnings } = prepared(code, settings, address);
    expect(body).toEqual(limited ? expect.objectContaining(LIMITED[code]) : expect.anything());
    expect('data_processing_options' in body || 'limited_data_use' in body).toBe(limited);
    expect(warnings.some((text) => text.includes('US state is not known'))).toBe(warned);
  });

  test.each<[unknown, boolean]>([
    ['CA', true],
    ['ca,co , TX', true],
    ['California,New York', true],
    ['', false],
    ['CA,', false],
    ['CA;CO', false],
    ['ON', false],
    ['Bavaria', false],
    [true, false],
    [['CA'], false],
  ])('the setting %j is good: %s', (value, isGood) => {
    const input: PixelInput = { ...goodInput(platformOf(code)), settings: { limitedDataUseStates: value } };
    const paths = platformOf(code)
      .checkPixel(input)
      .map(({ path }) => path);
    expect(paths).toEqual(isGood ? [] : ['settings.limitedDataUseStates']);
  });
});

describe('Facebook is told the place where it is known to be California, and else asked to find it', () => {
  test.each<[Record<string, unknown>, Address | null, object]>([
    [{ limitedDataUse: true }, { state: 'California', country: 'US' }, CALIFORNIA],
    [{ limitedDataUseStates: 'CA' }, { state: 'CA' }, CALIFORNIA],
    [{ limitedDataUseStates: 'CO' }, { state: 'CO', country: 'US' }, ANYWHERE],
    [{ limitedDataUse: true }, { state: 'CA', country: 'CO' }, ANYWHERE],
    [{ limitedDataUse: true }, null, ANYWHERE],
  ])('%j of %j', (settings, address, place) => {
    expect(prepared('FACEBOOK', settings, address).body).toMatchObject(place);
  });

  it('and says where it could not find it', () => {
    const warningsOf = (address: Address) =>
      prepared('FACEBOOK', { limitedDataUse: true }, address, 'nowhere').warnings.join();
    expect(warningsOf({ state: 'TX' })).toContain('the lead has none');
    expect(warningsOf({ state: 'CA' })).not.toContain('the lead has none');
  });
});
