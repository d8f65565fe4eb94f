import { CONDITION_FIELDS } from '../../src/domain/condition-fields';
import type { ConversionEvent } from '../../src/domain/conversion-event';
import { SKIP_REASONS } from '../../src/domain/firing';
import type { HttpReply } from '../../src/domain/http-exchange';
import { eventNameFault } from '../../src/domain/input-checks';
import type { LeadData } from '../../src/domain/lead';
import { ATTEMPT_OUTCOMES } from '../../src/domain/outcome';
import { PLATFORMS, platformOf } from '../../src/platforms';
import { CODES as FACEBOOK_CODES } from '../../src/platforms/facebook/verdicts';
import { sha256Hex } from '../../src/platforms/normalize/hash';
import { CODES as TIKTOK_CODES } from '../../src/platforms/tiktok/codes';
import { codesIn, plain, readPage } from '../support/markdown';
import { reply, targetOf } from './platform-cases';

const { text, table, fences } = readPage('platforms.md');
const EVENT = JSON.parse(fences('json example-event')[0] ?? '') as ConversionEvent;
const NOW = new Date(Date.parse(EVENT.eventTime) + 60_000);
const DAY = 86_400_000;

type Json = Record<string, unknown>;

function prepared(code: string, event: ConversionEvent = EVENT, settings: Json = {}) {
  const platform = platformOf(code);
  return platform.prepare(event, { ...targetOf(platform), settings }, NOW);
}

/** Every value of a body by its dotted path; a list of one is that one. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  if (Array.isArray(value) && value.length === 1) return leaves(value[0], path);
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([name, member]) => leaves(member, path ? `${path}.${name}` : name));
}

const FIELD_TABLES: Record<string, string[][]> = {
  FACEBOOK: table('Lead field', 'Key', 'Hashed'),
  TIKTOK: table('Lead field', 'Key of TikTok', 'Hashed'),
};

describe.each(Object.entries(FIELD_TABLES))('what is sent to %s', (code, rows) => {
  const sent = new Map(leaves(JSON.parse(JSON.stringify(prepared(code).body))));

  test.each(rows)('%s becomes %s, hashed: %s, %s', (_field, key, hashed, _form, example) => {
    const value = plain(example);
    expect(String(sent.get(plain(key)))).toBe(hashed === 'yes' ? sha256Hex(value) : value);
  });

  test('is all in the table, or named below it', () => {
    const keys = rows.map(([, key]) => plain(key));
    const besides = [...sent.keys()].filter((key) => !keys.includes(key));
    expect(besides.length).toBeGreaterThan(0);
    for (const key of besides) expect(text).toContain(`\`${key}\``);
  });

  test('is made of fields that a lead has; what is in no table is said to go nowhere', () => {
    const known = CONDITION_FIELDS.map(({ field }) => field);
    const told = new Set(Object.values(FIELD_TABLES).flatMap((all) => all.flatMap(([field]) => codesIn(field))));
    expect([...told].filter((field) => !known.includes(field))).toEqual([]);
    for (const field of known.filter((name) => !told.has(name)))
      expect(text.slice(text.indexOf('go to neither platform') - 200, text.indexOf('go to neither'))).toContain(
        `\`${field}\``,
      );
  });
});

describe('limits', () => {
  const cellsOf = (limit: string) => {
    const [, ...cells] = table('Limit', 'Facebook', 'TikTok', 'Custom').find(([name]) => name === limit) ?? [];
    return PLATFORMS.map((platform, index) => [platform, cells[index] ?? ''] as const);
  };

  test('of batches, test codes, action sources and probes are those of the code', () => {
    for (const [{ maxBatchSize }, cell] of cellsOf('Events in one request')) expect(cell).toBe(String(maxBatchSize));
    for (const [{ takesTestEventCode }, cell] of cellsOf('Test codes')) expect(cell === 'yes').toBe(takesTestEventCode);
    for (const [{ actionSources }, cell] of cellsOf('Action sources')) expect(cell).toBe(actionSources.join(', '));
    for (const [{ buildProbe }, cell] of cellsOf('`verifyPixel` asks it'))
      expect(cell.startsWith('yes')).toBe(buildProbe !== undefined);
  });

  test('of age are those of the code, and so is when an event goes alone', () => {
    for (const [platform, cell] of cellsOf('Age of an event')) {
      const [usual, ofSets] = (cell.match(/\d+/g) ?? []).map((days) => Number(days) * DAY);
      expect(platform.maxAgeMs('WEBSITE', {})).toBe(usual);
      expect(platform.maxAgeMs('WEBSITE', { eventSource: 'crm' })).toBe(ofSets ?? usual);
    }
    for (const [platform, cell] of cellsOf('Goes alone, for it may sink its batch')) {
      const minutes = Number(/\d+/.exec(cell)?.[0] ?? Number.POSITIVE_INFINITY);
      const goesAlone = (age: number) => {
        const eventTime = new Date(NOW.getTime() - age).toISOString();
        return platform.batchKey({ ...EVENT, eventTime }, targetOf(platform), NOW) === null;
      };
      const limit = platform.maxAgeMs('WEBSITE', {}) - minutes * 60_000;
      expect(goesAlone(Number.isFinite(limit) ? limit + 1 : 0)).toBe(true);
      if (Number.isFinite(limit)) expect(goesAlone(limit)).toBe(false);
    }
  });

  test('of names are those of the code', () => {
    for (const [platform, cell] of cellsOf('Characters of an event name')) {
      const takes = (length: number) => {
        const eventName = 'x'.repeat(length);
        const plan = { eventName, actionSource: 'CHAT' as const, hasValue: true };
        return eventNameFault(eventName) === null && platform.checkPlan(plan).length === 0;
      };
      expect([takes(Number(cell)), takes(Number(cell) + 1)]).toEqual([true, false]);
    }
  });
});

test('outcomes and skip reasons are those of the code', () => {
  expect(table('Outcome', 'What it means').map(([outcome]) => plain(outcome))).toEqual([...ATTEMPT_OUTCOMES]);
  expect(table('Skip reason').map(([reason]) => plain(reason))).toEqual([...SKIP_REASONS]);
});

type Case = [event: Partial<ConversionEvent>, lead: Partial<LeadData> | null];
const OLD: Case = [{ eventTime: new Date(NOW.getTime() - 7 * DAY - 1_000).toISOString() }, {}];
const CASES: Record<string, Case[]> = {
  'Case|none of: e-mail, phone, a click id or browser id, IP address with user agent, full name with city, postal code or date of birth':
    [
      [{}, null],
      [{ actionSource: 'CHAT' }, { firstName: 'Ada', lastName: 'O', gender: 'f', address: { state: 'CA' } }],
    ],
  'Case|older than 7 days': [OLD],
  'Case|WEBSITE without `userAgent` or without `sourceUrl`': [
    [{}, { ...EVENT.lead, userAgent: null }],
    [{}, { ...EVENT.lead, sourceUrl: null }],
  ],
  'Case|Purchase without a value': [[{ value: null }, {}]],
  'Case|an event name of more than 50 characters': [[{ eventName: 'x'.repeat(51) }, {}]],
  'Case at TikTok|none of: e-mail, a valid phone, ttclid, ttp, IP address with user agent': [
    [{}, null],
    [{}, { phone: '12', ipAddress: '8.8.8.8', firstName: 'Ada' }],
  ],
  'Case at TikTok|older than 7 days, or 28 with the event source crm or offline': [OLD],
};

test.each([
  ['FACEBOOK', 'Case'],
  ['TIKTOK', 'Case at TikTok'],
])('what is not sent to %s ends as the page says', (code, heading) => {
  for (const [what, ends] of table(heading, 'Ends')) {
    const cases = CASES[`${heading}|${what}`] ?? [];
    expect([what, cases.length > 0]).toEqual([what, true]);
    for (const [fields, lead] of cases) {
      const data = lead === null ? {} : Object.keys(lead).length === 0 ? EVENT.lead : (lead as LeadData);
      const { unsendable } = prepared(code, { ...EVENT, ...fields, lead: data });
      expect([what, unsendable && (unsendable.skip ? 'SKIPPED' : 'FAILED')]).toEqual([what, ends]);
    }
  }
  expect(table(heading, 'Ends')).toHaveLength(
    Object.keys(CASES).filter((name) => name.startsWith(`${heading}|`)).length,
  );
});

/** `200` to `299` as its two ends, with the subcode behind a slash. */
const rangeOf = (cell = '') => {
  const [from = '', to = from] = codesIn(cell);
  const [code, subcode] = from.split('/').map(Number);
  return { from: code as number, to: Number(to.split('/')[0]), subcode: subcode ?? null };
};

function outcomeOf(code: string, given: HttpReply): string {
  const platform = platformOf(code);
  const reading = platform.readReply(given, [prepared(code)], targetOf(platform));
  return reading.kind === 'all' ? reading.verdict.outcome : reading.kind;
}

const BODIES: Record<string, (code: number, subcode: number | null) => object> = {
  FACEBOOK: (code, subcode) => ({
    error: { message: 'x', type: 'OAuthException', code, ...(subcode === null ? {} : { error_subcode: subcode }) },
  }),
  TIKTOK: (code) => ({ code, message: 'x', request_id: '1', data: {} }),
};

describe.each([
  ['FACEBOOK', table('Code', 'Meaning', 'Outcome'), table('Answer of Facebook without a code', 'Outcome')],
  ['TIKTOK', table('Code of TikTok', 'Meaning', 'Outcome'), table('Answer of TikTok without a code', 'Outcome')],
])('the codes of %s', (code, rows, wordless) => {
  test.each(rows)('%s (%s) is %s', (codes, _meaning, outcome, whatToDo) => {
    const { from, to, subcode } = rangeOf(codes);
    for (const number of new Set([from, to])) {
      const body = JSON.stringify(BODIES[code]?.(number, subcode));
      expect(outcomeOf(code, reply(200, body))).toBe(plain(outcome));
    }
    expect(whatToDo).not.toBe('');
  });

  test('are all there, and no other', () => {
    const told = rows.map(([codes]) => rangeOf(codes));
    const known = code === 'FACEBOOK' ? FACEBOOK_CODES : TIKTOK_CODES;
    const isTold = (number: number) => told.some(({ from, to }) => number >= from && number <= to);
    const isKnown = (number: number) => known.some(({ codes: [from, to] }) => number >= from && number <= to);
    const apart = Array.from({ length: 100_000 }, (_, number) => number).filter(
      (number) => isTold(number) !== isKnown(number),
    );
    expect(apart).toEqual([]);
    const subcodes = FACEBOOK_CODES.flatMap(({ subcode }) => subcode ?? []);
    if (code === 'FACEBOOK') expect(told.flatMap(({ subcode }) => subcode ?? []).sort()).toEqual(subcodes.sort());
  });

  test.each(wordless)('without one %s is %s', (statuses = '', outcome) => {
    for (const status of statuses.match(/\d+/g) ?? []) {
      const bodies = status === '200' ? ['<html></html>', '', '{"events_received":0}'] : ['<html></html>', ''];
      for (const body of bodies) expect(outcomeOf(code, reply(Number(status), body))).toBe(plain(outcome));
    }
  });
});

test.each([
  ['FACEBOOK', 'Setting of Facebook'],
  ['TIKTOK', 'Setting of TikTok'],
])('the settings of %s are those of the code', (code, heading) => {
  const told = table(heading, 'Type').map(([name, type]) => [plain(name), type]);
  expect(told).toEqual(platformOf(code).settingsFields.map(({ name, type }) => [name, type]));
});

test('the example lead is warned of what the page says', () => {
  for (const code of ['FACEBOOK', 'TIKTOK'])
    expect(prepared(code).warnings).toEqual([expect.stringContaining('personal data')]);
});
