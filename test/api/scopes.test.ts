import type { GraphQLObjectType } from 'graphql';
import { WebSocket } from 'ws';
import { buildApiSchema } from '../../src/graphql/schema';
import { facebookPixel, REPORT, ruleInput, setUp } from '../support/advertiser';
import { codeOf } from '../support/graphql-http';
import { startServer, type TestServer } from '../support/server';
import { until } from '../support/until';

const NOTHING = '01890000-0000-7000-8000-000000000000';
const SCOPES = ['READ', 'FIRE', 'MANAGE', 'ADMIN', 'OPERATOR'] as const;
type Scope = (typeof SCOPES)[number];

/** The scope each root field asks for, and a call of it whose only possible refusal is the key's or an unknown id's. */
const OPERATIONS: Record<string, [scope: Scope, call: string, selection?: string]> = {
  'Query.viewer': ['READ', '', '{ workspaceId }'],
  'Query.campaign': ['READ', `(id: "${NOTHING}")`, '{ id }'],
  'Query.campaigns': ['READ', '', '{ nodes { id } }'],
  'Query.pixel': ['READ', `(id: "${NOTHING}")`, '{ id }'],
  'Query.pixels': ['READ', '', '{ nodes { id } }'],
  'Query.pixelRule': ['READ', `(id: "${NOTHING}")`, '{ id }'],
  'Query.pixelRules': ['READ', '', '{ nodes { id } }'],
  'Query.lead': ['READ', '(id: "nobody")', '{ id }'],
  'Query.leads': ['READ', '', '{ nodes { id } }'],
  'Query.firing': ['READ', `(id: "${NOTHING}")`, '{ id }'],
  'Query.firings': ['READ', '', '{ nodes { id } }'],
  'Query.firingStats': ['READ', '', '{ total }'],
  'Query.firingSeries': ['READ', '', '{ from }'],
  'Query.previewRule': [
    'READ',
    `(rule: ${literal(ruleInput({ campaignId: NOTHING, pixelId: NOTHING }))})`,
    '{ reason }',
  ],
  'Query.platforms': ['READ', '', '{ platform }'],
  'Query.conditionFields': ['READ', '', '{ field }'],
  'Query.apiKeys': ['ADMIN', '', '{ id }'],
  'Mutation.createCampaign': ['MANAGE', '(input: { name: "Campaign" })', '{ id }'],
  'Mutation.updateCampaign': ['MANAGE', `(id: "${NOTHING}", input: { name: "Campaign" })`, '{ id }'],
  'Mutation.connectPixel': ['MANAGE', `(input: ${literal(facebookPixel())})`, '{ id }'],
  'Mutation.updatePixel': ['MANAGE', `(id: "${NOTHING}", input: { name: "Pixel" })`, '{ id }'],
  'Mutation.verifyPixel': ['MANAGE', `(id: "${NOTHING}")`, '{ id }'],
  'Mutation.disconnectPixel': ['MANAGE', `(id: "${NOTHING}")`],
  'Mutation.createPixelRule': [
    'MANAGE',
    `(input: ${literal(ruleInput({ campaignId: NOTHING, pixelId: NOTHING }))})`,
    '{ id }',
  ],
  'Mutation.updatePixelRule': ['MANAGE', `(id: "${NOTHING}", input: { name: "Rule" })`, '{ id }'],
  'Mutation.deletePixelRule': ['MANAGE', `(id: "${NOTHING}")`],
  'Mutation.restorePixelRule': ['MANAGE', `(id: "${NOTHING}")`, '{ id }'],
  'Mutation.reportLead': ['FIRE', '(input: { lead: { id: "nobody" }, status: QUALIFIED })', '{ newOccurrence }'],
  'Mutation.reportLeads': ['FIRE', '(inputs: [])', '{ newOccurrence }'],
  'Mutation.firePixel': ['FIRE', `(input: { pixelId: "${NOTHING}", leadId: "nobody", eventName: "Lead" })`, '{ id }'],
  'Mutation.firePixels': ['FIRE', '(inputs: [])', '{ id }'],
  'Mutation.testFire': ['FIRE', `(input: { ruleId: "${NOTHING}" })`, '{ conditionsMatched }'],
  'Mutation.retryFiring': ['FIRE', `(id: "${NOTHING}")`, '{ id }'],
  'Mutation.eraseLead': ['ADMIN', '(id: "nobody")'],
  'Mutation.createApiKey': ['ADMIN', '(name: "Key", scopes: [READ])', '{ secret }'],
  'Mutation.revokeApiKey': ['ADMIN', `(id: "${NOTHING}")`],
  'Mutation.createWorkspace': ['OPERATOR', '(name: "Workspace")', '{ id }'],
  'Subscription.firingUpdated': ['READ', '', '{ cursor }'],
};

/** An input object as GraphQL writes it; enum values are those in capitals. */
function literal(input: object): string {
  const members = Object.entries(input).map(([name, value]) => {
    const isEnum = typeof value === 'string' && /^[A-Z][A-Z_]+$/.test(value);
    return `${name}: ${isEnum ? value : JSON.stringify(value)}`;
  });
  return `{ ${members.join(', ')} }`;
}

const OPERATION_NAMES = Object.keys(OPERATIONS);
const ANSWERED = OPERATION_NAMES.filter((name) => !name.startsWith('Subscription'));
const REFUSED = ['UNAUTHENTICATED', 'FORBIDDEN'];

function documentOf(name: string): string {
  const [type, field] = name.split('.') as [string, string];
  const [, call, selection = ''] = OPERATIONS[name] as (typeof OPERATIONS)[string];
  return `${type.toLowerCase()} { ${field}${call} ${selection} }`;
}

/** ADMIN is READ, FIRE and MANAGE too; OPERATOR is implied by nothing. */
function mayCall(scope: Scope, asked: Scope): boolean {
  return scope === asked || (scope === 'ADMIN' && asked !== 'OPERATOR');
}

let server: TestServer;
const keys = {} as Record<Scope, string>;
let revoked: string;
beforeAll(async () => {
  server = await startServer();
  for (const scope of SCOPES) keys[scope] = await server.keyWith(scope);
  revoked = await revokedKey();
});
afterAll(() => server.close());

async function revokedKey(): Promise<string> {
  const document = 'mutation { createApiKey(name: "Revoked", scopes: [ADMIN, OPERATOR]) { secret apiKey { id } } }';
  const { createApiKey } = await server.ok(server.key, document);
  await server.ok(server.key, 'mutation ($id: ID!) { revokeApiKey(id: $id) }', { id: createApiKey.apiKey.id });
  return createApiKey.secret;
}

test('every operation of the schema has its row here', () => {
  const schema = buildApiSchema();
  const types = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()] as GraphQLObjectType[];
  const names = types.flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
  expect(OPERATION_NAMES.sort()).toEqual(names.sort());
});

describe.each(ANSWERED)('%s over HTTP', (name) => {
  test('wants a key that is known and not revoked', async () => {
    const before = await server.rows();
    for (const key of [null, 'pt_an-unknown-key-that-is-long-enough-0123456789', 'short', revoked]) {
      const answer = await server.query(key, documentOf(name));
      expect(codeOf(answer)).toBe('UNAUTHENTICATED');
      expect(Object.values(answer.data ?? {}).filter((value) => value !== null)).toEqual([]);
    }
    expect(await server.rows()).toEqual(before);
  });

  test.each(SCOPES)('with the scope %s alone', async (scope) => {
    const before = await server.rows();
    const answer = await server.query(keys[scope], documentOf(name));
    if (mayCall(scope, OPERATIONS[name]?.[0] as Scope)) expect(REFUSED).not.toContain(codeOf(answer));
    else expect([codeOf(answer), await server.rows()]).toEqual(['FORBIDDEN', before]);
    expect(codeOf(answer)).not.toBe('INTERNAL_SERVER_ERROR');
  });
});

describe('over WebSocket', () => {
  test('a socket without a good key is closed before any operation', async () => {
    for (const key of [null, 'pt_an-unknown-key-that-is-long-enough-0123456789', revoked]) {
      expect(await server.connect(key).closed()).toBe(4403);
    }
  });

  test.each(SCOPES)('with the scope %s alone every operation is granted or refused as over HTTP', async (scope) => {
    const connection = server.connect(keys[scope]);
    await connection.ready();
    for (const name of ANSWERED) {
      const stream = connection.subscribe(documentOf(name));
      await stream.ended();
      const code = codeOf(stream.events[0] ?? {});
      if (mayCall(scope, OPERATIONS[name]?.[0] as Scope))
        expect([name, REFUSED.includes(String(code))]).toEqual([name, false]);
      else expect([name, code]).toEqual([name, 'FORBIDDEN']);
    }
    await connection.close();
  });

  test('a subscription wants READ', async () => {
    for (const scope of SCOPES.filter((each) => !mayCall(each, 'READ'))) {
      const stream = server.subscribe(keys[scope], documentOf('Subscription.firingUpdated'));
      await stream.ended();
      expect(codeOf(stream.events[0] ?? {})).toBe('FORBIDDEN');
      await stream.close();
    }
    const { campaignId } = await setUp(server, server.key);
    const { firings } = await server.ok(keys.READ, '{ firings { feedCursor } }');
    const document = 'subscription ($after: String) { firingUpdated(after: $after) { firing { status } } }';
    const stream = server.subscribe(keys.READ, document, { after: firings.feedCursor });
    await server.ok(keys.FIRE, REPORT, {
      input: { lead: { id: 'L1', campaignId, email: 'a@b.co' }, status: 'QUALIFIED' },
    });
    expect((await stream.next(1))[0]).toEqual({ data: { firingUpdated: { firing: { status: 'PENDING' } } } });
    await stream.close();
  });

  test('an operation before the key was checked closes the socket', async () => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const code = new Promise<number>((resolve) => {
      socket.onclose = (event) => resolve(event.code);
    });
    socket.onopen = () =>
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: '{ viewer { workspaceId } }' } }));
    expect(await code).toBe(4401);
  });
});

test('a key that is revoked stops working within 5 seconds, and its open socket is closed', async () => {
  const made = await server.ok(
    server.key,
    'mutation { createApiKey(name: "To be revoked", scopes: [READ]) { secret apiKey { id } } }',
  );
  const { secret, apiKey } = made.createApiKey;
  const connection = server.connect(secret);
  await connection.ready();
  connection.subscribe(documentOf('Subscription.firingUpdated'));
  await server.ok(secret, '{ viewer { workspaceId } }');
  await server.ok(server.key, 'mutation ($id: ID!) { revokeApiKey(id: $id) }', { id: apiKey.id });
  expect(await connection.closed()).toBe(4403);
  const refused = await until(
    'a refused key',
    () => server.query(secret, '{ viewer { workspaceId } }'),
    (answer) => codeOf(answer) === 'UNAUTHENTICATED',
    5_000,
  );
  expect(refused.data).toBeNull();
});
