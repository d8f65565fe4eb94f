import { type Advertiser, CONNECT, CREATE_RULE, facebookPixel, ruleInput, setUp } from '../support/advertiser';
import { expectRefusal, times } from '../support/refusals';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
let mine: Advertiser;
beforeAll(async () => {
  server = await startServer();
  mine = await setUp(server, server.key);
});
afterAll(() => server.close());

const expectRefused = (document: string, variables: object, paths: string[]) =>
  expectRefusal(server, document, variables, paths);

const group = (conditions: object[], groups: object[] = []) => ({ combinator: 'ALL', not: false, conditions, groups });
const condition = (field: string, operator: string, ...values: string[]) => ({ field, operator, values });
const nested = (levels: number): object => group([], levels > 1 ? [nested(levels - 1)] : []);
const UPDATE_PIXEL = 'mutation ($id: ID!, $input: UpdatePixelInput!) { updatePixel(id: $id, input: $input) { id } }';
const UPDATE_RULE =
  'mutation ($id: ID!, $input: UpdatePixelRuleInput!) { updatePixelRule(id: $id, input: $input) { id } }';

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

test('a key without scopes is refused', async () => {
  await expectRefused(
    'mutation ($scopes: [Scope!]!) { createApiKey(name: "Key", scopes: $scopes) { secret } }',
    { scopes: [] },
    ['scopes'],
  );
});
