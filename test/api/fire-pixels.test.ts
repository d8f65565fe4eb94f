import { type Advertiser, setUp } from '../support/advertiser';
import { type Body, codeOf, pathsOf } from '../support/graphql-http';
import { startServer, type TestServer } from '../support/server';

const FIRE = 'mutation ($input: FirePixelInput!) { firePixel(input: $input) { id leadId test eventId status } }';
const FIRE_MANY = 'mutation ($inputs: [FirePixelInput!]!) { firePixels(inputs: $inputs) { id leadId } }';

let server: TestServer;
let mine: Advertiser;
let keys = 0;
beforeAll(async () => {
  server = await startServer();
  mine = await setUp(server, server.key);
});
afterAll(() => server.close());

/** An input under an idempotency key of its own, with a lead of its own. */
function inputOf(more: object = {}): Body {
  keys += 1;
  const lead = { id: `lead-${keys}`, campaignId: mine.campaignId, email: 'ada@example.com' };
  return { pixelId: mine.pixelId, eventName: 'Lead', idempotencyKey: `key-${keys}`, lead, ...more };
}

const fire = async (input: object): Promise<Body> => (await server.ok(server.key, FIRE, { input })).firePixel;

test('the same key with the same input gives the first call’s firing, and stores nothing', async () => {
  const input = inputOf({
    value: { amount: '1.50', currency: 'USD' },
    eventTime: new Date(Date.now() - 60_000).toISOString(),
  });
  const first = await fire(input);
  const before = await server.rows();
  expect((await fire(input)).id).toBe(first.id);
  expect(await server.rows()).toEqual(before);
});

test('inputs are the same after defaults, number form and form of time', async () => {
  const eventTime = new Date(Date.now() - 60_000).toISOString();
  const input = inputOf({ value: { amount: '1.50', currency: 'USD' }, eventTime });
  const first = await fire(input);
  for (const same of [
    { ...input, actionSource: 'SYSTEM_GENERATED' },
    { ...input, value: { currency: 'USD', amount: 1.5 } },
    { ...input, eventTime: eventTime.replace('Z', '+00:00') },
    { ...input, eventId: null, testEventCode: null, leadId: null },
  ]) {
    expect((await fire(same)).id).toBe(first.id);
  }
});

test('other input under the same key is a conflict, and stores nothing', async () => {
  const input = inputOf();
  await fire(input);
  for (const other of [
    { ...input, eventName: 'Contact' },
    { ...input, value: { amount: 1, currency: 'USD' } },
    { ...input, lead: { ...input.lead, firstName: 'Ada' } },
    { ...input, lead: { ...input.lead, id: 'a-lead-not-seen-before' } },
  ]) {
    const before = await server.rows();
    expect(codeOf(await server.query(server.key, FIRE, { input: other }))).toBe('CONFLICT');
    expect(await server.rows()).toEqual(before);
  }
});

test('a conflict leaves the lead as it was', async () => {
  const input = inputOf();
  await fire(input);
  const denied = { ...input, lead: { ...input.lead, consentGranted: false } };
  expect(codeOf(await server.query(server.key, FIRE, { input: denied }))).toBe('CONFLICT');
  const { lead } = await server.ok(server.key, 'query ($id: ID!) { lead(id: $id) { consentGranted } }', {
    id: input.lead.id,
  });
  expect(lead.consentGranted).toBeNull();
});

test('firePixel and firePixels share the keys', async () => {
  const [one, two] = [inputOf(), inputOf()];
  const first = await fire(one);
  const answer = await server.query(server.key, FIRE_MANY, {
    inputs: [one, two, two, { ...one, eventName: 'Contact' }],
  });
  const ids = answer.data?.firePixels.map((firing: Body) => firing?.id ?? null);
  expect(ids).toEqual([first.id, ids[1], ids[1], null]);
  expect(answer.errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
    [['firePixels', 3], 'CONFLICT'],
  ]);
  expect((await fire(two)).id).toBe(ids[1]);
});

test('a refused call does not take the key', async () => {
  const input = inputOf();
  const refused = [
    { ...input, eventName: '' },
    { ...input, lead: { id: 'a-lead-without-campaign' } },
    { ...input, lead: null, leadId: 'nobody' },
    { ...input, pixelId: 'nothing' },
  ];
  for (const wrong of refused) expect((await server.query(server.key, FIRE, { input: wrong })).errors).toHaveLength(1);
  expect((await fire(input)).id).toEqual(expect.any(String));
});

test('racing calls get the same firing', async () => {
  const input = inputOf();
  const ids = await Promise.all(Array.from({ length: 30 }, async () => (await fire(input)).id));
  expect(new Set(ids).size).toBe(1);
});

test('another workspace has the same key for itself', async () => {
  const other = await server.newWorkspace();
  const theirs = await setUp(server, other);
  const input = inputOf();
  const first = await fire(input);
  const lead = { ...input.lead, campaignId: theirs.campaignId };
  const second = await server.ok(other, FIRE, { input: { ...input, pixelId: theirs.pixelId, lead } });
  expect(second.firePixel.id).not.toBe(first.id);
});

test('a test fire is sent once under its key, too', async () => {
  const input = inputOf({ testEventCode: 'TEST1' });
  const first = await fire(input);
  expect(first).toMatchObject({ test: true, status: 'SUCCEEDED' });
  expect((await fire(input)).id).toBe(first.id);
});

test('each of many stands alone, in the order given', async () => {
  const inputs = [
    inputOf(),
    inputOf({ eventName: '' }),
    inputOf({ lead: null, leadId: 'nobody' }),
    inputOf({ value: { amount: '1e13', currency: 'USD' } }),
    inputOf(),
  ];
  const answer = await server.query(server.key, FIRE_MANY, { inputs });
  const leads = answer.data?.firePixels.map((firing: Body) => firing?.leadId ?? null);
  expect(leads).toEqual([inputs[0].lead.id, null, null, null, inputs[4].lead.id]);
  expect(answer.errors?.map(({ path }) => path)).toEqual([1, 2, 3].map((index) => ['firePixels', index]));
  expect(pathsOf(answer)).toEqual(['inputs.1.eventName', 'inputs.2.leadId', 'inputs.3.value.amount']);
});

test('a lead given with the call is stored: RECEIVED if new, else its status stays', async () => {
  const document = 'query ($id: ID!) { lead(id: $id) { status } }';
  const input = inputOf();
  await fire(input);
  expect((await server.ok(server.key, document, { id: input.lead.id })).lead.status).toBe('RECEIVED');
  const report = 'mutation ($input: ReportLeadInput!) { reportLead(input: $input) { newOccurrence } }';
  await server.ok(server.key, report, { input: { lead: { id: input.lead.id }, status: 'DELIVERED' } });
  await fire({ ...input, idempotencyKey: null });
  expect((await server.ok(server.key, document, { id: input.lead.id })).lead.status).toBe('DELIVERED');
});
