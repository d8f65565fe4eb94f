import fc from 'fast-check';
import type { LeadData } from '../../src/domain/lead';
import { ACTION_SOURCES } from '../../src/domain/pixel';
import { parsedUrl } from '../../src/domain/url';
import { PLATFORMS, platformOf } from '../../src/platforms';
import type { PixelInput } from '../../src/platforms/platform';
import { ACCESS_TOKEN, conversionEvent, NOW, PERSONAL_TEXTS, RICH_LEAD } from './conversion-events';
import { allSettings, goodInput, LEADS, requiredSettings, SIGNING_SECRET, targetOf } from './platform-cases';

it('the register knows every platform by its code', () => {
  const codes = PLATFORMS.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const platform of PLATFORMS) {
    expect(platformOf(platform.code)).toBe(platform);
    expect(platform.code).toMatch(/^[A-Z][A-Z0-9_]*$/);
  }
  expect(() => platformOf('NOWHERE')).toThrow();
});

describe.each(PLATFORMS.map((platform) => [platform.code, platform] as const))('%s', (_code, platform) => {
  const target = targetOf(platform);
  const prepare = (lead: LeadData, fields: Parameters<typeof conversionEvent>[1] = {}) =>
    platform.prepare(conversionEvent(lead, fields), target, NOW);
  const build = (count: number, testEventCode: string | null) =>
    platform.buildRequest(
      Array.from({ length: count }, () => prepare(RICH_LEAD)),
      target,
      { testEventCode, now: NOW },
    );

  describe('what it says of itself', () => {
    it('is fit for a form', () => {
      expect(platform.label).not.toBe('');
      expect(platform.maxBatchSize).toBeGreaterThanOrEqual(1);
      expect(new Set(platform.standardEventNames).size).toBe(platform.standardEventNames.length);
      expect(platform.actionSources.every((source) => ACTION_SOURCES.includes(source))).toBe(true);
      for (const source of platform.actionSources)
        expect(platform.maxAgeMs(source, {})).toBeGreaterThanOrEqual(86_400_000);
      expect((platform.baseUrlVariable === null) === (platform.defaultBaseUrl === null)).toBe(true);
      for (const { name, label, type } of platform.settingsFields) {
        expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/);
        expect(label).not.toBe('');
        expect(type).toMatch(/^(text|boolean|number|choice:[^|]+(\|[^|]+)*)$/);
      }
    });

    it('has nothing against its own standard events, nor against a good pixel', () => {
      expect(platform.pixelWarnings(target)).toEqual([]);
      for (const eventName of platform.standardEventNames) {
        for (const actionSource of platform.actionSources) {
          expect(platform.checkPlan({ eventName, actionSource, hasValue: true })).toEqual([]);
        }
        expect(platform.planWarnings({ eventName, actionSource: 'WEBSITE', hasValue: true }, target)).toEqual([]);
      }
    });
  });

  describe('a pixel', () => {
    const pathsOf = (fields: Partial<PixelInput>) =>
      platform.checkPixel({ ...goodInput(platform), ...fields }).map(({ path }) => path);

    it('is taken with what the form asks for, and refused without', () => {
      expect(pathsOf({})).toEqual([]);
      expect(pathsOf({ platformPixelId: null, accessToken: null, custom: null, settings: {} }).length).toBeGreaterThan(
        0,
      );
      for (const { name } of platform.settingsFields.filter(({ required }) => required)) {
        const { [name]: _dropped, ...settings } = requiredSettings(platform);
        expect(pathsOf({ settings })).toContain(`settings.${name}`);
      }
    });

    it('takes all its settings as they are published', () => {
      expect(pathsOf({ settings: allSettings(platform) })).toEqual([]);
    });

    it.each(platform.settingsFields.map((field) => [field.name, field.type]))(
      'setting %s is of type %s',
      (name, type) => {
        for (const wrong of [{}, [], '\u0000', type === 'boolean' ? 'true' : null]) {
          expect(pathsOf({ settings: { ...allSettings(platform), [name]: wrong } })).toContain(`settings.${name}`);
        }
      },
    );

    it('is refused with a setting that it has not', () => {
      const settings = { ...requiredSettings(platform), nobodyKnowsThis: 1 };
      expect(pathsOf({ settings })).toContain('settings.nobodyKnowsThis');
    });
  });

  describe('an event', () => {
    const cases = LEADS.flatMap(([name, lead]) =>
      platform.actionSources.map((source) => [name, source, lead] as const),
    );

    it.each(cases)('of a lead that is %s, from %s, is prepared or says why not', (_name, actionSource, lead) => {
      const prepared = prepare(lead, { actionSource });
      expect(() => JSON.stringify([prepared.body, prepared.shown])).not.toThrow();
      expect(prepared.warnings.every((text) => text !== '')).toBe(true);
      if (prepared.unsendable) expect(prepared.unsendable.message).toMatch(/\w.*\.$/);
      expect(new Set(prepared.matchKeys).size).toBe(prepared.matchKeys.length);
      expect(prepare(lead, { actionSource })).toEqual(prepared);
    });

    it('of a rich lead is sent, with its id and keys', () => {
      const prepared = prepare(RICH_LEAD);
      expect(prepared.unsendable).toBeNull();
      expect(JSON.stringify([prepared.body, build(1, null)])).toContain('event-1');
      expect(prepared.matchKeys).toEqual(expect.arrayContaining(['email']));
    });

    it('shows nothing personal in clear, and no secret', () => {
      const { shown, warnings, matchKeys, unsendable } = prepare(RICH_LEAD);
      const told = JSON.stringify([shown, warnings, matchKeys, unsendable]).toLowerCase();
      for (const text of [...PERSONAL_TEXTS, ACCESS_TOKEN.toLowerCase(), SIGNING_SECRET.toLowerCase()]) {
        expect(told).not.toContain(text);
      }
    });

    it('never throws, whatever the lead has', () => {
      const text = fc.option(fc.string({ unit: 'binary' }));
      const leads = fc.record(
        {
          email: fc.oneof(text, fc.emailAddress()),
          phone: fc.oneof(text, fc.stringMatching(/^[+0-9 ()-]{0,20}$/)),
          firstName: text,
          dateOfBirth: text,
          gender: text,
          address: fc.option(
            fc.record({ city: text, state: text, postalCode: text, country: text }, { requiredKeys: [] }),
          ),
          ipAddress: fc.oneof(text, fc.ipV4(), fc.ipV6()),
          userAgent: text,
          sourceUrl: fc.oneof(text, fc.webUrl({ withQueryParameters: true, withFragments: true })),
          clickIds: fc.option(
            fc.record({ fbclid: text, fbc: text, fbp: text, ttclid: text, ttp: text }, { requiredKeys: [] }),
          ),
          clickedAt: text,
          answers: fc.option(
            fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.array(fc.string()))),
          ),
        },
        { requiredKeys: [] },
      );
      fc.assert(
        fc.property(leads, fc.constantFrom(...platform.actionSources), (lead, actionSource) => {
          const prepared = prepare(lead as LeadData, { actionSource });
          const { body, url } = platform.buildRequest([prepared], target, { testEventCode: null, now: NOW });
          expect(parsedUrl(url)).not.toBeNull();
          expect(typeof (body ?? '')).toBe('string');
        }),
      );
    });

    it('is too old past its age limit', () => {
      for (const actionSource of platform.actionSources) {
        const eventTime = new Date(
          NOW.getTime() - platform.maxAgeMs(actionSource, target.settings) - 1_000,
        ).toISOString();
        const skip = prepare(RICH_LEAD, { actionSource, eventTime }).unsendable?.skip;
        // A custom receiver has no limit of its own: the dispatcher's deadline is the only one.
        expect(skip ?? 'TOO_OLD').toBe('TOO_OLD');
        if (platform.defaultBaseUrl !== null) expect(skip).toBe('TOO_OLD');
      }
    });
  });

  describe('a request', () => {
    it('is plain text to one address, its headers fit for HTTP', () => {
      const { method, url, headers, body } = build(Math.min(2, platform.maxBatchSize), null);
      expect(['GET', 'POST']).toContain(method);
      expect(new URL(url).protocol).toBe('https:');
      for (const [name, value] of Object.entries(headers)) {
        expect(name).toMatch(/^[a-z0-9-]+$/);
        expect(value).toMatch(/^[\t\x20-\x7e]*$/);
      }
      expect(url).not.toContain(ACCESS_TOKEN);
      expect(body ?? '').not.toContain(ACCESS_TOKEN);
      if (headers['content-type']?.includes('json')) expect(() => JSON.parse(body ?? '')).not.toThrow();
      expect((body ?? '').isWellFormed()).toBe(true);
    });

    it('of several events has each of them', () => {
      const size = Math.min(3, platform.maxBatchSize);
      const events = Array.from({ length: size }, (_, index) => prepare(RICH_LEAD, { eventId: `event-no-${index}` }));
      const { body, url, headers } = platform.buildRequest(events, target, { testEventCode: null, now: NOW });
      const sent = JSON.stringify([body, url, headers]);
      for (const index of events.keys()) expect(sent).toContain(`event-no-${index}`);
    });

    it('carries the test code where the platform takes one, and else none', () => {
      const code = 'TEST0815';
      const sent = JSON.stringify(build(1, code));
      expect(sent.includes(code)).toBe(platform.takesTestEventCode);
      expect(JSON.stringify(build(1, null))).not.toContain(code);
    });

    it('is shared by events of one pixel alone', () => {
      const event = conversionEvent();
      const key = platform.batchKey(event, target, NOW);
      if (platform.maxBatchSize === 1) expect(key).toBeNull();
      else expect(key).toBe(platform.batchKey(conversionEvent({}, { eventId: 'other' }), target, NOW));
      if (key !== null) expect(platform.batchKey(event, { ...target, id: 'pixel-2' }, NOW)).not.toBe(key);
    });
  });
});
