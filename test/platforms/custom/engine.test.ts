import { Webhook } from 'standardwebhooks';
import { ServiceError } from '../../../src/domain/errors';
import { until } from '../../support/until';
import { createWorld, type World } from '../../support/world';

/** A custom pixel as its owner lives with it: connected, fired, mended, its secrets kept. */
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

function connect(custom: object, settings?: object) {
  const input = { name: 'CRM', platform: 'CUSTOM', endpoint: 'SANDBOX' as const, custom, settings };
  return world.engine.services.pixels.connect(world.workspaceId, input);
}

const sandbox = (pixelId: string, path: string, init: RequestInit = {}) =>
  fetch(`${world.sandboxUrl}/pixels/${pixelId}/${path}`, {
    ...init,
    headers: { authorization: 'Bearer test-manage', 'content-type': 'application/json' },
  });

async function requestsOf(pixelId: string) {
  const reply = (await (await sandbox(pixelId, 'requests')).json()) as { requests: unknown };
  return reply.requests as { headers: Record<string, string>; query: object; body: unknown; path: string }[];
}

async function fire(pixelId: string, leadId: string): Promise<string> {
  const lead = { id: leadId, campaignId: world.campaignId, email: 'Ada@Example.com', answers: { age: 42 } };
  const input = { pixelId, lead, eventName: 'Lead', actionSource: 'SYSTEM_GENERATED' as const };
  const [firing] = await world.engine.services.dispatcher.firePixels(world.workspaceId, [input], () => 'input');
  if (!firing || firing instanceof ServiceError) throw firing;
  return firing.id;
}

const ended = (leadId: string, status: string) =>
  until(
    `${leadId} ${status}`,
    async () =>
      (await world.engine.services.history.page(world.workspaceId, { leadId }, { first: 1, after: null })).rows[0],
    (row) => row?.status === status,
  );

test('a lead is told to the receiver, and the history shows the request with masks', async () => {
  const pixel = await connect(
    {
      method: 'POST',
      url: 'https://crm.example.com/hook?lead={lead_id}&t={secret}',
      headers: [{ name: 'Authorization', value: 'Bearer the-token', secret: false }],
      body: '{"email":"{email|lower}","age":{answers.age}}',
      signingSecret: SECRET,
    },
    { secret: 'shared-secret', successJsonPath: 'ok', successJsonEquals: 'true' },
  );
  expect(JSON.stringify(pixel)).not.toMatch(/the-token|shared-secret|MfKQ/);
  await fire(pixel.id, 'L1');
  const firing = await ended('L1', 'SUCCEEDED');
  const [got] = await requestsOf(pixel.id);
  expect(got).toMatchObject({ query: { lead: 'L1', t: 'shared-secret' }, body: { email: 'ada@example.com', age: 42 } });
  expect(() => new Webhook(SECRET).verify('{"email":"ada@example.com","age":42}', got?.headers ?? {})).not.toThrow();
  expect(firing).toMatchObject({ matchKeys: ['externalId', 'email'], attemptCount: 1 });
  expect(firing?.request).toMatchObject({
    method: 'POST',
    url: expect.stringMatching(/\/hook\?lead=L1&t=\*\*\*$/),
    headers: { authorization: '***', 'webhook-id': firing?.id, 'webhook-signature': '***' },
    body: '{"email":"***","age":"***"}',
  });
});

test('an update that names no secret keeps it, and a new signing secret signs beside the one before', async () => {
  const headers = [{ name: 'X-Key', value: 'kept-key', secret: true }];
  const pixel = await connect({ url: 'https://crm.example.com/', headers, signingSecret: SECRET });
  const next = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  await world.engine.services.pixels.update(world.workspaceId, pixel.id, {
    custom: { headers: [{ name: 'x-key', secret: true }], body: '{"id":"{lead_id}"}', signingSecret: next },
  });
  await fire(pixel.id, 'L2');
  await ended('L2', 'SUCCEEDED');
  const [got] = await requestsOf(pixel.id);
  expect(got?.headers['x-key']).toBe('kept-key');
  for (const secret of [SECRET, next])
    expect(new Webhook(secret).verify('{"id":"L2"}', got?.headers ?? {})).toBeTruthy();
});

test('refused credentials hold the pixel’s firings until it is mended', async () => {
  const pixel = await connect({ url: 'https://crm.example.com/hook' });
  await sandbox(pixel.id, 'fault', { method: 'PUT', body: JSON.stringify({ kind: 'REFUSED_TOKEN', count: 1 }) });
  await fire(pixel.id, 'L3');
  await ended('L3', 'HELD');
  const [held] = await world.engine.services.pixels.byIds(world.workspaceId, [pixel.id]);
  expect(held).toMatchObject({
    status: 'NEEDS_ATTENTION',
    statusReason: expect.stringMatching(/Authorization header/),
  });
  await world.engine.services.pixels.verify(world.workspaceId, pixel.id);
  await ended('L3', 'SUCCEEDED');
  const ids = (await requestsOf(pixel.id)).map(({ headers }) => headers['webhook-id']);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});

test('an unknown macro is refused by its path, and nothing is stored', async () => {
  const headers = [
    { name: 'A', value: 'a', secret: false },
    { name: 'B', value: '{nobody}', secret: false },
  ];
  const known = async () =>
    (await world.engine.services.pixels.page(world.workspaceId, { platform: 'CUSTOM' }, { first: 9, after: null }))
      .rows;
  const before = await known();
  const refused = await connect({ url: 'https://crm.example.com/{foo}', headers, body: '{email|bar}' }).catch((e) => e);
  expect(refused).toBeInstanceOf(ServiceError);
  expect(refused.fields.map(({ path }: { path: string }) => path)).toEqual([
    'input.custom.url',
    'input.custom.headers.1.value',
    'input.custom.body',
  ]);
  expect(await known()).toEqual(before);
});
