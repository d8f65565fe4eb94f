import { isInputObjectType, isObjectType } from 'graphql';
import { buildApiSchema } from '../../src/graphql/schema';
import { type Advertiser, REPORT, ruleInput, setUp } from '../support/advertiser';
import { codeOf, pathsOf } from '../support/graphql-http';
import { startServer, type TestServer } from '../support/server';
import { until } from '../support/until';

/** What a workspace owns, by the kind of id. */
type Owned = Record<'campaign' | 'pixel' | 'rule' | 'lead' | 'firing' | 'key', string>;

let server: TestServer;
let other: string;
let mine: Owned;
let theirs: Owned;

beforeAll(async () => {
  server = await startServer();
  other = await server.newWorkspace();
  mine = await owned(server.key, 'my-lead');
  theirs = await owned(other, 'their-lead');
});
afterAll(() => server.close());

async function owned(key: string, lead: string): Promise<Owned> {
  const { campaignId, pixelId, ruleId }: Advertiser = await setUp(server, key);
  const input = { lead: { id: lead, campaignId, email: 'ada@example.com' }, status: 'QUALIFIED' };
  const { reportLead } = await server.ok(key, REPORT, { input });
  const firing = reportLead.firings[0].id;
  const document = 'query ($id: ID!) { firing(id: $id) { status } }';
  await until(
    'a sent firing',
    () => server.ok(key, document, { id: firing }),
    (data) => data.firing.status === 'SUCCEEDED',
  );
  const made = await server.ok(key, 'mutation { createApiKey(name: "Other", scopes: [READ]) { apiKey { id } } }');
  return { campaign: campaignId, pixel: pixelId, rule: ruleId, lead, firing, key: made.createApiKey.apiKey.id };
}

/** Ids that name nothing: malformed ones, and one that is well formed in another hand. */
const STRANGE = [
  '',
  'x',
  '1',
  "'; drop table leads; --",
  'a\u0000b',
  '\ud800',
  '∞',
  'x'.repeat(10_000),
  '00000000-0000-0000-0000-000000000000',
];

interface Case {
  /** The kind of id that the variable `id` holds. */
  kind: keyof Owned;
  document: string;
  /** Other variables, with what is ours where the call wants more than one id. */
  variables?(): object;
  /** What the answer is for an id that names nothing: null, NOT_FOUND at a path, or nothing of theirs. */
  gives: null | string | unknown[];
}

const lead = () => ({ id: 'new-lead', email: 'ada@example.com' });

/** Every place where an operation takes an id. */
const CASES: Record<string, Case> = {
  'Query.campaign(id:)': { kind: 'campaign', document: 'query ($id: ID!) { campaign(id: $id) { name } }', gives: null },
  'Query.pixel(id:)': { kind: 'pixel', document: 'query ($id: ID!) { pixel(id: $id) { name } }', gives: null },
  'Query.pixelRule(id:)': { kind: 'rule', document: 'query ($id: ID!) { pixelRule(id: $id) { name } }', gives: null },
  'Query.pixelRules(campaignId:)': {
    kind: 'campaign',
    document: 'query ($id: ID!) { pixelRules(campaignId: $id) { nodes { id } } }',
    gives: [],
  },
  'Query.pixelRules(pixelId:)': {
    kind: 'pixel',
    document: 'query ($id: ID!) { pixelRules(pixelId: $id) { nodes { id } } }',
    gives: [],
  },
  'Query.lead(id:)': { kind: 'lead', document: 'query ($id: ID!) { lead(id: $id) { status } }', gives: null },
  'Query.leads(campaignId:)': {
    kind: 'campaign',
    document: 'query ($id: ID!) { leads(campaignId: $id) { nodes { id } } }',
    gives: [],
  },
  'Query.firing(id:)': { kind: 'firing', document: 'query ($id: ID!) { firing(id: $id) { status } }', gives: null },
  'Query.previewRule(leadId:)': {
    kind: 'lead',
    document: 'query ($id: ID!, $rule: CreatePixelRuleInput!) { previewRule(rule: $rule, leadId: $id) { reason } }',
    variables: () => ({ rule: ruleInput({ campaignId: mine.campaign, pixelId: mine.pixel }) }),
    gives: 'leadId',
  },
  'Query.conditionFields(campaignId:)': {
    kind: 'campaign',
    document: 'query ($id: ID!) { conditionFields(campaignId: $id) { field } }',
    gives: expect.not.arrayContaining([{ field: 'answers.secret' }]),
  },
  'CreatePixelRuleInput.campaignId': {
    kind: 'campaign',
    document:
      'mutation ($id: ID!, $pixel: ID!) { createPixelRule(input: { campaignId: $id, pixelId: $pixel, name: "R", trigger: LEAD_QUALIFIED, eventName: "Lead", actionSource: CHAT }) { id } }',
    variables: () => ({ pixel: mine.pixel }),
    gives: 'input.campaignId',
  },
  'CreatePixelRuleInput.pixelId': {
    kind: 'pixel',
    document:
      'mutation ($id: ID!, $campaign: ID!) { createPixelRule(input: { campaignId: $campaign, pixelId: $id, name: "R", trigger: LEAD_QUALIFIED, eventName: "Lead", actionSource: CHAT }) { id } }',
    variables: () => ({ campaign: mine.campaign }),
    gives: 'input.pixelId',
  },
  'UpdatePixelRuleInput.pixelId': {
    kind: 'pixel',
    document: 'mutation ($id: ID!, $rule: ID!) { updatePixelRule(id: $rule, input: { pixelId: $id }) { id } }',
    variables: () => ({ rule: mine.rule }),
    gives: 'input.pixelId',
  },
  'Mutation.updateCampaign(id:)': {
    kind: 'campaign',
    document: 'mutation ($id: ID!) { updateCampaign(id: $id, input: { name: "Taken over" }) { id } }',
    gives: 'id',
  },
  'Mutation.updatePixel(id:)': {
    kind: 'pixel',
    document:
      'mutation ($id: ID!) { updatePixel(id: $id, input: { paused: true, accessToken: "stolen-token" }) { id } }',
    gives: 'id',
  },
  'Mutation.verifyPixel(id:)': {
    kind: 'pixel',
    document: 'mutation ($id: ID!) { verifyPixel(id: $id) { id } }',
    gives: 'id',
  },
  'Mutation.disconnectPixel(id:)': {
    kind: 'pixel',
    document: 'mutation ($id: ID!) { disconnectPixel(id: $id) }',
    gives: 'id',
  },
  'Mutation.updatePixelRule(id:)': {
    kind: 'rule',
    document: 'mutation ($id: ID!) { updatePixelRule(id: $id, input: { enabled: false }) { id } }',
    gives: 'id',
  },
  'Mutation.deletePixelRule(id:)': {
    kind: 'rule',
    document: 'mutation ($id: ID!) { deletePixelRule(id: $id) }',
    gives: 'id',
  },
  'Mutation.restorePixelRule(id:)': {
    kind: 'rule',
    document: 'mutation ($id: ID!) { restorePixelRule(id: $id) { id } }',
    gives: 'id',
  },
  'LeadInput.campaignId': {
    kind: 'campaign',
    document:
      'mutation ($id: ID!) { reportLead(input: { lead: { id: "new-lead", campaignId: $id }, status: QUALIFIED }) { newOccurrence } }',
    gives: 'input.lead.campaignId',
  },
  'FirePixelInput.pixelId': {
    kind: 'pixel',
    document: 'mutation ($id: ID!) { firePixel(input: { pixelId: $id, leadId: "my-lead", eventName: "Lead" }) { id } }',
    gives: 'input.pixelId',
  },
  'FirePixelInput.leadId': {
    kind: 'lead',
    document:
      'mutation ($id: ID!, $pixel: ID!) { firePixel(input: { pixelId: $pixel, leadId: $id, eventName: "Lead" }) { id } }',
    variables: () => ({ pixel: mine.pixel }),
    gives: 'input.leadId',
  },
  'TestFireInput.ruleId': {
    kind: 'rule',
    document: 'mutation ($id: ID!) { testFire(input: { ruleId: $id }) { conditionsMatched } }',
    gives: 'input.ruleId',
  },
  'TestFireInput.leadId': {
    kind: 'lead',
    document:
      'mutation ($id: ID!, $rule: ID!) { testFire(input: { ruleId: $rule, leadId: $id }) { conditionsMatched } }',
    variables: () => ({ rule: mine.rule }),
    gives: 'input.leadId',
  },
  'Mutation.retryFiring(id:)': {
    kind: 'firing',
    document: 'mutation ($id: ID!) { retryFiring(id: $id) { id } }',
    gives: 'id',
  },
  'Mutation.eraseLead(id:)': { kind: 'lead', document: 'mutation ($id: ID!) { eraseLead(id: $id) }', gives: 'id' },
  'Mutation.revokeApiKey(id:)': { kind: 'key', document: 'mutation ($id: ID!) { revokeApiKey(id: $id) }', gives: 'id' },
  ...Object.fromEntries(
    (['campaign', 'rule', 'pixel', 'lead'] as const).map((kind) => [
      `FiringFilter.${kind}Id`,
      { kind, document: `query ($id: ID!) { firings(filter: { ${kind}Id: $id }) { nodes { id } } }`, gives: [] },
    ]),
  ),
};

/** Ids that the caller makes up, and the calls that name many at once: the same code as their single one. */
const NO_REFERENCES = ['LeadInput.id', 'ReportLeadInput.occurrenceId'];

test('every id argument and every id field of an input has its case here', () => {
  const isId = (type: unknown) => ['ID', 'ID!'].includes(String(type));
  const places = Object.values(buildApiSchema().getTypeMap()).flatMap((type) => {
    if (isInputObjectType(type)) {
      return Object.values(type.getFields()).flatMap((field) =>
        isId(field.type) ? [`${type.name}.${field.name}`] : [],
      );
    }
    if (!isObjectType(type) || type.name.startsWith('__')) return [];
    const args = Object.values(type.getFields()).flatMap((field) =>
      field.args.map((arg) => ({ ...arg, field: field.name })),
    );
    return args.flatMap((arg) => (isId(arg.type) ? [`${type.name}.${arg.field}(${arg.name}:)`] : []));
  });
  expect(Object.keys(CASES).sort()).toEqual(places.filter((place) => !NO_REFERENCES.includes(place)).sort());
});

async function call({ document, variables }: Case, id: string) {
  const answer = await server.query(server.key, document, { id, ...variables?.() });
  return { answer, value: Object.values(answer.data ?? {})[0] as { nodes?: unknown[] } | null | undefined };
}

async function expectNothing(each: Case, id: string): Promise<void> {
  const { answer, value } = await call(each, id);
  if (typeof each.gives === 'string') {
    expect({ code: codeOf(answer), paths: pathsOf(answer) }).toEqual({ code: 'NOT_FOUND', paths: [each.gives] });
    return;
  }
  expect(answer.errors).toBeUndefined();
  expect(value && 'nodes' in value ? value.nodes : value).toEqual(each.gives);
}

const everything = `{ campaigns { nodes { id name } } pixels { nodes { id name status accessTokenHint updatedAt } }
  pixelRules { nodes { id enabled updatedAt } } leads { nodes { id status } } firings { nodes { id status attempts { number } } }
  apiKeys { id } }`;

describe.each(Object.entries(CASES))('%s', (_place, each) => {
  test('an id of another workspace names nothing, and nothing of either is changed', async () => {
    const before = [await server.rows(), await server.ok(other, everything), await server.ok(server.key, everything)];
    await expectNothing(each, theirs[each.kind]);
    const after = [await server.rows(), await server.ok(other, everything), await server.ok(server.key, everything)];
    expect(after).toEqual(before);
  });

  test('a malformed id names nothing', async () => {
    const before = await server.rows();
    for (const id of STRANGE) await expectNothing(each, id);
    const own = mine[each.kind];
    if (own !== own.toUpperCase()) await expectNothing(each, own.toUpperCase());
    expect(await server.rows()).toEqual(before);
  });
});

test('what another workspace reports under the same lead id is another lead', async () => {
  await server.ok(other, REPORT, {
    input: { lead: { id: 'my-lead', campaignId: theirs.campaign, email: 'x@example.com' }, status: 'REJECTED' },
  });
  const { lead: seen } = await server.ok(server.key, '{ lead(id: "my-lead") { status firings { nodes { id } } } }');
  expect(seen).toEqual({ status: 'QUALIFIED', firings: { nodes: [{ id: mine.firing }] } });
});

test('another workspace’s cursor is a mere place: what follows it is one’s own', async () => {
  for (const list of ['campaigns', 'pixels', 'pixelRules', 'leads', 'firings']) {
    const { [list]: page } = await server.ok(other, `{ ${list} { pageInfo { endCursor } } }`);
    const answer = await server.ok(server.key, `query ($after: String) { ${list}(after: $after) { nodes { id } } }`, {
      after: page.pageInfo.endCursor,
    });
    const ids = answer[list].nodes.map(({ id }: { id: string }) => id);
    expect(Object.values(theirs)).not.toEqual(expect.arrayContaining(ids.length > 0 ? ids : ['none']));
  }
});

test('firePixels and reportLeads refuse another workspace’s ids each at its index', async () => {
  const before = await server.rows();
  const fire = await server.query(
    server.key,
    'mutation ($inputs: [FirePixelInput!]!) { firePixels(inputs: $inputs) { id } }',
    {
      inputs: [
        { pixelId: theirs.pixel, leadId: 'my-lead', eventName: 'Lead' },
        { pixelId: mine.pixel, leadId: 'their-lead', eventName: 'Lead' },
        { pixelId: mine.pixel, lead: { ...lead(), campaignId: theirs.campaign }, eventName: 'Lead' },
      ],
    },
  );
  expect(fire.data).toEqual({ firePixels: [null, null, null] });
  expect(pathsOf(fire)).toEqual(['inputs.0.pixelId', 'inputs.1.leadId', 'inputs.2.lead.campaignId']);
  expect(fire.errors?.map(({ path }) => path)).toEqual([0, 1, 2].map((index) => ['firePixels', index]));
  const report = await server.query(
    server.key,
    'mutation ($inputs: [ReportLeadInput!]!) { reportLeads(inputs: $inputs) { newOccurrence } }',
    {
      inputs: [{ lead: { ...lead(), campaignId: theirs.campaign }, status: 'QUALIFIED' }],
    },
  );
  expect([report.data, codeOf(report)]).toEqual([{ reportLeads: [null] }, 'NOT_FOUND']);
  expect(await server.rows()).toEqual(before);
});

test('a subscription shows nothing of another workspace, whatever its filter', async () => {
  const { firings } = await server.ok(server.key, '{ firings { feedCursor } }');
  const document =
    'subscription ($filter: FiringFilter, $after: String) { firingUpdated(filter: $filter, after: $after) { firing { id leadId } } }';
  const start = { after: firings.feedCursor };
  const all = server.subscribe(server.key, document, start);
  const asked = server.subscribe(server.key, document, { ...start, filter: { pixelId: theirs.pixel } });
  const fire = (key: string, pixelId: string, leadId: string) =>
    server.ok(key, 'mutation ($input: FirePixelInput!) { firePixel(input: $input) { id } }', {
      input: { pixelId, leadId, eventName: 'Contact' },
    });
  await fire(other, theirs.pixel, 'their-lead');
  await fire(server.key, mine.pixel, 'my-lead');
  const seen = await all.next(2);
  expect(seen.map(({ data }) => data.firingUpdated.firing.leadId)).toEqual(['my-lead', 'my-lead']);
  expect(asked.events).toEqual([]);
  await all.close();
  await asked.close();
});
