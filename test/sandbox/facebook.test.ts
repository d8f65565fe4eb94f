import { A_DAY, changed, type SandboxServer, secondsAgo, sha256, startSandbox } from './sandbox-server';

const EVENTS = '/facebook/px-1/v25.0/1234567890/events';
const TOKEN = { authorization: 'Bearer EAAB-good' };

let sandbox: SandboxServer;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

function purchase() {
  return {
    event_name: 'Purchase',
    event_time: secondsAgo(60),
    event_id: 'event-1',
    action_source: 'website',
    event_source_url: 'https://example.com/thanks',
    user_data: {
      em: [sha256('john_smith@gmail.com')],
      ph: sha256('16505551212'),
      fn: sha256('john'),
      external_id: ['lead-1'],
      client_ip_address: '2001:db8::1',
      client_user_agent: 'Mozilla/5.0',
      fbc: `fb.1.${Date.now()}.IwAR0-abc_DEF`,
      fbp: `fb.1.${Date.now()}.1098115397`,
    },
    custom_data: { value: 25.5, currency: 'USD', order_id: '1001' },
  };
}

const crmLead = () => ({
  event_name: 'qualified',
  event_time: secondsAgo(5),
  action_source: 'system_generated',
  user_data: { lead_id: '1234567890123456' },
});

/** The whole catalogue of one event built wrongly: path, wrong value (undefined drops it), subcode. */
const WRONG: [string, unknown, number][] = [
  ['event_name', undefined, 2804019],
  ['event_name', '', 2804019],
  ['event_name', 'x'.repeat(51), 2804019],
  ['event_time', undefined, 2804019],
  ['event_time', '1700000000', 2804019],
  ['event_time', secondsAgo(60) + 0.5, 2804019],
  ['event_time', secondsAgo(8 * A_DAY), 2804003],
  ['event_time', secondsAgo(-3_600), 2804019],
  ['event_time', Date.now(), 2804019],
  ['event_id', 7, 2804019],
  ['action_source', undefined, 2804019],
  ['action_source', 'WEBSITE', 2804019],
  ['action_source', 'crm', 2804019],
  ['action_source', 'app', 2804019],
  ['action_source', 'business_messaging', 2804019],
  ['event_source_url', undefined, 2804019],
  ['event_source_url', 'example.com', 2804019],
  ['eventName', 'Lead', 2804019],
  ['opt_out', 'no', 2804019],
  ['data_processing_options', ['LDV'], 2804019],
  ['user_data', undefined, 2804019],
  ['user_data', {}, 2804050],
  ['user_data', { fn: sha256('john'), ge: sha256('m') }, 2804050],
  ['user_data', { db: sha256('19970216'), client_user_agent: 'Mozilla/5.0' }, 2804050],
  ['user_data', { country: sha256('us'), zp: sha256('94035'), client_user_agent: 'Mozilla/5.0' }, 2804050],
  ['user_data.email', sha256('a'), 2804019],
  ['user_data.client_user_agent', undefined, 2804019],
  ['user_data.client_user_agent', sha256('Mozilla/5.0'), 2804019],
  ['user_data.client_ip_address', sha256('1.2.3.4'), 2804019],
  ['user_data.client_ip_address', '1.2.3.400', 2804019],
  ['user_data.fbc', sha256('x'), 2804019],
  ['user_data.fbc', 'fb.1.123.IwAR0.unknown', 2804019],
  ['user_data.fbc', 'IwAR0abc', 2804019],
  ['user_data.fbp', `fb.1.${Date.now()}.`, 2804019],
  ['user_data.fbp', 'fb1.1.123.1098115397', 2804019],
  ['user_data.em', '5d41402abc4b2a76b9719d911017c59', 2804016],
  ['user_data.lead_id', '123', 2804036],
  ['user_data.em', [], 2804019],
  ['user_data.em', sha256('a@example.com').toUpperCase(), 2804016],
  ...['em', 'ph', 'fn', 'ln', 'db', 'ge', 'ct', 'st', 'zp', 'country'].map((key): [string, unknown, number] => [
    `user_data.${key}`,
    ['plain'],
    2804016,
  ]),
  ['custom_data', undefined, 2804019],
  ['custom_data.value', undefined, 2804019],
  ['custom_data.value', '25.5', 2804019],
  ['custom_data.value', -1, 2804019],
  ['custom_data.currency', undefined, 2804019],
  ['custom_data.currency', 'usd', 2804019],
  ['custom_data.currency', 'QQQ', 2804019],
  ['custom_data.email', 'x', 2804019],
  ['custom_data.note', 'write to john@example.com', 2804019],
  ['custom_data.contents', [{ index: 1, id: 'a' }], 2804019],
  ['custom_data.contents', [{ quantity: 1 }], 2804008],
];

describe('events', () => {
  it('takes well-formed events and counts them', async () => {
    const body = { data: [purchase(), crmLead()], test_event_code: 'TEST1', partner_agent: 'pixel-tracking' };
    const { status, body: answer } = await sandbox.send('POST', EVENTS, body, TOKEN);
    expect(status).toBe(200);
    expect(answer).toEqual({ events_received: 2, messages: [], fbtrace_id: expect.any(String) });
  });

  it.each([
    ['em', '5d41402abc4b2a76b9719d911017c592'],
    ['em', [`${sha256('a@example.com')}.AQQCAQMC`, `${sha256('b@example.com')}.AQ`]],
    ['fbc', 'fb.1.1554763741.IwAR0-abc_DEF'],
    ['fbc', 'fb.3.123.abc.AQQAAQAA'],
    ['fbp', 'fb.12.3456.fbpTest.Aw'],
  ])('takes what Meta’s own libraries send: %s = %j', async (key, value) => {
    const data = [changed(purchase() as object, `user_data.${key}`, value)];
    expect((await sandbox.send('POST', EVENTS, { data }, TOKEN)).status).toBe(200);
  });

  it('takes events of a store up to 62 days old', async () => {
    const event = { ...purchase(), action_source: 'physical_store', event_time: secondsAgo(61 * A_DAY) };
    expect((await sandbox.send('POST', EVENTS, { data: [event] }, TOKEN)).status).toBe(200);
  });

  it('takes a form whose data is the JSON list', async () => {
    const form = new URLSearchParams({ data: JSON.stringify([crmLead()]), access_token: 'EAAB' }).toString();
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await sandbox.send('POST', EVENTS, form, type)).body.events_received).toBe(1);
  });

  it.each(WRONG)('refuses %s = %j', async (path, value, subcode) => {
    const data = [crmLead(), changed(purchase() as object, path, value)];
    const { status, body } = await sandbox.send('POST', EVENTS, { data }, TOKEN);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ type: 'OAuthException', code: 100, error_subcode: subcode });
    expect(body.error.error_user_msg).toMatch(/^data\[1\]/);
    expect(body.error.fbtrace_id).toEqual(expect.any(String));
  });

  it.each([
    ['no data', {}],
    ['an empty list', { data: [] }],
    ['an oversized batch', { data: Array.from({ length: 1_001 }, crmLead) }],
    ['an unknown key beside data', { data: [crmLead()], events: [] }],
    ['a test code that is no text', { data: [crmLead()], test_event_code: 1 }],
    ['an event that is none', { data: ['Lead'] }],
  ])('refuses %s', async (_what, body) => {
    const answer = await sandbox.send('POST', EVENTS, body, TOKEN);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 100 } } });
  });

  it('takes a thousand', async () => {
    const data = Array.from({ length: 1_000 }, crmLead);
    expect((await sandbox.send('POST', EVENTS, { data }, TOKEN)).body.events_received).toBe(1_000);
  });

  it('refuses nesting without end rather than fall over it', async () => {
    const deep = `{"data":[{"event_name":"Lead","event_time":${secondsAgo(1)},"action_source":"chat","user_data":{"lead_id":"123456789012345"},"custom_data":{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}}]}`;
    const { body } = await sandbox.send('POST', EVENTS, deep, { ...TOKEN, 'content-type': 'application/json' });
    expect(body.error.code).toBe(100);
  });

  it('answers in the envelope to a body beyond what it reads', async () => {
    const { status, body } = await sandbox.send('POST', EVENTS, 'x'.repeat(11 << 20), TOKEN);
    expect([status, body.error.code]).toEqual([413, 100]);
    expect((await sandbox.requests('px-1')).at(-1)).toMatchObject({ status: 413, body: null });
  });
});

describe('the token', () => {
  it.each([
    ['query', `${EVENTS}?access_token=EAAB`, {}],
    ['body', EVENTS, { access_token: 'EAAB' }],
  ])('may come in the %s', async (_where, path, extra) => {
    expect((await sandbox.send('POST', path, { data: [crmLead()], ...extra })).status).toBe(200);
  });

  it.each([
    [undefined, undefined],
    ['Bearer invalid-token', undefined],
    ['Bearer expired-token', 463],
  ])('is refused with 190: %s', async (authorization, subcode) => {
    const headers: Record<string, string> = authorization ? { authorization } : {};
    const { status, body } = await sandbox.send('POST', EVENTS, { data: [crmLead()] }, headers);
    expect([status, body.error.code, body.error.error_subcode]).toEqual([400, 190, subcode]);
  });

  it('is tried by the probe', async () => {
    const probe = '/facebook/px-1/v25.0/1234567890?fields=id';
    expect((await sandbox.send('GET', probe, undefined, TOKEN)).body).toEqual({ id: '1234567890' });
    expect((await sandbox.send('GET', probe)).body.error.code).toBe(190);
    expect((await sandbox.send('GET', `${probe},owner`, undefined, TOKEN)).body.error.code).toBe(100);
  });

  it.each([
    ['/facebook/px-1/25.0/1234567890/events', 2500, undefined],
    ['/facebook/px-1/v25.0/pixel-one/events', 100, 33],
    ['/facebook/px-1/v25.0/1234567890/event', 2500, undefined],
  ])('does not help at a wrong address: %s', async (path, code, subcode) => {
    const { status, body } = await sandbox.send('POST', path, { data: [crmLead()] }, TOKEN);
    expect([status, body.error.code, body.error.error_subcode]).toEqual([400, code, subcode]);
  });
});
