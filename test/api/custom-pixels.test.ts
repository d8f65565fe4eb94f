import { createCampaign } from '../support/advertiser';
import { type Body, codeOf, pathsOf } from '../support/graphql-http';
import { startServer, type TestServer } from '../support/server';
import { until } from '../support/until';

const CUSTOM = 'id status settings custom { method url headers { name value secret } body signed }';
const CONNECT = `mutation ($input: ConnectPixelInput!) { connectPixel(input: $input) { ${CUSTOM} } }`;
const UPDATE = `mutation ($id: ID!, $input: UpdatePixelInput!) { updatePixel(id: $id, input: $input) { ${CUSTOM} } }`;
const SIGNING = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;

let server: TestServer;
let campaignId: string;
let leads = 0;
beforeAll(async () => {
  server = await startServer();
  campaignId = await createCampaign(server, server.key);
});
afterAll(() => server.close());

const WEBHOOK = {
  url: 'https://crm.example.com/leads/{lead_id}?s={secret}',
  headers: [
    { name: 'Authorization', value: 'Bearer very-hidden' },
    { name: 'X-Token', value: 'well-hidden', secret: true },
    { name: 'X-Source', value: 'pixels' },
  ],
  body: '{"event":"{event_name}"}',
  signingSecret: SIGNING,
};

const inputOf = (custom: object = {}, more: object = {}) => ({
  name: 'CRM',
  platform: 'CUSTOM',
  endpoint: 'SANDBOX',
  custom: { ...WEBHOOK, ...custom },
  settings: { secret: 'quite-hidden' },
  ...more,
});
const connect = async (custom?: object): Promise<Body> =>
  (await server.ok(server.key, CONNECT, { input: inputOf(custom) })).connectPixel;
const update = async (id: string, input: object): Promise<Body> =>
  (await server.ok(server.key, UPDATE, { id, input })).updatePixel;

/** Fires one event; answers what the sandbox's receiver got. */
async function received(pixelId: string): Promise<Body> {
  leads += 1;
  const input = { pixelId, eventName: 'Lead', lead: { id: `lead-${leads}`, campaignId, email: 'ada@example.com' } };
  const fire = 'mutation ($input: FirePixelInput!) { firePixel(input: $input) { id } }';
  const { firePixel } = await server.ok(server.key, fire, { input });
  const document = 'query ($id: ID!) { firing(id: $id) { status request } }';
  const { firing } = await until(
    'a sent firing',
    () => server.ok(server.key, document, { id: firePixel.id }),
    (data) => data.firing.status === 'SUCCEEDED',
  );
  expect(JSON.stringify(firing.request)).not.toContain('hidden');
  const url = `${server.url}/sandbox/pixels/${pixelId}/requests`;
  const reply = await fetch(url, { headers: { authorization: `Bearer ${server.key}` } });
  return ((await reply.json()) as { requests: Body[] }).requests.at(-1);
}

test('secrets are stored sealed and never shown; Authorization is one whatever is said of it', async () => {
  const shown = await connect();
  expect(shown).toMatchObject({
    status: 'ACTIVE',
    settings: {},
    custom: {
      method: 'POST',
      url: WEBHOOK.url,
      headers: [
        { name: 'Authorization', value: null, secret: true },
        { name: 'X-Token', value: null, secret: true },
        { name: 'X-Source', value: 'pixels', secret: false },
      ],
      body: WEBHOOK.body,
      signed: true,
    },
  });
  const [row] = await server.database.sql('select * from pixels where id = $1', [shown.id]);
  expect(JSON.stringify(row)).not.toMatch(/hidden|whsec/);
  expect((row as { secrets_sealed: Buffer }).secrets_sealed.toString('latin1')).not.toMatch(/hidden|whsec/);
});

test('an update keeps absent secrets: all of them, or a header’s own', async () => {
  const { id } = await connect();
  await update(id, { name: 'Renamed', custom: { method: 'POST' } });
  const headers = WEBHOOK.headers.map(({ name, secret = false }) => ({
    name,
    secret,
    ...(name === 'X-Source' ? { value: 'new' } : {}),
  }));
  const shown = await update(id, { custom: { headers } });
  expect(shown.custom).toMatchObject({ url: WEBHOOK.url, body: WEBHOOK.body, signed: true });
  const { headers: sent, path, query } = await received(id);
  expect(sent).toMatchObject({ 'x-source': 'new', 'webhook-signature': expect.stringMatching(/^v1,/) });
  expect(`${path} ${JSON.stringify(query)}`).toMatch(/\/leads\/lead-\d+ .*quite-hidden/);
  expect(Object.keys(sent)).toEqual(expect.arrayContaining(['authorization', 'x-token']));
});

test('null clears the body, the signature and one secret setting; a header that was not secret can’t be kept as one', async () => {
  const { id } = await connect();
  const cleared = await update(id, { custom: { body: null, signingSecret: null, url: 'https://crm.example.com/' } });
  expect(cleared.custom).toMatchObject({ body: null, signed: false });
  await update(id, { settings: { secret: null } });
  const wanting = await server.query(server.key, UPDATE, {
    id,
    input: { custom: { url: 'https://crm.example.com/{secret}' } },
  });
  expect([codeOf(wanting), pathsOf(wanting)]).toEqual(['BAD_USER_INPUT', ['input.settings.secret']]);
  for (const name of ['X-Source', 'X-New', 'constructor']) {
    const input = { custom: { headers: [{ name, secret: true }] } };
    const answer = await server.query(server.key, UPDATE, { id, input });
    expect([codeOf(answer), pathsOf(answer)]).toEqual(['BAD_USER_INPUT', ['input.custom.headers.0.value']]);
  }
});

test('all that is wrong is told at once', async () => {
  const before = await server.rows();
  const custom = {
    url: 'ftp://x',
    headers: [{ name: 'Host', value: 'x' }, { name: 'X-A' }],
    body: '{nothing_like_it}',
  };
  const answer = await server.query(server.key, CONNECT, { input: inputOf(custom, { name: '', accessToken: 'x' }) });
  expect(codeOf(answer)).toBe('BAD_USER_INPUT');
  expect(pathsOf(answer)).toEqual([
    'input.accessToken',
    'input.custom.body',
    'input.custom.headers.0.name',
    'input.custom.headers.1.value',
    'input.custom.url',
    'input.name',
  ]);
  expect(await server.rows()).toEqual(before);
  const { id } = await connect();
  const nulls = await server.query(server.key, UPDATE, {
    id,
    input: { custom: { url: null, method: null, headers: null } },
  });
  expect(pathsOf(nulls)).toEqual(['input.custom.headers', 'input.custom.method', 'input.custom.url']);
  expect(pathsOf(await server.query(server.key, UPDATE, { id, input: { custom: null } }))).toContain('input.custom');
});

test('without an address of its own it can’t be connected', async () => {
  const answer = await server.query(server.key, CONNECT, { input: inputOf({}, { custom: null }) });
  expect([codeOf(answer), pathsOf(answer)]).toEqual(['BAD_USER_INPUT', ['input.custom']]);
});
