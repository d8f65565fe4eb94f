import { connectPixel, createCampaign, createRule, REPORT, ruleInput } from '../support/advertiser';
import { type Body, codeOf, pathsOf } from '../support/graphql-http';
import { startServer, type TestServer } from '../support/server';

const RULE = `id name enabled campaign { id } trigger platform pixel { id } eventName actionSource value { amount currency }
  fireOnce conditions { combinator not conditions { field operator values } groups { combinator } } warnings
  createdAt updatedAt deletedAt stats { total succeeded successRate }`;
const UPDATE = `mutation ($id: ID!, $input: UpdatePixelRuleInput!) { updatePixelRule(id: $id, input: $input) { ${RULE} } }`;
const DELETE = 'mutation ($id: ID!) { deletePixelRule(id: $id) }';
const RESTORE = `mutation ($id: ID!) { restorePixelRule(id: $id) { ${RULE} } }`;

const ADULT = {
  combinator: 'ANY',
  not: true,
  conditions: [{ field: 'answers.age', operator: 'LESS_THAN', values: ['18'] }],
  groups: [],
};

let server: TestServer;
let campaignId: string;
let pixelId: string;
let leads = 0;
beforeAll(async () => {
  server = await startServer();
});
beforeEach(async () => {
  campaignId = await createCampaign(server, server.key);
  pixelId = await connectPixel(server, server.key);
});
afterAll(() => server.close());

const create = (more: object = {}) => createRule(server, server.key, { campaignId, pixelId }, more);
const rule = async (id: string): Promise<Body> =>
  (await server.ok(server.key, `query ($id: ID!) { pixelRule(id: $id) { ${RULE} } }`, { id })).pixelRule;
const update = async (id: string, input: object): Promise<Body> =>
  (await server.ok(server.key, UPDATE, { id, input })).updatePixelRule;

/** Reports a new lead as QUALIFIED; answers what was decided. */
async function decided(more: object = {}): Promise<Body[]> {
  leads += 1;
  const lead = { id: `lead-${leads}`, campaignId, email: 'ada@example.com', ...more };
  return (await server.ok(server.key, REPORT, { input: { lead, status: 'QUALIFIED' } })).reportLead.decisions;
}

describe('campaigns', () => {
  test('are made, renamed, read with their rules, and null where there are none', async () => {
    const first = await create({ name: 'First' });
    const second = await create({ name: 'Second' });
    const document = 'query ($id: ID!) { campaign(id: $id) { id name createdAt rules { id } } }';
    const { campaign } = await server.ok(server.key, document, { id: campaignId });
    expect(campaign).toEqual({
      id: campaignId,
      name: 'Solar',
      createdAt: expect.stringMatching(/Z$/),
      rules: [{ id: first }, { id: second }],
    });
    const rename =
      'mutation ($id: ID!, $input: UpdateCampaignInput!) { updateCampaign(id: $id, input: $input) { name } }';
    const renamed = await server.ok(server.key, rename, { id: campaignId, input: { name: 'Wind' } });
    const kept = await server.ok(server.key, rename, { id: campaignId, input: {} });
    expect([renamed, kept].map(({ updateCampaign }) => updateCampaign.name)).toEqual(['Wind', 'Wind']);
    const cleared = await server.query(server.key, rename, { id: campaignId, input: { name: null } });
    expect([codeOf(cleared), pathsOf(cleared)]).toEqual(['BAD_USER_INPUT', ['input.name']]);
  });
});

test('a rule has what it was made with, and defaults for the rest', async () => {
  const id = await create({
    value: { amount: '12.50', currency: 'EUR' },
    conditions: ADULT,
    trigger: 'LEAD_DELIVERED',
  });
  expect(await rule(id)).toEqual({
    id,
    name: 'Qualified',
    enabled: true,
    campaign: { id: campaignId },
    trigger: 'LEAD_DELIVERED',
    platform: 'FACEBOOK',
    pixel: { id: pixelId },
    eventName: 'Lead',
    actionSource: 'SYSTEM_GENERATED',
    value: { amount: '12.5', currency: 'EUR' },
    fireOnce: true,
    conditions: ADULT,
    warnings: [],
    createdAt: expect.any(String),
    updatedAt: expect.any(String),
    deletedAt: null,
    stats: { total: 0, succeeded: 0, successRate: null },
  });
});

test('an absent field stays, null clears, conditions and value are replaced whole', async () => {
  const id = await create({ value: { amount: 5, currency: 'USD' }, conditions: ADULT });
  const before = await rule(id);
  const renamed = await update(id, { name: 'Renamed' });
  expect(renamed).toEqual({ ...before, name: 'Renamed', updatedAt: renamed.updatedAt });
  const replaced = { combinator: 'ALL', not: false, conditions: [], groups: [] };
  expect(await update(id, { conditions: {}, value: { amount: 0, currency: 'GBP' } })).toMatchObject({
    conditions: replaced,
    value: { amount: '0', currency: 'GBP' },
  });
  expect(await update(id, { conditions: null, value: null })).toMatchObject({ conditions: null, value: null });
  expect(await update(id, {})).toMatchObject({ name: 'Renamed', conditions: null, value: null, fireOnce: true });
  expect(await update(id, { fireOnce: false, trigger: 'LEAD_DELIVERED' })).toMatchObject({
    fireOnce: false,
    trigger: 'LEAD_DELIVERED',
  });
});

test('a rule can be given another pixel', async () => {
  const id = await create();
  const other = await connectPixel(server, server.key);
  expect((await update(id, { pixelId: other })).pixel.id).toBe(other);
  const { pixelRules } = await server.ok(server.key, 'query ($id: ID) { pixelRules(pixelId: $id) { nodes { id } } }', {
    id: other,
  });
  expect(pixelRules.nodes).toEqual([{ id }]);
});

test('every change holds from the next report on: disabled, enabled, edited, deleted, restored', async () => {
  const id = await create();
  const outcomes = async (more?: object) => (await decided(more)).map(({ outcome }) => outcome);
  expect(await outcomes()).toEqual(['FIRED']);
  await update(id, { enabled: false });
  expect(await outcomes()).toEqual(['RULE_DISABLED']);
  await update(id, { enabled: true, conditions: ADULT });
  expect(await outcomes({ answers: { age: 17 } })).toEqual(['CONDITIONS_NOT_MET']);
  expect(await outcomes({ answers: { age: '42' } })).toEqual(['FIRED']);
  await server.ok(server.key, DELETE, { id });
  expect(await outcomes()).toEqual([]);
  await server.ok(server.key, RESTORE, { id });
  expect(await outcomes({ answers: { age: 42 } })).toEqual(['FIRED']);
  await update(id, { trigger: 'LEAD_DELIVERED' });
  expect(await outcomes()).toEqual([]);
});

test('a deleted rule is in no list and can’t be changed or test fired, but history reads it and it can be restored', async () => {
  const id = await create();
  await decided();
  expect(await server.ok(server.key, DELETE, { id })).toEqual({ deletePixelRule: true });
  expect((await rule(id)).deletedAt).toEqual(expect.any(String));
  const lists = 'query ($id: ID!) { campaign(id: $id) { rules { id } } pixelRules(campaignId: $id) { nodes { id } } }';
  const seen = await server.ok(server.key, lists, { id: campaignId });
  expect(seen).toEqual({ campaign: { rules: [] }, pixelRules: { nodes: [] } });
  const refusals = [
    await server.query(server.key, DELETE, { id }),
    await server.query(server.key, UPDATE, { id, input: { name: 'x' } }),
    await server.query(
      server.key,
      'mutation ($input: TestFireInput!) { testFire(input: $input) { conditionsMatched } }',
      { input: { ruleId: id } },
    ),
  ];
  expect(refusals.map(codeOf)).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
  const document = `query ($id: ID!) { firings(filter: { ruleId: $id }) { nodes { rule { id deletedAt } } } }`;
  const { firings } = await server.ok(server.key, document, { id });
  expect(firings.nodes).toEqual([{ rule: { id, deletedAt: expect.any(String) } }]);
  expect((await server.ok(server.key, RESTORE, { id })).restorePixelRule.deletedAt).toBeNull();
  expect((await server.ok(server.key, RESTORE, { id })).restorePixelRule).toMatchObject({ id, deletedAt: null });
});

test('a campaign has at most 200 rules, deleted ones apart', async () => {
  const ids: string[] = [];
  for (let count = 0; count < 200; count += 1) ids.push(await create());
  const full = () =>
    server.query(server.key, 'mutation ($input: CreatePixelRuleInput!) { createPixelRule(input: $input) { id } }', {
      input: ruleInput({ campaignId, pixelId }),
    });
  expect(codeOf(await full())).toBe('CONFLICT');
  await server.ok(server.key, DELETE, { id: ids[0] });
  expect((await full()).errors).toBeUndefined();
  expect(codeOf(await server.query(server.key, RESTORE, { id: ids[0] }))).toBe('CONFLICT');
});

test('warnings tell what will work badly', async () => {
  expect((await rule(await create({ eventName: 'MyEvent' }))).warnings).toEqual([
    expect.stringMatching(/custom event/),
  ]);
  expect((await rule(await create({ eventName: 'Purchase' }))).warnings).toEqual([expect.stringMatching(/value/)]);
  const valued = await create({ eventName: 'Purchase', value: { amount: 1, currency: 'USD' } });
  expect((await rule(valued)).warnings).toEqual([]);
  await server.ok(server.key, 'mutation ($id: ID!) { updatePixel(id: $id, input: { paused: true }) { id } }', {
    id: pixelId,
  });
  expect((await rule(valued)).warnings).toEqual([expect.stringMatching(/paused/)]);
});

describe('what can be known of an event before there is a lead', () => {
  const CREATE = 'mutation ($input: CreatePixelRuleInput!) { createPixelRule(input: $input) { id } }';
  const pixelOf: Record<string, () => Promise<string>> = {
    FACEBOOK: () => connectPixel(server, server.key, { settings: { apiVersion: 'v21.0' } }),
    TIKTOK: () =>
      connectPixel(server, server.key, { platform: 'TIKTOK', settings: { eventSource: 'crm' }, platformPixelId: 'C4' }),
    CUSTOM: () => {
      const custom = { method: 'GET', url: 'https://crm.example.com/?v={value}', signingSecret: SECRET };
      return connectPixel(server, server.key, {
        platform: 'CUSTOM',
        platformPixelId: undefined,
        accessToken: undefined,
        custom,
      });
    },
  };
  const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const [NEAR_ITS_END, SIGNED_GET] = [/v21\.0 is near its end.*v25\.0/, /GET has none/];

  test.each<[string, object, RegExp[]]>([
    ['FACEBOOK', {}, [NEAR_ITS_END]],
    ['FACEBOOK', { eventName: 'Qualified' }, [NEAR_ITS_END, /custom event.*optimise/]],
    ['FACEBOOK', { eventName: 'purchase' }, [NEAR_ITS_END, /written Purchase/]],
    ['FACEBOOK', { eventName: 'Purchase' }, [NEAR_ITS_END, /needs a value/]],
    ['TIKTOK', {}, []],
    ['TIKTOK', { eventName: 'Qualified' }, [/custom event.*optimise/]],
    ['TIKTOK', { eventName: 'SubmitForm' }, [/Lead now/]],
    ['TIKTOK', { eventName: 'Purchase' }, [/should have a value/]],
    ['CUSTOM', {}, [SIGNED_GET, /\{value\}/]],
    ['CUSTOM', { value: { amount: 1, currency: 'USD' } }, [SIGNED_GET]],
  ])('%s, %j is warned of, when the rule is made and when it is changed', async (platform, more, warnings) => {
    const own = { pixelId: await pixelOf[platform]?.() };
    const expected = warnings.map((text) => expect.stringMatching(text));
    expect((await rule(await create({ ...own, ...more }))).warnings).toEqual(expected);
    expect((await update(await create(), { ...own, ...more })).warnings).toEqual(expected);
  });

  test.each([
    ['FACEBOOK', { eventName: 'x'.repeat(51) }, ['eventName']],
    ['FACEBOOK', { eventName: 'x'.repeat(50) }, []],
    ['TIKTOK', { eventName: 'x'.repeat(100) }, []],
    ['TIKTOK', { eventName: 'x'.repeat(101) }, ['eventName']],
    ['CUSTOM', { eventName: 'x'.repeat(101) }, ['eventName']],
    ['FACEBOOK', { actionSource: 'PHYSICAL_STORE' }, ['actionSource']],
  ])('%s refuses a rule of it by its path: %j', async (platform, more, paths) => {
    const own = { pixelId: await pixelOf[platform]?.() };
    const expected = paths.map((path) => `input.${path}`);
    const input = ruleInput({ campaignId, pixelId }, { ...own, ...more });
    expect(pathsOf(await server.query(server.key, CREATE, { input }))).toEqual(expected);
    const id = await create();
    expect(pathsOf(await server.query(server.key, UPDATE, { id, input: { ...own, ...more } }))).toEqual(expected);
  });

  test('the pixel itself says what works badly with it', async () => {
    const warningsOf = async (platform: string) => {
      const { pixel } = await server.ok(server.key, 'query ($id: ID!) { pixel(id: $id) { warnings } }', {
        id: await pixelOf[platform]?.(),
      });
      return pixel.warnings;
    };
    expect(await warningsOf('FACEBOOK')).toEqual([expect.stringMatching(NEAR_ITS_END)]);
    expect(await warningsOf('TIKTOK')).toEqual([]);
    expect(await warningsOf('CUSTOM')).toEqual([expect.stringMatching(SIGNED_GET)]);
  });
});

describe('previewRule', () => {
  const PREVIEW = `query ($rule: CreatePixelRuleInput!, $leadId: ID) {
    previewRule(rule: $rule, leadId: $leadId) { outcome reason conditionTrace request warnings } }`;
  const preview = async (more: object = {}, leadId?: string): Promise<Body> =>
    (await server.ok(server.key, PREVIEW, { rule: ruleInput({ campaignId, pixelId }, more), leadId })).previewRule;

  test('says what an unsaved rule would do with the sample lead, and sends and stores nothing', async () => {
    const before = await server.rows();
    const shown = await preview({ value: { amount: 3, currency: 'USD' } });
    expect(shown).toMatchObject({
      outcome: 'FIRED',
      reason: expect.any(String),
      conditionTrace: null,
      request: { event_name: 'Lead', custom_data: { value: 3, currency: 'USD' } },
      warnings: [],
    });
    expect(await server.rows()).toEqual(before);
  });

  test('says what it would do with a stored lead, with the verdict at each node', async () => {
    await decided({ id: 'preview', answers: { age: 17 } });
    const shown = await preview({ conditions: ADULT }, 'preview');
    expect(shown).toMatchObject({
      outcome: 'CONDITIONS_NOT_MET',
      request: { event_name: 'Lead' },
      conditionTrace: { kind: 'group', holds: false, conditions: [{ field: 'answers.age', actual: 17, holds: true }] },
    });
    expect(shown.reason).toMatch(/age/);
    expect((await preview({ enabled: false }, 'preview')).outcome).toBe('RULE_DISABLED');
  });

  test.each([
    ['a lead that denied consent', { id: 'silent', email: 'ada@example.com', consentGranted: false }],
    ['a lead that the platform has no key for', { id: 'unknown', email: null, firstName: 'Ada' }],
  ])('shows no request for %s, whether or not the conditions hold', async (_what, lead) => {
    await decided(lead);
    const elsewhere = { conditions: [{ field: 'address.country', operator: 'EQUALS', values: ['FR'] }] };
    for (const conditions of [null, elsewhere]) {
      expect((await preview({ conditions }, lead.id)).request).toBeNull();
    }
  });

  test('shows a lead’s data as hashes alone', async () => {
    await decided({ id: 'hashed', email: 'very.secret@example.com', phone: '+14155550134' });
    const text = JSON.stringify(await preview({}, 'hashed'));
    expect(text).not.toMatch(/very\.secret|4155550134/);
    expect(text).toMatch(/[0-9a-f]{64}/);
  });
});

describe('conditionFields', () => {
  test('lists the lead’s fields with what fits them, and the answers seen in the campaign', async () => {
    const other = await createCampaign(server, server.key);
    await decided({ answers: { 'Roof type': 'flat', age: 42 } });
    const document = 'query ($id: ID) { conditionFields(campaignId: $id) { field label type operators } }';
    const { conditionFields } = await server.ok(server.key, document, { id: campaignId });
    expect(conditionFields).toContainEqual({
      field: 'address.state',
      label: 'State',
      type: 'TEXT',
      operators: expect.not.arrayContaining(['GREATER_THAN']),
    });
    const answers = conditionFields.filter(({ type }: Body) => type === 'ANSWER');
    expect(answers.map(({ field }: Body) => field).sort()).toEqual(['answers.Roof type', 'answers.age']);
    const elsewhere = await server.ok(server.key, document, { id: other });
    expect(elsewhere.conditionFields.filter(({ type }: Body) => type === 'ANSWER')).toEqual([]);
    const everywhere = await server.ok(server.key, document);
    expect(everywhere.conditionFields.map(({ field }: Body) => field)).toContain('answers.Roof type');
  });

  test('each field that it lists is taken by a rule, with each operator', async () => {
    const { conditionFields } = await server.ok(server.key, '{ conditionFields { field type operators } }');
    const sample: Record<string, string> = { TEXT: 'x', NUMBER: '1', BOOLEAN: 'true', DATE: '2026-01-31', ANSWER: 'x' };
    const id = await create();
    for (const { field, type, operators } of conditionFields.filter((each: Body) => each.type !== 'ANSWER')) {
      const conditions = operators.map((operator: string) => {
        const count = operator.endsWith('EXISTS') ? 0 : operator === 'BETWEEN' ? 2 : 1;
        return { field, operator, values: Array(count).fill(sample[type]) };
      });
      await update(id, { conditions: { conditions } });
    }
  });
});

test('mutations of one request each show what the earlier ones changed', async () => {
  const document = `mutation ($id: ID!) {
    first: updatePixel(id: $id, input: { name: "First" }) { name }
    rule: createPixelRule(input: { campaignId: "${campaignId}", pixelId: "${pixelId}", name: "Rule", trigger: LEAD_QUALIFIED,
      eventName: "Lead", actionSource: WEBSITE }) { pixel { name } }
    second: updatePixel(id: $id, input: { name: "Second" }) { name }
    again: createPixelRule(input: { campaignId: "${campaignId}", pixelId: "${pixelId}", name: "Rule", trigger: LEAD_QUALIFIED,
      eventName: "Lead", actionSource: WEBSITE }) { pixel { name } }
  }`;
  const { rule: one, again } = await server.ok(server.key, document, { id: pixelId });
  expect([one.pixel.name, again.pixel.name]).toEqual(['First', 'Second']);
});
