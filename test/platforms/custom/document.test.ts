import type { ConversionEvent } from '../../../src/domain/conversion-event';
import { custom } from '../../../src/platforms/custom';
import { DEFAULT_BODY } from '../../../src/platforms/custom/body';
import { MACRO_NAMES } from '../../../src/platforms/custom/macros';
import { MODIFIERS } from '../../../src/platforms/custom/modifiers';
import { plain, readPage } from '../../support/markdown';
import { filled, inputOf, prepared, replyOf, targetOf } from './fixtures';

const { table, fences } = readPage('custom-pixels.md');

const EVENT = JSON.parse(fences('json example-event')[0] ?? '') as ConversionEvent;

describe('docs/custom-pixels.md is true', () => {
  test('its macros are those of the code', () => {
    const names = table('Macro', 'What it is').map(([macro]) => plain(macro).slice(1, -1));
    expect([...names].sort()).toEqual([...MACRO_NAMES].sort());
  });

  test.each(table('Macro', 'What it is'))('%s: %s', (macro, _meaning, example) => {
    const template = plain(macro).replace('answers.KEY', 'answers.colours');
    expect(filled(template, EVENT, { secret: 's3cret' })).toBe(plain(example));
  });

  test('its modifiers are those of the code', () => {
    const names = table('Modifier', 'What it does').map(([modifier]) => plain(modifier).split(':')[0]);
    expect([...names].sort()).toEqual(MODIFIERS.map(({ name }) => name).sort());
  });

  test.each(table('Modifier', 'What it does'))('%s: %s', (modifier, _meaning, example, result) => {
    expect(plain(example)).toContain(`|${plain(modifier).split(':')[0]}`);
    expect(filled(plain(example), EVENT)).toBe(plain(result));
  });

  test('its default body is the default body', () => {
    expect(fences('json default-body')).toEqual([DEFAULT_BODY]);
  });

  test('its settings are those of the code', () => {
    expect(table('Setting', 'Meaning').map(([name]) => plain(name))).toEqual(
      custom.settingsFields.map(({ name }) => name),
    );
  });

  test.each(table('Status', 'Outcome'))('an answer of %s is %s', (statuses = '', outcome) => {
    const numbers = statuses.match(/\d+/g)?.map(Number) ?? [200];
    const settings = { successBodyContains: 'OK' };
    const outcomes = numbers.map((status) => {
      const reading = custom.readReply(replyOf(status, 'no'), [prepared()], targetOf({ settings }));
      return reading.kind === 'all' ? reading.verdict.outcome : reading.kind;
    });
    expect(new Set(outcomes)).toEqual(new Set([plain(outcome)]));
  });

  test.each(fences('json').map((text) => JSON.parse(text)))(
    'its example $name can be saved',
    ({ custom: pixel, settings }) => {
      const { signingSecret, ...fields } = pixel;
      const signingSecrets = signingSecret ? [signingSecret] : [];
      expect(custom.checkPixel(inputOf({ ...fields, settings, signingSecrets }))).toEqual([]);
    },
  );
});
