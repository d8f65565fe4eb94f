import { type Advertiser, CREATE_RULE, REPORT, ruleInput, setUp } from '../support/advertiser';
import { type Answer, pathsOf } from '../support/graphql-http';
import { expectRefusal, times } from '../support/refusals';
import { startServer, type TestServer } from '../support/server';
import { until } from '../support/until';

let server: TestServer;
let mine: Advertiser;
beforeAll(async () => {
  server = await startServer();
  mine = await setUp(server, server.key);
});
afterAll(() => server.close());

const expectRefused = (document: string, variables: object, paths: string[]) =>
  expectRefusal(server, document, variables, paths);

const lead = (more: object = {}) => ({ id: 'L1', campaignId: mine.campaignId, email: 'ada@example.com', ...more });
const report = (more: object = {}, rest: object = {}) => ({
  input: { lead: lead(more), status: 'QUALIFIED', ...rest },
});

/** JSON of a thousand levels. */
const DEEP = JSON.parse(`${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`);

/** Each fault of a report stands alone here; the path is that of the wrong field. */
const REPORTS: [fault: string, variables: () => object, path: string][] = [
  ['a lead id with a space', () => report({ id: 'L 1' }), 'input.lead.id'],
  ['an empty lead id', () => report({ id: '' }), 'input.lead.id'],
  ['a lead id of 201 characters', () => report({ id: 'x'.repeat(201) }), 'input.lead.id'],
  ['a lead id with a NUL character', () => report({ id: 'L\u0000' }), 'input.lead.id'],
  ['a lead id with a zero-width character', () => report({ id: 'L\u200b1' }), 'input.lead.id'],
  ['a lead id with half a surrogate pair', () => report({ id: 'L\ud800' }), 'input.lead.id'],
  ['a lead id that is an object', () => report({ id: {} }), 'input.lead.id'],
  [
    'an unknown lead without a campaign',
    () => report({ id: 'unknown', campaignId: undefined }),
    'input.lead.campaignId',
  ],
  ['a name of 1,001 characters', () => report({ firstName: 'x'.repeat(1_001) }), 'input.lead.firstName'],
  ['a city of 1,001 characters', () => report({ address: { city: 'x'.repeat(1_001) } }), 'input.lead.address.city'],
  ['a user agent of 1,001 characters', () => report({ userAgent: 'x'.repeat(1_001) }), 'input.lead.userAgent'],
  [
    'a click id of 1,001 characters',
    () => report({ clickIds: { fbclid: 'x'.repeat(1_001) } }),
    'input.lead.clickIds.fbclid',
  ],
  ['an e-mail of 1,001 characters', () => report({ email: 'x'.repeat(1_001) }), 'input.lead.email'],
  ['an e-mail that is a number', () => report({ email: 5 }), 'input.lead.email'],
  ['consent that is text', () => report({ consentGranted: 'yes' }), 'input.lead.consentGranted'],
  ['a field that no lead has', () => report({ nickname: 'Ada' }), 'input.lead'],
  ['answers that are a list', () => report({ answers: ['a'] }), 'input.lead.answers'],
  ['answers that are text', () => report({ answers: 'a' }), 'input.lead.answers'],
  ['an answer that is an object', () => report({ answers: { a: { b: 1 } } }), 'input.lead.answers.a'],
  ['an answer that is a list of lists', () => report({ answers: { a: [[1]] } }), 'input.lead.answers.a'],
  ['answers nested 1,000 deep', () => report({ answers: DEEP }), 'input.lead.answers'],
  [
    '201 answers',
    () => report({ answers: Object.fromEntries(times(201, (index) => [`k${index}`, 1])) }),
    'input.lead.answers',
  ],
  [
    'answers of more than 64 KiB',
    () => report({ answers: Object.fromEntries(times(70, (index) => [`k${index}`, 'x'.repeat(1_000)])) }),
    'input.lead.answers',
  ],
  ['an answer of 1,001 characters', () => report({ answers: { a: 'x'.repeat(1_001) } }), 'input.lead.answers.a'],
  ['an answer with a NUL character', () => report({ answers: { a: '\u0000' } }), 'input.lead.answers.a'],
  ['an answer under an empty key', () => report({ answers: { '': 1 } }), 'input.lead.answers'],
  ['an answer under __proto__', () => report({ answers: JSON.parse('{"__proto__": 1}') }), 'input.lead.answers'],
  ['an answer under half a surrogate pair', () => report({ answers: { '\ud800': 1 } }), 'input.lead.answers'],
  [
    'an amount of 10^12',
    () => report({ value: { amount: '1000000000000', currency: 'USD' } }),
    'input.lead.value.amount',
  ],
  ['an amount of 1e400', () => report({ value: { amount: '1e400', currency: 'USD' } }), 'input.lead.value.amount'],
  ['an amount of 1e5000', () => report({ value: { amount: '1e5000', currency: 'USD' } }), 'input.lead.value.amount'],
  [
    'an amount of 100 digits',
    () => report({ value: { amount: '9'.repeat(100), currency: 'USD' } }),
    'input.lead.value.amount',
  ],
  ['a negative amount', () => report({ value: { amount: -0.01, currency: 'USD' } }), 'input.lead.value.amount'],
  [
    'an amount with 5 decimals',
    () => report({ value: { amount: '1.00001', currency: 'USD' } }),
    'input.lead.value.amount',
  ],
  [
    'an amount that is no number',
    () => report({ value: { amount: 'ten', currency: 'USD' } }),
    'input.lead.value.amount',
  ],
  ['an amount with a comma', () => report({ value: { amount: '1,5', currency: 'USD' } }), 'input.lead.value.amount'],
  ['an amount that is true', () => report({ value: { amount: true, currency: 'USD' } }), 'input.lead.value.amount'],
  ['an amount without a currency', () => report({ value: { amount: 1 } }), 'input.lead.value.currency'],
  ['a currency that is none', () => report({ value: { amount: 1, currency: 'XQZ' } }), 'input.lead.value.currency'],
  ['a currency in small letters', () => report({ value: { amount: 1, currency: 'usd' } }), 'input.lead.value.currency'],
  ['a click on the 30th of February', () => report({ clickedAt: '2026-02-30T10:00:00Z' }), 'input.lead.clickedAt'],
  ['an occurrence on the 31st of April', () => report({}, { occurredAt: '2026-04-31T10:00:00Z' }), 'input.occurredAt'],
  ['an occurrence at 25 o’clock', () => report({}, { occurredAt: '2026-04-30T25:00:00Z' }), 'input.occurredAt'],
  [
    'an occurrence an hour ahead',
    () => report({}, { occurredAt: new Date(Date.now() + 3_600_000) }),
    'input.occurredAt',
  ],
  ['an occurrence in the year 1', () => report({}, { occurredAt: '0001-01-01T00:00:00Z' }), 'input.occurredAt'],
  ['a time without a zone', () => report({}, { occurredAt: '2026-04-30T10:00:00' }), 'input.occurredAt'],
  ['a time that is text', () => report({}, { occurredAt: 'yesterday' }), 'input.occurredAt'],
  ['an occurrence id with a space', () => report({}, { occurrenceId: 'a b' }), 'input.occurrenceId'],
  ['an event id of 201 characters', () => report({}, { eventId: 'x'.repeat(201) }), 'input.eventId'],
  ['an unknown status', () => report({}, { status: 'SOLD' }), 'input.status'],
  ['no status', () => report({}, { status: undefined }), 'input.status'],
  ['a status that is null', () => report({}, { status: null }), 'input.status'],
];

test.each(REPORTS)('reportLead refuses %s', async (_fault, variables, path) => {
  await expectRefused(REPORT, variables(), [path]);
});

test('every wrong field of a report is named at once', async () => {
  const wrong = {
    id: 'L 1',
    email: 'x'.repeat(1_001),
    answers: { a: {}, b: [null] },
    address: { city: 'x'.repeat(1_001) },
    value: { amount: '-1', currency: 'EURO' },
    clickedAt: '2026-13-01T00:00:00Z',
  };
  await expectRefused(REPORT, report(wrong, { occurredAt: '2999-01-01T00:00:00Z', eventId: '' }), [
    ...['id', 'email', 'answers.a', 'answers.b', 'address.city', 'value.amount', 'value.currency', 'clickedAt'].map(
      (field) => `input.lead.${field}`,
    ),
    'input.occurredAt',
    'input.eventId',
  ]);
});

test('every fault that GraphQL itself finds is named at once, without the value', async () => {
  const answer = await expectRefused(
    REPORT,
    {
      input: {
        lead: { email: ['secret@example.com'], firstName: { secret: true }, isTest: 'secret' },
        status: 'SECRET',
      },
    },
    ['input.lead.email', 'input.lead.firstName', 'input.lead.id', 'input.lead.isTest', 'input.status'],
  );
  expect(JSON.stringify(answer).toLowerCase()).not.toContain('secret');
});

test('contact data that is no good never refuses a report: it is left out, and the firing says so', async () => {
  const bad = {
    ...{ id: 'bad-contact', email: 'no e-mail', phone: 'call me', dateOfBirth: '1990-02-30', gender: '?' },
    ...{
      address: { country: 'Atlantis', state: '??' },
      ipAddress: '999.1.1.1',
      clickIds: { fbp: 'x', fbclid: 'good' },
    },
  };
  const { reportLead } = await server.ok(server.key, REPORT, report(bad));
  const document = 'query ($id: ID!) { firing(id: $id) { status matchKeys warnings } }';
  const { firing } = await until(
    'a sent firing',
    () => server.ok(server.key, document, { id: reportLead.firings[0].id }),
    (data) => data.firing.status === 'SUCCEEDED',
  );
  expect(firing.matchKeys).toEqual(['externalId', 'fbc']);
  for (const name of ['email', 'phone', 'dateOfBirth', 'gender', 'ip', 'fbp', 'country', 'state']) {
    expect(firing.warnings.filter((warning: string) => warning.startsWith(name))).toHaveLength(1);
  }
  expect(JSON.stringify(firing)).not.toMatch(/call me|Atlantis|999/);
});

test('contact data with NUL characters and broken Unicode neither refuses a report nor breaks what comes after it', async () => {
  const nul = 'A\u0000da';
  const half = 'x\ud800';
  const bad = {
    ...{ id: 'unreadable', email: nul, phone: nul, firstName: half, lastName: nul, dateOfBirth: nul, gender: half },
    ...{ address: { street: nul, city: half, state: nul, postalCode: nul, country: half }, ipAddress: nul },
    ...{ userAgent: half, sourceUrl: `https://a.example/${nul}`, answers: { plan: 'gold' } },
    clickIds: { fbclid: 'good', fbc: nul, fbp: half, ttclid: nul, ttp: nul, gclid: half },
  };
  const conditions = {
    conditions: [
      { field: 'email', operator: 'CONTAINS', values: ['da'] },
      { field: 'firstName', operator: 'EXISTS', values: [] },
    ],
  };
  const rule = { ...ruleInput(mine), name: 'unreadable', conditions };
  await server.ok(server.key, CREATE_RULE, { input: rule });
  const { reportLead } = await server.ok(server.key, REPORT, report(bad));
  const document = `query ($id: ID!) {
    firing(id: $id) { status matchKeys warnings request lead { id } decision { reason conditionTrace } }
    firings(filter: { leadId: "unreadable" }) { nodes { id warnings } }
  }`;
  for (const { id } of reportLead.firings) {
    const { firing, firings } = await until(
      'a sent firing',
      () => server.ok(server.key, document, { id }),
      (data) => data.firing.status === 'SUCCEEDED',
    );
    expect(firing.matchKeys).toEqual(['externalId', 'fbc']);
    for (const name of ['email', 'phone', 'firstName', 'lastName', 'city', 'country', 'ip', 'userAgent', 'fbc', 'fbp'])
      expect(firing.warnings).toContain(`${name} could not be used and was left out.`);
    expect(JSON.stringify([firing.request, firing.warnings, firings])).not.toMatch(/\\u0000|\\ud800/);
  }
  const good = { id: 'unreadable', email: 'ada@example.com', firstName: 'Ada', clickIds: { ttclid: null } };
  const again = await server.ok(server.key, REPORT, report(good, { status: 'DELIVERED' }));
  expect(again.reportLead.newOccurrence).toBe(true);
  await server.ok(server.key, 'mutation { eraseLead(id: "unreadable") }');
});

test('0, the largest amount and numbers in any form are taken as they are', async () => {
  for (const [amount, shown] of [
    [0, '0'],
    ['999999999999.9999', '999999999999.9999'],
    [1e3, '1000'],
    ['1.50', '1.5'],
    ['25e-1', '2.5'],
  ] as const) {
    await server.ok(server.key, REPORT, report({ id: 'money', value: { amount, currency: 'EUR' } }));
    const { lead: seen } = await server.ok(server.key, '{ lead(id: "money") { value { amount currency } } }');
    expect(seen.value).toEqual({ amount: shown, currency: 'EUR' });
  }
});

test('a time up to 5 minutes ahead becomes now', async () => {
  const ahead = new Date(Date.now() + 200_000).toISOString();
  await server.ok(server.key, REPORT, report({ id: 'ahead' }, { occurredAt: ahead }));
  const { lead: seen } = await server.ok(server.key, '{ lead(id: "ahead") { statusAt } }');
  expect(Date.parse(seen.statusAt)).toBeLessThanOrEqual(Date.now());
});

describe('in a bulk call', () => {
  const BULK = 'mutation ($inputs: [ReportLeadInput!]!) { reportLeads(inputs: $inputs) { lead { id } } }';

  test('ranges and the calendar stand alone, each null at its index; the others go through', async () => {
    const inputs = [
      report({ id: 'bulk-0' }),
      report({ id: 'bulk-1', value: { amount: '1e12', currency: 'USD' } }),
      report({ id: 'bulk-2' }, { occurredAt: '2026-02-30T00:00:00Z' }),
      report({ id: 'bulk-3', clickedAt: '2026-02-30T00:00:00Z' }),
      report({ id: 'bulk 4' }),
      report({ id: 'bulk-5', answers: { a: {} } }),
      report({ id: 'bulk-6', value: { amount: '9'.repeat(200), currency: 'USD' } }),
      report({ id: 'bulk-7' }),
    ].map(({ input }) => input);
    const answer = await server.query(server.key, BULK, { inputs });
    expect(answer.data?.reportLeads.map((result: { lead: { id: string } } | null) => result?.lead.id ?? null)).toEqual([
      ...['bulk-0', null, null, null, null, null, null, 'bulk-7'],
    ]);
    expect(answer.errors?.map(({ path }) => path)).toEqual([1, 2, 3, 4, 5, 6].map((index) => ['reportLeads', index]));
    expect(pathsOf(answer)).toEqual([
      'inputs.1.lead.value.amount',
      'inputs.2.occurredAt',
      'inputs.3.lead.clickedAt',
      'inputs.4.lead.id',
      'inputs.5.lead.answers.a',
      'inputs.6.lead.value.amount',
    ]);
  });

  test('a JSON number past the largest double stands alone, too', async () => {
    const inputs = `[{"lead":{"id":"bulk-8","campaignId":"${mine.campaignId}","value":{"amount":1e999,"currency":"USD"}},"status":"QUALIFIED"}]`;
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${server.key}` },
      body: `{"query":${JSON.stringify(BULK)},"variables":{"inputs":${inputs}}}`,
    });
    const answer = (await response.json()) as Answer;
    expect([answer.data, pathsOf(answer)]).toEqual([{ reportLeads: [null] }, ['inputs.0.lead.value.amount']]);
  });

  test('what GraphQL itself finds refuses the request', async () => {
    const inputs = [report({ id: 'bulk-9' }).input, { ...report({ id: 'bulk-10' }).input, status: 'SOLD' }];
    await expectRefused(BULK, { inputs }, ['inputs.1.status']);
  });

  test('more than 1,000 inputs are refused', async () => {
    await expectRefused(
      BULK,
      { inputs: times(1_001, (index) => ({ lead: { id: `n${index}` }, status: 'QUALIFIED' })) },
      ['inputs'],
    );
    const fire = 'mutation ($inputs: [FirePixelInput!]!) { firePixels(inputs: $inputs) { id } }';
    await expectRefused(
      fire,
      { inputs: times(1_001, () => ({ pixelId: mine.pixelId, leadId: 'x', eventName: 'Lead' })) },
      ['inputs'],
    );
  });
});

test('what GraphQL finds and what the service finds are told at once', async () => {
  const input = {
    status: 'NOPE',
    occurrenceId: 'with space',
    lead: { id: 'a b', answers: { a: {} }, value: { amount: 'x', currency: 'ZZZ' } },
  };
  const answer = await server.query(server.key, REPORT, { input });
  expect(pathsOf(answer)).toEqual([
    'input.lead.answers.a',
    'input.lead.id',
    'input.lead.value.amount',
    'input.lead.value.currency',
    'input.occurrenceId',
    'input.status',
  ]);
});
