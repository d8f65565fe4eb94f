import { type Body, codeOf } from '../support/graphql-http';
import { startServer, type TestServer } from '../support/server';
import { until } from '../support/until';

const CREATE = `mutation ($name: String!, $scopes: [Scope!]!) { createApiKey(name: $name, scopes: $scopes) {
  secret apiKey { id name scopes hint createdAt lastUsedAt } } }`;
const REVOKE = 'mutation ($id: ID!) { revokeApiKey(id: $id) }';
const LIST = '{ apiKeys { id name scopes hint lastUsedAt } }';

let server: TestServer;
/** The ADMIN key of a workspace of each test's own. */
let admin: string;
beforeAll(async () => {
  server = await startServer();
});
beforeEach(async () => {
  admin = await server.newWorkspace('Agency');
});
afterAll(() => server.close());

const create = async (scopes: string[], name = 'Key'): Promise<Body> =>
  (await server.ok(admin, CREATE, { name, scopes })).createApiKey;
const list = async (): Promise<Body[]> => (await server.ok(admin, LIST)).apiKeys;

test('viewer says whom a key belongs to and what it may do', async () => {
  const { secret } = await create(['READ', 'FIRE']);
  const { viewer } = await server.ok(secret, '{ viewer { workspaceId workspaceName scopes } }');
  expect(viewer).toEqual({ workspaceId: expect.any(String), workspaceName: 'Agency', scopes: ['READ', 'FIRE'] });
  const first = await server.ok(server.key, '{ viewer { workspaceId scopes } }');
  expect(first.viewer.workspaceId).not.toBe(viewer.workspaceId);
  expect(first.viewer.scopes).toEqual(['READ', 'FIRE', 'MANAGE', 'ADMIN', 'OPERATOR']);
});

test('a key’s secret is shown once, and stored as a hash alone', async () => {
  const { secret, apiKey } = await create(['READ', 'READ'], 'Dashboard');
  expect(apiKey).toEqual({
    id: expect.any(String),
    name: 'Dashboard',
    scopes: ['READ'],
    hint: secret.slice(-4),
    createdAt: expect.any(String),
    lastUsedAt: null,
  });
  expect(JSON.stringify(await list())).not.toContain(secret);
  const rows = await server.database.sql('select * from api_keys');
  expect(JSON.stringify(rows)).not.toContain(secret);
});

test('keys are listed newest first, with when each was used last', async () => {
  const { secret, apiKey } = await create(['READ'], 'Newest');
  expect((await list()).map(({ name }) => name)).toEqual(['Newest', 'First key']);
  await server.ok(secret, '{ viewer { workspaceId } }');
  await until(
    'a noted use',
    async () => (await list()).find(({ id }) => id === apiKey.id),
    (key) => key?.lastUsedAt !== null,
  );
});

test('a key grants only scopes that it has', async () => {
  expect(codeOf(await server.query(admin, CREATE, { name: 'Key', scopes: ['OPERATOR'] }))).toBe('FORBIDDEN');
  expect((await create(['ADMIN', 'READ', 'FIRE', 'MANAGE'])).apiKey.scopes).toHaveLength(4);
  const { createApiKey } = await server.ok(server.key, CREATE, { name: 'Operator', scopes: ['OPERATOR'] });
  expect(createApiKey.apiKey.scopes).toEqual(['OPERATOR']);
});

test('a revoked key is in no list, and can’t be revoked again', async () => {
  const { apiKey } = await create(['READ']);
  expect(await server.ok(admin, REVOKE, { id: apiKey.id })).toEqual({ revokeApiKey: true });
  expect((await list()).map(({ name }) => name)).toEqual(['First key']);
  expect(codeOf(await server.query(admin, REVOKE, { id: apiKey.id }))).toBe('NOT_FOUND');
});

test('the last ADMIN key of a workspace stays, also when two are revoked at once', async () => {
  const [first] = await list();
  await create(['READ', 'MANAGE']);
  expect(codeOf(await server.query(admin, REVOKE, { id: first?.id }))).toBe('CONFLICT');
  const second = await create(['ADMIN']);
  const answers = await Promise.all([
    server.query(admin, REVOKE, { id: first?.id }),
    server.query(second.secret, REVOKE, { id: second.apiKey.id }),
  ]);
  expect(answers.map((answer) => codeOf(answer) ?? 'revoked').sort()).toEqual(['CONFLICT', 'revoked']);
});

test('a workspace has at most 100 keys', async () => {
  for (let count = 1; count < 100; count += 1) await create(['READ']);
  expect(codeOf(await server.query(admin, CREATE, { name: 'Key', scopes: ['READ'] }))).toBe('CONFLICT');
  const [newest] = await list();
  await server.ok(admin, REVOKE, { id: newest?.id });
  await create(['READ']);
});

test('a new workspace is empty, and its first key is ADMIN and no OPERATOR', async () => {
  const everything =
    '{ viewer { scopes } campaigns { nodes { id } } pixels { nodes { id } } leads { nodes { id } } firings { nodes { id } } }';
  expect(await server.ok(admin, everything)).toEqual({
    viewer: { scopes: ['ADMIN'] },
    campaigns: { nodes: [] },
    pixels: { nodes: [] },
    leads: { nodes: [] },
    firings: { nodes: [] },
  });
  expect(codeOf(await server.query(admin, 'mutation { createWorkspace(name: "Mine") { id } }'))).toBe('FORBIDDEN');
});

test('a key is taken with or without capitals in Bearer, and never from elsewhere', async () => {
  const ask = async (headers: Record<string, string>, search = '') => {
    const body = JSON.stringify({ query: '{ viewer { workspaceId } }' });
    const url = `${server.url}/graphql${search}`;
    const reply = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    return codeOf((await reply.json()) as object);
  };
  expect(await ask({ authorization: `bearer ${admin}` })).toBeUndefined();
  expect(await ask({ authorization: admin })).toBe('UNAUTHENTICATED');
  expect(await ask({ authorization: `Basic ${admin}` })).toBe('UNAUTHENTICATED');
  expect(await ask({ authorization: `Bearer ${admin}, Bearer ${admin}` })).toBe('UNAUTHENTICATED');
  expect(await ask({ cookie: `authorization=Bearer ${admin}` })).toBe('UNAUTHENTICATED');
  expect(await ask({}, `?authorization=Bearer ${admin}`)).toBe('UNAUTHENTICATED');
});
