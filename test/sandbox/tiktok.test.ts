import { A_DAY, changed, type SandboxServer, secondsAgo, sha256, startSandbox } from './sandbox-server';

const TRACK = '/tiktok/px-1/open_api/v1.3/event/track/';
const TOKEN = { 'access-token': 'good' };

let sandbox: SandboxServer;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

function lead() {
  return {
    event: 'Lead',
    event_time: secondsAgo(60),
    event_id: 'event-1',
    user: {
      email: [sha256('john@example.com')],
      phone: sha256('+16505551212'),
      external_id: sha256('lead-1'),
      first_name: sha256('john'),
      zip_code: sha256('94035'),
      city: 'newyork',
      country: 'us',
      ttclid: 'E.C.P.abc',
      ttp: 'ttp-1',
      ip: '203.0.113.7',
      user_agent: 'Mozilla/5.0',
    },
    properties: { value: 25.5, currency: 'USD', order_id: '1001' },
    page: { url: 'https://example.com/thanks' },
  };
}

function body(event: object = lead()) {
  return { event_source: 'web', event_source_id: 'C4PIXEL', data: [event] };
}

const WRONG: [string, unknown][] = [
  ...['event', 'event_time', 'event_id', 'user'].map((name): [string, unknown] => [name, undefined]),
  ['event', ''],
  ['event_id', 7],
  ['event_time', '1700000000'],
  ['event_time', new Date().toISOString()],
  ['event_time', Date.now()],
  ['event_time', secondsAgo(-3_600)],
  ['event_time', secondsAgo(8 * A_DAY)],
  ['user', {}],
  ['user.em', sha256('a')],
  ...['email', 'phone', 'external_id', 'first_name', 'last_name', 'zip_code'].map((key): [string, unknown] => [
    `user.${key}`,
    'plain',
  ]),
  ['user.phone', [sha256('+1650'), '+16505551212']],
  ['user.email', sha256('')],
  ...['city', 'state', 'country', 'ip', 'user_agent', 'ttclid', 'ttp'].map((key): [string, unknown] => [
    `user.${key}`,
    sha256('hashed'),
  ]),
  ['user.ip', 'localhost'],
  ['properties.value', '25.5'],
  ['properties.value', -1],
  ['properties.currency', 'usd'],
  ['properties.contents_ids', ['a']],
  ['properties.phone_number', '1'],
  ['page.url', 'example.com'],
  ['limited_data_use', 'yes'],
  ['lead', { lead_id: '1' }],
  ['custom_data', {}],
];

describe('events', () => {
  it.each([TRACK, TRACK.slice(0, -1)])('takes a well-formed event at %s', async (path) => {
    const { status, body: answer } = await sandbox.send('POST', path, { ...body(), test_event_code: 'T1' }, TOKEN);
    expect(status).toBe(200);
    expect(answer).toEqual({ code: 0, message: 'OK', request_id: expect.any(String), data: {} });
  });

  it('takes events of a CRM up to 28 days old, with their lead', async () => {
    const event = { ...lead(), event_time: secondsAgo(27 * A_DAY), lead: { lead_id: '1', lead_event_source: 'crm' } };
    const answer = await sandbox.send('POST', TRACK, { ...body(event), event_source: 'crm' }, TOKEN);
    expect(answer.body.code).toBe(0);
  });

  it.each(WRONG)('refuses %s = %j with 40002', async (path, value) => {
    const event = changed(lead() as object, path, value);
    const { status, body: answer } = await sandbox.send('POST', TRACK, { ...body(), data: [lead(), event] }, TOKEN);
    expect([status, answer.code]).toEqual([200, 40002]);
    expect(answer.message).toContain(`data[1].${path}`);
  });

  it.each<[string, unknown]>([
    ['event_source', 'website'],
    ['event_source', undefined],
    ['event_source_id', undefined],
    ['test_event_code', 5],
    ['pixel_code', 'C4'],
    ['data', undefined],
    ['data', []],
    ['data', Array.from({ length: 1_001 }, lead)],
  ])('refuses %s = %j beside the events', async (path, value) => {
    const answer = await sandbox.send('POST', TRACK, changed(body(), path, value), TOKEN);
    expect(answer).toMatchObject({ status: 200, body: { code: 40002 } });
  });

  it('refuses what is no JSON', async () => {
    const type = { ...TOKEN, 'content-type': 'application/json' };
    expect((await sandbox.send('POST', TRACK, '{"event', type)).body.code).toBe(40002);
    expect((await sandbox.send('POST', TRACK, JSON.stringify(body()), TOKEN)).body.code).toBe(40002);
  });

  it.each([undefined, 'invalid', 'expired-1'])('refuses the token %s with 40105', async (token) => {
    const headers: Record<string, string> = token ? { 'access-token': token } : {};
    const { status, body: answer } = await sandbox.send('POST', TRACK, body(), headers);
    expect([status, answer.code]).toEqual([200, 40105]);
  });

  it('knows no other address', async () => {
    const { status, body: answer } = await sandbox.send('POST', '/tiktok/px-1/open_api/v1.3/pixel/track/', {}, TOKEN);
    expect([status, answer.code]).toEqual([404, 40007]);
  });
});
