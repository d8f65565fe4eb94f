import type { LeadData } from '../../src/domain/lead';
import { PLATFORMS } from '../../src/platforms';
import { conversionEvent, NOW, RICH_LEAD } from './conversion-events';
import { targetOf } from './platform-cases';

const UNREADABLE = ['Ada\u0000', '\u0000', '\ud800', 'a\udc00b', `https://a.example/\u0000`];
const PLAIN = [
  'email',
  'phone',
  'firstName',
  'lastName',
  'dateOfBirth',
  'gender',
  'ipAddress',
  'userAgent',
  'sourceUrl',
];
const NESTED = {
  address: ['street', 'city', 'state', 'postalCode', 'country'],
  clickIds: ['fbclid', 'fbc', 'fbp', 'ttclid', 'ttp', 'gclid'],
};

/** The rich lead with one text that is none, the same without that field, and the field's name in warnings. */
const CASES: [name: string, lead: (text: string) => LeadData, without: LeadData][] = [
  ...PLAIN.map((name): (typeof CASES)[number] => [
    name === 'ipAddress' ? 'ip' : name,
    (text) => ({ ...RICH_LEAD, [name]: text }),
    { ...RICH_LEAD, [name]: undefined },
  ]),
  ...Object.entries(NESTED).flatMap(([holder, names]) =>
    names.map((name): (typeof CASES)[number] => {
      const fields = RICH_LEAD[holder as keyof typeof NESTED];
      return [
        name,
        (text) => ({ ...RICH_LEAD, [holder]: { ...fields, [name]: text } }),
        { ...RICH_LEAD, [holder]: { ...fields, [name]: undefined } },
      ];
    }),
  ),
];

describe.each(PLATFORMS.map((platform) => [platform.code, platform] as const))('%s', (_code, platform) => {
  const target = targetOf(platform);
  const prepare = (lead: LeadData) => platform.prepare(conversionEvent(lead), target, NOW);

  test.each(CASES)('text that no platform takes leaves %s out, and the firing says so', (name, leadWith, without) => {
    const expected = prepare(without);
    for (const text of UNREADABLE) {
      const lead = leadWith(text);
      const prepared = prepare(lead);
      expect(prepared).toEqual({
        ...expected,
        warnings: [`${name} could not be used and was left out.`, ...expected.warnings],
      });
      expect(lead).toEqual(leadWith(text));
    }
  });

  test('a lead of nothing else has nothing to match by', () => {
    const fields = Object.fromEntries(PLAIN.map((name) => [name, '\u0000']));
    const lead = { ...fields, address: { city: '\ud800' }, clickIds: { fbp: '\u0000', ttp: '\u0000' } };
    const { body, shown, warnings, unsendable } = prepare(lead);
    expect(JSON.stringify([body, shown, warnings])).not.toMatch(/\\u0000|\\ud[89a-f]/);
    expect(warnings.length).toBeGreaterThanOrEqual(PLAIN.length + 3);
    expect(unsendable).toEqual(prepare({}).unsendable);
  });

  test('readable leads are handed on as they are', () => {
    expect(prepare(RICH_LEAD).warnings.filter((warning) => warning.includes('left out'))).toEqual([]);
  });
});
