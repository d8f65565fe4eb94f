import { type Advertiser, CONNECT, CREATE_RULE, facebookPixel, REPORT, ruleInput, setUp } from '../support/advertiser';
import { type Answer, codeOf, pathsOf } from '../support/graphql-http';
import { startServer, type TestServer } from '../support/server';
import { until } from '../support/until';

let server: TestServer;
let mine: Advertiser;
beforeAll(async () => {
  server = await startServer();
  mine = await setUp(server, server.key);
});
afterAll(() => server.close());

/** The call is refused with these paths and no others, and nothing is stored. */
async function expectRefused(document: string, variables: object, paths: string[]): Promise<Answer> {
  const before = await server.rows();
  const answer = await server.query(server.key, document, variables);
  expect({ code: codeOf(answer), paths: pathsOf(answer) }).toEqual({ code: 'BAD_USER_INPUT', paths: paths.sort() });
  expect(await server.rows()).toEqual(before);
  return answer;
}

const lead = (more: object = {}) => ({ id: 'L1', campaignId: mine.campaignId, email: 'ada@example.com', ...more });
const report = (more: object = {}, rest: object = {}) => ({
  input: { lead: lead(more), status: 'QUALIFIED', ...rest },
});
const group = (conditions: object[], groups: object[] = []) => ({ combinator: 'ALL', not: false, conditions, groups });
const condition = (field: string, operator: string, ...values: string[]) => ({ field, operator, values });
const times = <Value>(count: number, value: (index: number) => Value) =>
  Array.from({ length: count }, (_, index) => value(index));
const nested = (levels: number): object => group([], levels > 1 ? [nested(levels - 1)] : []);
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
  const conditions = group([condition('email', 'CONTAINS', 'da'), condition('firstName', 'EXISTS')]);
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

describe('firePixel refuses', () => {
  const FIRE = 'mutation ($input: FirePixelInput!) { firePixel(input: $input) { id } }';
  const fire = (more: object) => ({
    input: { pixelId: mine.pixelId, lead: lead({ id: 'fired' }), eventName: 'Lead', ...more },
  });

  test.each<[string, () => object, string[]]>([
    ['both a lead and a lead id', () => fire({ leadId: 'L1' }), ['input']],
    ['neither a lead nor a lead id', () => fire({ lead: null }), ['input']],
    ['an empty event name', () => fire({ eventName: ' ' }), ['input.eventName']],
    ['an event name with a NUL character', () => fire({ eventName: 'Le\u0000ad' }), ['input.eventName']],
    ['an event name of 101 characters', () => fire({ eventName: 'x'.repeat(101) }), ['input.eventName']],
    ['an idempotency key of 201 characters', () => fire({ idempotencyKey: 'x'.repeat(201) }), ['input.idempotencyKey']],
    ['an empty idempotency key', () => fire({ idempotencyKey: '' }), ['input.idempotencyKey']],
    ['a test event code with a space', () => fire({ testEventCode: 'TEST 1' }), ['input.testEventCode']],
    ['an event on the 30th of February', () => fire({ eventTime: '2026-02-30T00:00:00Z' }), ['input.eventTime']],
    ['an event in an hour', () => fire({ eventTime: new Date(Date.now() + 3_600_000) }), ['input.eventTime']],
    [
      'money that is none',
      () => fire({ value: { amount: -1, currency: 'X' } }),
      ['input.value.amount', 'input.value.currency'],
    ],
    ['an unknown lead without a campaign', () => fire({ lead: { id: 'unknown' } }), ['input.lead.campaignId']],
    ['a lead id with a space', () => fire({ lead: lead({ id: 'a b' }) }), ['input.lead.id']],
  ])('%s', async (_fault, variables, paths) => {
    await expectRefused(FIRE, variables(), paths);
  });
});

describe('names', () => {
  test.each([
    ['an empty one', ''],
    ['a blank one', '  '],
    ['one of 201 characters', 'x'.repeat(201)],
    ['one with a line break', 'a\nb'],
    ['one with a NUL character', 'a\u0000'],
    ['one with half a surrogate pair', 'a\ud800'],
  ])('%s is refused everywhere', async (_fault, name) => {
    const input = 'input.name';
    await expectRefused(
      'mutation ($input: CreateCampaignInput!) { createCampaign(input: $input) { id } }',
      { input: { name } },
      [input],
    );
    await expectRefused(
      'mutation ($id: ID!, $input: UpdateCampaignInput!) { updateCampaign(id: $id, input: $input) { id } }',
      { id: mine.campaignId, input: { name } },
      [input],
    );
    await expectRefused(CONNECT, { input: facebookPixel({ name }) }, [input]);
    await expectRefused(UPDATE_PIXEL, { id: mine.pixelId, input: { name } }, [input]);
    await expectRefused(CREATE_RULE, { input: ruleInput(mine, { name }) }, [input]);
    await expectRefused(UPDATE_RULE, { id: mine.ruleId, input: { name } }, [input]);
    await expectRefused(
      'mutation ($name: String!) { createApiKey(name: $name, scopes: [READ]) { secret } }',
      { name },
      ['name'],
    );
    await expectRefused('mutation ($name: String!) { createWorkspace(name: $name) { secret } }', { name }, ['name']);
  });
});

const UPDATE_PIXEL = 'mutation ($id: ID!, $input: UpdatePixelInput!) { updatePixel(id: $id, input: $input) { id } }';
const UPDATE_RULE =
  'mutation ($id: ID!, $input: UpdatePixelRuleInput!) { updatePixelRule(id: $id, input: $input) { id } }';

describe('a rule is refused when it is saved, and when it is previewed:', () => {
  const tooMany = group(times(101, () => condition('email', 'EXISTS')));
  const RULES: [fault: string, fields: object, paths: string[]][] = [
    [
      'an unknown condition field',
      { conditions: group([condition('shoeSize', 'EXISTS')]) },
      ['conditions.conditions.0.field'],
    ],
    [
      'a field of the prototype',
      { conditions: group([condition('constructor', 'EXISTS')]) },
      ['conditions.conditions.0.field'],
    ],
    [
      'an operator that does not fit',
      { conditions: group([condition('email', 'GREATER_THAN', '1')]) },
      ['conditions.conditions.0.operator'],
    ],
    [
      'no value where one is needed',
      { conditions: group([condition('email', 'EQUALS')]) },
      ['conditions.conditions.0.values'],
    ],
    [
      'a value where none is taken',
      { conditions: group([condition('email', 'EXISTS', 'x')]) },
      ['conditions.conditions.0.values'],
    ],
    [
      'one value for BETWEEN',
      { conditions: group([condition('value.amount', 'BETWEEN', '1')]) },
      ['conditions.conditions.0.values'],
    ],
    [
      'two values for a comparison',
      { conditions: group([condition('value.amount', 'LESS_THAN', '1', '2')]) },
      ['conditions.conditions.0.values'],
    ],
    [
      'text for a number',
      { conditions: group([condition('value.amount', 'EQUALS', 'ten')]) },
      ['conditions.conditions.0.values.0'],
    ],
    [
      'a date that is none',
      { conditions: group([condition('dateOfBirth', 'EQUALS', '1990-02-30')]) },
      ['conditions.conditions.0.values.0'],
    ],
    [
      'a NUL character in a value',
      { conditions: group([condition('email', 'EQUALS', '\u0000')]) },
      ['conditions.conditions.0.values.0'],
    ],
    [
      'half a surrogate pair in a value',
      { conditions: group([condition('email', 'EQUALS', '\ud800')]) },
      ['conditions.conditions.0.values.0'],
    ],
    [
      'half a surrogate pair in a field',
      { conditions: group([condition('answers.\ud800', 'EXISTS')]) },
      ['conditions.conditions.0.field'],
    ],
    [
      'conditions 6 levels deep',
      { conditions: nested(6) },
      ['conditions.groups.0.groups.0.groups.0.groups.0.groups.0'],
    ],
    ['conditions 1,000 levels deep', { conditions: nested(1_000) }, ['conditions.groups']],
    ['101 conditions', { conditions: tooMany }, ['conditions']],
    [
      '101 empty groups',
      {
        conditions: group(
          [],
          times(101, () => group([])),
        ),
      },
      ['conditions'],
    ],
    ['a currency that is none', { value: { amount: 1, currency: 'QQQ' } }, ['value.currency']],
    ['a negative amount', { value: { amount: -1, currency: 'USD' } }, ['value.amount']],
    ['an event name past the platform’s limit', { eventName: 'x'.repeat(51) }, ['eventName']],
    ['an action source that there is not', { actionSource: 'EMAIL' }, ['actionSource']],
    [
      'all of it, told at once',
      {
        name: '',
        eventName: 'x'.repeat(51),
        value: { amount: '1.23456', currency: 'usd' },
        conditions: group([condition('a', 'EXISTS'), condition('b', 'EXISTS')]),
      },
      [
        'name',
        'eventName',
        'value.amount',
        'value.currency',
        'conditions.conditions.0.field',
        'conditions.conditions.1.field',
      ],
    ],
  ];

  test.each(RULES)('%s', async (_fault, fields, paths) => {
    const at = (place: string) => paths.map((path) => `${place}.${path}`);
    await expectRefused(CREATE_RULE, { input: ruleInput(mine, fields) }, at('input'));
    await expectRefused(UPDATE_RULE, { id: mine.ruleId, input: fields }, at('input'));
    const preview = 'query ($rule: CreatePixelRuleInput!) { previewRule(rule: $rule) { reason } }';
    await expectRefused(preview, { rule: ruleInput(mine, fields) }, at('rule'));
  });

  test('null for what can’t be empty, told with all else', async () => {
    const nulls = {
      name: null,
      trigger: null,
      pixelId: null,
      eventName: null,
      actionSource: null,
      fireOnce: null,
      enabled: null,
    };
    await expectRefused(
      UPDATE_RULE,
      { id: mine.ruleId, input: { ...nulls, value: { amount: -1, currency: 'USD' } } },
      [...Object.keys(nulls), 'value.amount'].map((name) => `input.${name}`),
    );
  });

  test('conditions 5 levels deep and 100 of them are taken', async () => {
    for (const conditions of [nested(5), group(times(100, () => condition('email', 'EXISTS')))]) {
      await server.ok(server.key, UPDATE_RULE, { id: mine.ruleId, input: { conditions } });
    }
    await server.ok(server.key, UPDATE_RULE, { id: mine.ruleId, input: { conditions: null } });
  });
});

describe('a pixel is refused when it is saved:', () => {
  test.each<[string, object, string[]]>([
    ['without an id on the platform', { platformPixelId: null }, ['platformPixelId']],
    ['with an id that the platform has not', { platformPixelId: 'abc' }, ['platformPixelId']],
    ['without a token', { accessToken: null }, ['accessToken']],
    ['with a token that is no header', { accessToken: 'a\r\nx: y' }, ['accessToken']],
    ['with settings that are a list', { settings: [] }, ['settings']],
    ['with a setting that its platform has not', { settings: { colour: 'red' } }, ['settings.colour']],
    [
      'with a setting of another type',
      { settings: { optOut: 'yes', apiVersion: 25 } },
      ['settings.apiVersion', 'settings.optOut'],
    ],
    ['with the settings of a custom pixel', { custom: { url: 'https://example.com' } }, ['custom']],
    ['on an endpoint that there is not', { endpoint: 'MOON' }, ['endpoint']],
    [
      'with all of it, told at once',
      { name: '', platformPixelId: '', accessToken: '', settings: { optOut: 1 } },
      ['name', 'platformPixelId', 'accessToken', 'settings.optOut'],
    ],
  ])('%s', async (_fault, fields, paths) => {
    await expectRefused(
      CONNECT,
      { input: facebookPixel(fields) },
      paths.map((path) => `input.${path}`),
    );
  });

  test('null for what can’t be empty, told with all else', async () => {
    const input = { name: null, paused: null, accessToken: null, settings: { optOut: 'x' } };
    await expectRefused(
      UPDATE_PIXEL,
      { id: mine.pixelId, input },
      ['name', 'paused', 'accessToken', 'settings.optOut'].map((name) => `input.${name}`),
    );
  });
});

describe('pages and filters', () => {
  const LISTS = ['campaigns', 'pixels', 'pixelRules', 'leads', 'firings'];

  test.each(LISTS)('%s takes 1 to 200 rows and only cursors that it gave', async (list) => {
    const document = `query ($first: Int, $after: String) { ${list}(first: $first, after: $after) { nodes { id } } }`;
    for (const first of [0, -1, 201, 2 ** 31 - 1]) await expectRefused(document, { first }, ['first']);
    for (const first of [2 ** 31, 1.5, '10']) await expectRefused(document, { first }, ['first']);
    for (const after of [
      '',
      'x',
      'MTox',
      Buffer.from('1:01890000').toString('base64url'),
      '\u0000',
      'é',
      'x'.repeat(100_000),
    ]) {
      await expectRefused(document, { after }, ['after']);
    }
    for (const first of [1, 200, null]) await server.ok(server.key, document, { first });
  });

  test('the pages inside an answer are checked, too', async () => {
    await server.ok(server.key, REPORT, report({ id: 'paged' }, { status: 'RECEIVED' }));
    await expectRefused(
      'query ($first: Int) { lead(id: "paged") { firings(first: $first) { nodes { id } } } }',
      { first: 0 },
      ['first'],
    );
  });

  test('a filter with a time that is none', async () => {
    const filter = { createdAfter: '2026-02-30T00:00:00Z', createdBefore: '2026-13-01T00:00:00Z' };
    const paths = ['filter.createdAfter', 'filter.createdBefore'];
    await expectRefused(
      'query ($filter: FiringFilter) { firings(filter: $filter) { nodes { id } } }',
      { filter },
      paths,
    );
    await expectRefused('query ($filter: FiringFilter) { firingStats(filter: $filter) { total } }', { filter }, paths);
    await expectRefused('query ($filter: FiringFilter) { firingSeries(filter: $filter) { from } }', { filter }, paths);
    await expectRefused(
      'query ($id: ID!, $after: DateTime) { pixel(id: $id) { stats(createdAfter: $after) { total } } }',
      { id: mine.pixelId, after: filter.createdAfter },
      ['createdAfter'],
    );
  });

  test('a filter of odd texts and far times matches nothing or everything, and is no fault', async () => {
    const document =
      'query ($filter: FiringFilter) { firings(filter: $filter) { nodes { id } } firingStats(filter: $filter) { total } }';
    for (const filter of [
      { eventName: '' },
      { eventName: 'a\u0000' },
      { leadId: '' },
      { leadId: '\u0000' },
      { statuses: [] },
      { createdAfter: '9999-12-31T23:59:59Z' },
    ]) {
      const { firings, firingStats } = await server.ok(server.key, document, { filter });
      expect([filter, firings.nodes, firingStats.total]).toEqual([filter, [], 0]);
    }
    await server.ok(server.key, document, {
      filter: { createdAfter: '0001-01-01T00:00:00Z', createdBefore: '9999-12-31T23:59:59Z' },
    });
  });

  test('a time zone that there is not, and a series of too many buckets', async () => {
    const document =
      'query ($zone: String!, $filter: FiringFilter) { firingSeries(timeZone: $zone, filter: $filter) { from } }';
    for (const zone of ['', 'Mars/Olympus', 'UTC\u0000', 'x'.repeat(1_000)])
      await expectRefused(document, { zone }, ['timeZone']);
    const filter = { createdAfter: '2020-01-01T00:00:00Z', createdBefore: '2026-01-01T00:00:00Z' };
    const answer = await server.query(server.key, document, { zone: 'UTC', filter });
    expect(codeOf(answer)).toBe('BAD_USER_INPUT');
  });

  test('a subscription after what is no cursor, or with a time that is none', async () => {
    const document =
      'subscription ($filter: FiringFilter, $after: String) { firingUpdated(filter: $filter, after: $after) { cursor } }';
    for (const [variables, path] of [
      [{ after: 'x' }, 'after'],
      [{ after: Buffer.from('f1:99999999999').toString('base64url') }, 'after'],
      [{ filter: { createdAfter: '2026-02-30T00:00:00Z' } }, 'filter.createdAfter'],
      [{ filter: { statuses: ['SENT'] } }, 'filter.statuses.0'],
    ] as const) {
      const stream = server.subscribe(server.key, document, variables);
      const ended = await stream.ended();
      const errors = stream.events[0]?.errors ?? (ended as Answer['errors']);
      expect([codeOf({ errors }), pathsOf({ errors })]).toEqual(['BAD_USER_INPUT', [path]]);
      await stream.close();
    }
  });
});

test('a key without scopes is refused', async () => {
  await expectRefused(
    'mutation ($scopes: [Scope!]!) { createApiKey(name: "Key", scopes: $scopes) { secret } }',
    { scopes: [] },
    ['scopes'],
  );
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
