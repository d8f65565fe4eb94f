import { PLATFORMS } from '../../src/platforms';
import { connectPixel, createCampaign, createRule, facebookPixel } from '../support/advertiser';
import { type Body, codeOf, pathsOf } from '../support/graphql-http';
import { startServer, type TestServer } from '../support/server';
import { until } from '../support/until';

const PIXEL = `id name platform endpoint platformPixelId status statusReason accessTokenHint settings
  custom { url } createdAt updatedAt deletedAt stats { total succeeded }`;
const UPDATE = `mutation ($id: ID!, $input: UpdatePixelInput!) { updatePixel(id: $id, input: $input) { ${PIXEL} } }`;
const GOOD_TOKEN = 'sandbox-token-1';
const REFUSED_TOKEN = 'invalid-token-1';

let server: TestServer;
let campaignId: string;
let leads = 0;
beforeAll(async () => {
  server = await startServer({ RETRY_SCHEDULE: '0.2,60,60' });
  campaignId = await createCampaign(server, server.key);
});
afterAll(() => server.close());

const connect = (more: object = {}) => connectPixel(server, server.key, more);
const pixel = async (id: string): Promise<Body> =>
  (await server.ok(server.key, `query ($id: ID!) { pixel(id: $id) { ${PIXEL} } }`, { id })).pixel;
const update = async (id: string, input: object): Promise<Body> =>
  (await server.ok(server.key, UPDATE, { id, input })).updatePixel;
const verify = (id: string) =>
  server.query(server.key, 'mutation ($id: ID!) { verifyPixel(id: $id) { status statusReason } }', { id });

/** Fires one event of a new lead; answers the firing's id. */
async function fire(pixelId: string): Promise<string> {
  leads += 1;
  const input = { pixelId, eventName: 'Lead', lead: { id: `lead-${leads}`, campaignId, email: 'ada@example.com' } };
  const document = 'mutation ($input: FirePixelInput!) { firePixel(input: $input) { id } }';
  return (await server.ok(server.key, document, { input })).firePixel.id;
}

function becomes(firingId: string, status: string): Promise<Body> {
  const document = 'query ($id: ID!) { firing(id: $id) { status skipReason message attempts { number outcome } } }';
  return until(
    `a firing that is ${status}`,
    async () => (await server.ok(server.key, document, { id: firingId })).firing,
    (firing) => firing.status === status,
  );
}

async function fault(pixelId: string, kind: string, count: number): Promise<void> {
  const reply = await fetch(`${server.url}/sandbox/pixels/${pixelId}/fault`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${server.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ kind, count }),
  });
  expect(reply.status).toBe(200);
}

test('a connected pixel shows the end of its token and never the token', async () => {
  const id = await connect({ accessToken: 'EAAB-secret-token-9876', settings: { apiVersion: 'v25.0', optOut: true } });
  const shown = await pixel(id);
  expect(shown).toMatchObject({
    name: 'Facebook',
    platform: 'FACEBOOK',
    endpoint: 'SANDBOX',
    platformPixelId: '1234567890',
    status: 'ACTIVE',
    statusReason: null,
    accessTokenHint: '9876',
    settings: { apiVersion: 'v25.0', optOut: true },
    custom: null,
    deletedAt: null,
    stats: { total: 0, succeeded: 0 },
  });
  expect(JSON.stringify(shown)).not.toContain('secret-token');
  const [row] = await server.database.sql('select * from pixels where id = $1', [id]);
  expect(JSON.stringify(row)).not.toContain('secret-token');
  expect((row as { secrets_sealed: Buffer }).secrets_sealed.toString('latin1')).not.toContain('secret-token');
});

test('the end of a short token would be the token: it has no hint', async () => {
  expect((await pixel(await connect({ accessToken: 'short' }))).accessTokenHint).toBeNull();
});

test('an absent field keeps what is stored, the token included; settings are kept, replaced or cleared', async () => {
  const id = await connect({ settings: { optOut: true } });
  expect(await update(id, { name: 'Renamed' })).toMatchObject({
    name: 'Renamed',
    accessTokenHint: 'en-1',
    settings: { optOut: true },
  });
  await becomes(await fire(id), 'SUCCEEDED');
  expect((await update(id, { settings: { limitedDataUse: true } })).settings).toEqual({ limitedDataUse: true });
  expect((await update(id, { settings: null })).settings).toEqual({});
  expect(await update(id, {})).toMatchObject({ name: 'Renamed', accessTokenHint: 'en-1' });
  await becomes(await fire(id), 'SUCCEEDED');
  const before = await pixel(id);
  const after = await update(id, { accessToken: 'another-token-2' });
  expect(after.accessTokenHint).toBe('en-2');
  expect(Date.parse(after.updatedAt)).toBeGreaterThan(Date.parse(before.updatedAt));
});

test('refused credentials need attention, hold the firings, and a new token mends it', async () => {
  const id = await connect({ accessToken: REFUSED_TOKEN });
  const first = await fire(id);
  expect((await becomes(first, 'HELD')).attempts).toEqual([{ number: 1, outcome: 'UNAUTHORIZED' }]);
  expect(await pixel(id)).toMatchObject({ status: 'NEEDS_ATTENTION', statusReason: expect.stringMatching(/token/i) });
  const second = await fire(id);
  expect((await becomes(second, 'HELD')).attempts).toEqual([]);
  expect((await update(id, { custom: null, name: 'Not mended by this' })).status).toBe('NEEDS_ATTENTION');
  expect(await update(id, { accessToken: GOOD_TOKEN })).toMatchObject({ status: 'ACTIVE', statusReason: null });
  await becomes(first, 'SUCCEEDED');
  await becomes(second, 'SUCCEEDED');
});

test('an API version that Facebook does not answer needs attention, and another one mends it', async () => {
  const id = await connect({ settings: { apiVersion: 'v25.0' } });
  await fault(id, 'REFUSED_TOKEN', 1);
  const held = await fire(id);
  await becomes(held, 'HELD');
  expect((await update(id, { settings: { apiVersion: 'v25.0' } })).status).toBe('NEEDS_ATTENTION');
  expect((await update(id, { settings: { apiVersion: 'v26.0' } })).status).toBe('ACTIVE');
  await becomes(held, 'SUCCEEDED');
});

test('paused: new firings are skipped, waiting ones held until it is resumed', async () => {
  const id = await connect();
  await fault(id, 'OUTAGE', 2);
  const waiting = await fire(id);
  await until(
    'two attempts',
    async () => (await becomes(waiting, 'RETRYING')).attempts,
    (attempts) => attempts.length === 2,
  );
  expect((await update(id, { paused: true })).status).toBe('PAUSED');
  expect((await becomes(waiting, 'HELD')).message).toMatch(/paused/);
  expect(await becomes(await fire(id), 'SKIPPED')).toMatchObject({ skipReason: 'PIXEL_PAUSED', attempts: [] });
  expect((await update(id, { paused: false })).status).toBe('ACTIVE');
  expect((await becomes(waiting, 'SUCCEEDED')).attempts).toHaveLength(3);
});

test('paused hides that it needs attention; resuming returns to it while it is unmended', async () => {
  const id = await connect({ accessToken: REFUSED_TOKEN });
  const held = await fire(id);
  await becomes(held, 'HELD');
  expect((await update(id, { paused: true })).status).toBe('PAUSED');
  expect((await update(id, { paused: false })).status).toBe('NEEDS_ATTENTION');
  await update(id, { paused: true, accessToken: GOOD_TOKEN });
  await becomes(held, 'HELD');
  expect((await update(id, { paused: false })).status).toBe('ACTIVE');
  await becomes(held, 'SUCCEEDED');
});

test('verifyPixel tries the credentials and makes no conversion; it says what is refused, and mends what works', async () => {
  const id = await connect({ accessToken: REFUSED_TOKEN });
  const refused = (await verify(id)).data?.verifyPixel;
  expect(refused).toEqual({ status: 'NEEDS_ATTENTION', statusReason: expect.stringMatching(/\w+/) });
  const held = await fire(id);
  await becomes(held, 'HELD');
  const sound = await connect();
  expect((await verify(sound)).data?.verifyPixel).toEqual({ status: 'ACTIVE', statusReason: null });
  await fault(sound, 'REFUSED_TOKEN', 1);
  expect((await verify(sound)).data?.verifyPixel.status).toBe('NEEDS_ATTENTION');
  const waiting = await fire(sound);
  await becomes(waiting, 'HELD');
  expect((await verify(sound)).data?.verifyPixel).toEqual({ status: 'ACTIVE', statusReason: null });
  await becomes(waiting, 'SUCCEEDED');
});

test('a platform that can’t be asked is UNAVAILABLE, and the pixel stays as it is', async () => {
  const id = await connect();
  await fault(id, 'OUTAGE', 1);
  const answer = await verify(id);
  expect([codeOf(answer), answer.errors?.[0]?.extensions.retryAfterMs]).toEqual(['UNAVAILABLE', expect.any(Number)]);
  expect((await pixel(id)).status).toBe('ACTIVE');
});

describe('disconnecting', () => {
  const disconnect = (id: string) =>
    server.query(server.key, 'mutation ($id: ID!) { disconnectPixel(id: $id) }', { id });

  test('is a conflict while a rule uses the pixel', async () => {
    const pixelId = await connect();
    const rule = await createRule(server, server.key, { campaignId, pixelId }, { enabled: false });
    expect(codeOf(await disconnect(pixelId))).toBe('CONFLICT');
    await server.ok(server.key, 'mutation ($id: ID!) { deletePixelRule(id: $id) }', { id: rule });
    expect((await disconnect(pixelId)).data).toEqual({ disconnectPixel: true });
    const restored = await server.query(server.key, 'mutation ($id: ID!) { restorePixelRule(id: $id) { id } }', {
      id: rule,
    });
    expect(codeOf(restored)).toBe('CONFLICT');
  });

  test('wipes the credentials, ends what waits, and keeps the pixel for the history alone', async () => {
    const id = await connect({ accessToken: REFUSED_TOKEN });
    const held = await fire(id);
    await becomes(held, 'HELD');
    expect((await disconnect(id)).data).toEqual({ disconnectPixel: true });
    expect((await becomes(held, 'FAILED')).message).toMatch(/disconnected/);
    expect(await pixel(id)).toMatchObject({ accessTokenHint: null, deletedAt: expect.any(String) });
    const [row] = await server.database.sql('select secrets_sealed from pixels where id = $1', [id]);
    expect(row).toEqual({ secrets_sealed: null });
    const { pixels } = await server.ok(server.key, '{ pixels(first: 200) { nodes { id } } }');
    expect(pixels.nodes).not.toContainEqual({ id });
    const { firing } = await server.ok(server.key, 'query ($id: ID!) { firing(id: $id) { pixel { id deletedAt } } }', {
      id: held,
    });
    expect(firing.pixel).toEqual({ id, deletedAt: expect.any(String) });
  });

  test('leaves a pixel that can’t be used any more', async () => {
    const id = await connect();
    await disconnect(id);
    const rule = {
      campaignId,
      pixelId: id,
      name: 'R',
      trigger: 'LEAD_QUALIFIED',
      eventName: 'Lead',
      actionSource: 'CHAT',
    };
    const refusals = [
      await disconnect(id),
      await verify(id),
      await server.query(server.key, UPDATE, { id, input: { name: 'x' } }),
      await server.query(server.key, 'mutation ($input: FirePixelInput!) { firePixel(input: $input) { id } }', {
        input: { pixelId: id, eventName: 'Lead', lead: { id: 'x', campaignId } },
      }),
      await server.query(
        server.key,
        'mutation ($input: CreatePixelRuleInput!) { createPixelRule(input: $input) { id } }',
        { input: rule },
      ),
    ];
    expect(refusals.map(codeOf)).toEqual(refusals.map(() => 'NOT_FOUND'));
    expect(refusals.flatMap(pathsOf)).toEqual(['id', 'id', 'id', 'input.pixelId', 'input.pixelId']);
  });
});

test('platforms says what a form needs, for every platform of the register', async () => {
  const { platforms } = await server.ok(
    server.key,
    '{ platforms { platform label standardEventNames actionSources takesTestEventCode verifiesCredentials settingsFields { name label description type required secret } } }',
  );
  expect(platforms.map(({ platform }: Body) => platform)).toEqual(PLATFORMS.map(({ code }) => code));
  const asked = platforms.filter(({ verifiesCredentials }: Body) => verifiesCredentials);
  expect(asked.map(({ platform }: Body) => platform)).toEqual(['FACEBOOK']);
  const facebook = platforms.find(({ platform }: Body) => platform === 'FACEBOOK');
  expect(facebook).toMatchObject({
    label: 'Facebook',
    standardEventNames: expect.arrayContaining(['Lead', 'Purchase']),
    actionSources: ['WEBSITE', 'PHONE_CALL', 'CHAT', 'SYSTEM_GENERATED'],
    takesTestEventCode: true,
  });
  expect(facebook.settingsFields).toContainEqual({
    name: 'optOut',
    label: expect.any(String),
    description: expect.any(String),
    type: 'boolean',
    required: false,
    secret: false,
  });
});

test('pixels can be listed by platform', async () => {
  const { pixels, none } = await server.ok(
    server.key,
    '{ pixels(platform: FACEBOOK, first: 200) { nodes { platform } } none: pixels(platform: TIKTOK) { nodes { id } } }',
  );
  expect(new Set(pixels.nodes.map(({ platform }: Body) => platform))).toEqual(new Set(['FACEBOOK']));
  expect(none.nodes).toEqual([]);
});

test('without the sandbox a SANDBOX pixel is refused, and /sandbox is not there', async () => {
  const plain = await startServer({ SANDBOX: 'false' });
  try {
    const document = 'mutation ($input: ConnectPixelInput!) { connectPixel(input: $input) { id } }';
    const answer = await plain.query(plain.key, document, { input: facebookPixel() });
    expect([codeOf(answer), pathsOf(answer)]).toEqual(['BAD_USER_INPUT', ['input.endpoint']]);
    expect(
      (await plain.query(plain.key, document, { input: facebookPixel({ endpoint: 'LIVE' }) })).errors,
    ).toBeUndefined();
    expect((await fetch(`${plain.url}/sandbox/facebook/x`)).status).toBe(404);
  } finally {
    await plain.close();
  }
});
