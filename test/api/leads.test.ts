import { type Advertiser, createCampaign, createRule, facebookPixel, setUp } from '../support/advertiser';
import { type Body, codeOf, pathsOf } from '../support/graphql-http';
import { startServer, type TestServer } from '../support/server';
import { until } from '../support/until';

const REPORT = `mutation ($input: ReportLeadInput!) { reportLead(input: $input) { newOccurrence
  lead { id status statusAt isTest value { amount currency } consentGranted campaign { id } }
  decisions { outcome reason conditionTrace rule { id } firing { id } }
  firings { id status skipReason eventId eventTime value { amount currency } warnings } } }`;
const TEST_FIRE = `mutation ($input: TestFireInput!) { testFire(input: $input) { conditionsMatched conditionTrace
  firing { id status test skipReason message leadId request attempts { number outcome } } } }`;
const RETRY = 'mutation ($id: ID!) { retryFiring(id: $id) { id status eventId attempts { number } } }';
const FIRING =
  'query ($id: ID!) { firing(id: $id) { status skipReason message leadId lead { id } request eventId attempts { outcome message response } } }';
const FAILING = { conditions: [{ field: 'email', operator: 'EQUALS', values: ['nobody@example.com'] }] };

let server: TestServer;
let key: string;
let mine: Advertiser;
beforeAll(async () => {
  server = await startServer();
});
beforeEach(async () => {
  key = await server.newWorkspace();
  mine = await setUp(server, key);
});
afterAll(() => server.close());

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

async function report(lead: object = {}, more: object = {}): Promise<Body> {
  const input = { lead: { id: 'L1', ...lead }, status: 'QUALIFIED', ...more };
  return (await server.ok(key, REPORT, { input })).reportLead;
}
const first = (lead: object = {}, more: object = {}) =>
  report({ campaignId: mine.campaignId, email: 'ada@example.com', ...lead }, more);
const firing = async (id: string): Promise<Body> => (await server.ok(key, FIRING, { id })).firing;
const becomes = (id: string, status: string): Promise<Body> =>
  until(
    `a firing that is ${status}`,
    () => firing(id),
    (each) => each.status === status,
  );
const condition = (field: string, operator: string, ...values: string[]) => ({
  conditions: [{ field, operator, values }],
});
/** Whether the stored lead meets a condition. */
async function holds(field: string, operator: string, ...values: string[]): Promise<boolean> {
  const document = 'query ($rule: CreatePixelRuleInput!) { previewRule(rule: $rule, leadId: "L1") { conditionTrace } }';
  const rule = {
    ...{ campaignId: mine.campaignId, pixelId: mine.pixelId, name: 'R', trigger: 'LEAD_QUALIFIED', eventName: 'Lead' },
    ...{ actionSource: 'CHAT', conditions: condition(field, operator, ...values) },
  };
  return (await server.ok(key, document, { rule })).previewRule.conditionTrace.holds;
}

describe('a report merges into the stored lead', () => {
  test('an absent field is kept, null clears; answers merge by key, address and click ids by field', async () => {
    const address = { city: 'Berlin', country: 'DE' };
    const clickIds = { fbclid: 'abc', ttclid: 'def' };
    await first({
      firstName: 'Ada',
      address,
      clickIds,
      answers: { age: 42, roof: 'flat' },
      value: { amount: 5, currency: 'USD' },
    });
    await report(
      {
        firstName: null,
        address: { city: null, state: 'BE' },
        clickIds: { ttclid: null },
        answers: { roof: null, pets: ['cat'] },
      },
      { status: 'RECEIVED' },
    );
    expect(await holds('email', 'EQUALS', 'ADA@example.com ')).toBe(true);
    expect(await holds('firstName', 'EXISTS')).toBe(false);
    expect(await holds('address.city', 'EXISTS')).toBe(false);
    expect(await holds('address.state', 'EQUALS', 'be')).toBe(true);
    expect(await holds('address.country', 'EQUALS', 'DE')).toBe(true);
    expect(await holds('clickIds.fbclid', 'EQUALS', 'abc')).toBe(true);
    expect(await holds('clickIds.ttclid', 'EXISTS')).toBe(false);
    expect(await holds('answers.age', 'EQUALS', '42')).toBe(true);
    expect(await holds('answers.roof', 'EXISTS')).toBe(false);
    expect(await holds('answers.pets', 'EQUALS', 'cat')).toBe(true);
    const { lead } = await report({ value: null, answers: null, address: null }, { status: 'RECEIVED' });
    expect(lead.value).toBeNull();
    expect(await holds('answers.age', 'EXISTS')).toBe(false);
    expect(await holds('address.country', 'EXISTS')).toBe(false);
  });

  test('also where nothing is decided, and a repeat of a status', async () => {
    await first();
    const { newOccurrence } = await report({ firstName: 'Grace' });
    expect([newOccurrence, await holds('firstName', 'EQUALS', 'grace')]).toEqual([false, true]);
  });

  test('another campaign moves the lead: it is decided by the new one’s rules, earlier firings keep theirs', async () => {
    const { firings } = await first();
    const campaignId = await createCampaign(server, key, 'Wind');
    const rule = await createRule(server, key, { campaignId, pixelId: mine.pixelId }, { trigger: 'LEAD_DELIVERED' });
    const moved = await report({ campaignId }, { status: 'DELIVERED' });
    expect([moved.lead.campaign.id, moved.decisions[0].rule.id]).toEqual([campaignId, rule]);
    const document = 'query ($id: ID!) { firing(id: $id) { campaign { id } rule { id } } }';
    const kept = await server.ok(key, document, { id: firings[0].id });
    expect(kept.firing).toEqual({ campaign: { id: mine.campaignId }, rule: { id: mine.ruleId } });
  });
});

describe('an occurrence', () => {
  test('is a status that the lead was not in; a repeat answers with what was first made', async () => {
    const made = await first();
    expect([made.newOccurrence, made.decisions.length, made.firings.length]).toEqual([true, 1, 1]);
    const repeat = await report({ email: 'other@example.com' });
    expect(repeat).toMatchObject({
      newOccurrence: false,
      decisions: made.decisions,
      firings: [{ id: made.firings[0].id }],
    });
    expect((await report({}, { status: 'REJECTED' })).newOccurrence).toBe(true);
    const again = await report();
    expect([again.newOccurrence, again.decisions[0].outcome, again.firings[0].skipReason]).toEqual([
      true,
      'SKIPPED',
      'FIRE_ONCE',
    ]);
  });

  test('is an occurrence id not seen under that lead and status', async () => {
    await server.ok(key, 'mutation ($id: ID!) { updatePixelRule(id: $id, input: { fireOnce: false }) { id } }', {
      id: mine.ruleId,
    });
    const sales = [];
    for (const occurrenceId of ['sale-1', 'sale-2', 'sale-1']) sales.push(await first({}, { occurrenceId }));
    expect(sales.map(({ newOccurrence }) => newOccurrence)).toEqual([true, true, false]);
    const ids = sales.map(({ firings }) => firings[0].eventId);
    expect(ids[2]).toBe(ids[0]);
    expect(ids[1]).not.toBe(ids[0]);
    expect((await first({}, { occurrenceId: 'sale-1', status: 'DELIVERED' })).newOccurrence).toBe(true);
  });

  test('from before the present status counts only for a status never had, and leaves the status', async () => {
    await first({}, { status: 'REJECTED', occurredAt: minutesAgo(10) });
    const late = await report({}, { occurredAt: minutesAgo(20) });
    expect([late.newOccurrence, late.lead.status, late.decisions.length]).toEqual([true, 'REJECTED', 1]);
    expect(late.firings[0].eventTime).toMatch(/Z$/);
    const later = await report({}, { occurredAt: minutesAgo(15) });
    expect([later.newOccurrence, later.lead.status]).toEqual([false, 'REJECTED']);
  });

  test('carries the browser’s event id where it is given', async () => {
    expect((await first({}, { eventId: 'browser-1' })).firings[0].eventId).toBe('browser-1');
  });

  test('of a status without rules decides nothing', async () => {
    expect(await first({}, { status: 'RECEIVED' })).toMatchObject({ newOccurrence: true, decisions: [], firings: [] });
  });

  test('takes the rule’s value, else the lead’s, and 0 is a value', async () => {
    const value = { amount: 5, currency: 'EUR' };
    expect((await first({ value })).firings[0].value).toEqual({ amount: '5', currency: 'EUR' });
    const update =
      'mutation ($id: ID!, $input: UpdatePixelRuleInput!) { updatePixelRule(id: $id, input: $input) { id } }';
    await server.ok(key, update, { id: mine.ruleId, input: { value: { amount: 0, currency: 'USD' } } });
    expect((await first({ id: 'L2', value })).firings[0].value).toEqual({ amount: '0', currency: 'USD' });
  });
});

describe('consent and test leads', () => {
  test('denied consent is skipped, with its decision, and a test lead fires nothing, with its trace', async () => {
    const denied = await first({ consentGranted: false });
    expect(denied.firings).toMatchObject([{ status: 'SKIPPED', skipReason: 'CONSENT_DENIED' }]);
    await server.ok(
      key,
      'mutation ($id: ID!, $input: UpdatePixelRuleInput!) { updatePixelRule(id: $id, input: $input) { id } }',
      {
        id: mine.ruleId,
        input: { conditions: FAILING },
      },
    );
    const test = await first({ id: 'L2', isTest: true });
    expect(test.lead.isTest).toBe(true);
    expect(test.decisions).toMatchObject([{ outcome: 'TEST_LEAD', conditionTrace: { holds: false }, firing: null }]);
    expect(test.firings).toEqual([]);
  });

  test('null is sent', async () => {
    const { firings } = await first({ consentGranted: null });
    await becomes(firings[0].id, 'SUCCEEDED');
  });
});

describe('testFire', () => {
  const testFire = async (more: object = {}): Promise<Body> =>
    (await server.ok(key, TEST_FIRE, { input: { ruleId: mine.ruleId, ...more } })).testFire;
  const update = (document: string, id: string, input: object) => server.ok(key, document, { id, input });
  const RULE = 'mutation ($id: ID!, $input: UpdatePixelRuleInput!) { updatePixelRule(id: $id, input: $input) { id } }';
  const PIXEL = 'mutation ($id: ID!, $input: UpdatePixelInput!) { updatePixel(id: $id, input: $input) { id } }';

  test('is sent at once with a made-up lead, and is final in the answer', async () => {
    expect(await testFire({ testEventCode: 'TEST1' })).toMatchObject({
      conditionsMatched: true,
      conditionTrace: null,
      firing: { status: 'SUCCEEDED', test: true, leadId: null, attempts: [{ number: 1, outcome: 'ACCEPTED' }] },
    });
  });

  test('goes whatever the conditions say, for a disabled rule and a paused pixel too', async () => {
    await first({ id: 'L1' }, { status: 'RECEIVED' });
    await update(RULE, mine.ruleId, { conditions: FAILING, enabled: false });
    await update(PIXEL, mine.pixelId, { paused: true });
    expect(await testFire({ leadId: 'L1' })).toMatchObject({
      conditionsMatched: false,
      conditionTrace: { holds: false },
      firing: { status: 'SUCCEEDED', leadId: 'L1' },
    });
  });

  test('never goes for a lead that denied consent, and does not use up the once', async () => {
    await first({ consentGranted: false }, { status: 'RECEIVED' });
    expect((await testFire({ leadId: 'L1' })).firing).toMatchObject({
      status: 'SKIPPED',
      skipReason: 'CONSENT_DENIED',
      attempts: [],
    });
    await first({ id: 'L2' }, { status: 'RECEIVED' });
    expect((await testFire({ leadId: 'L2' })).firing.status).toBe('SUCCEEDED');
    expect((await first({ id: 'L2' })).decisions[0].outcome).toBe('FIRED');
  });

  test('on a LIVE pixel without a code sends nothing and shows the exact request', async () => {
    const connect = 'mutation ($input: ConnectPixelInput!) { connectPixel(input: $input) { id } }';
    const { connectPixel } = await server.ok(key, connect, { input: facebookPixel({ endpoint: 'LIVE' }) });
    const ruleId = await createRule(server, key, { campaignId: mine.campaignId, pixelId: connectPixel.id });
    const { firing: dry } = await testFire({ ruleId });
    expect(dry).toMatchObject({
      status: 'SKIPPED',
      skipReason: 'NO_TEST_CODE',
      attempts: [],
      request: { event_name: 'Lead' },
    });
  });

  test('a refused token is told and the pixel needs attention; the code is stored nowhere', async () => {
    await update(PIXEL, mine.pixelId, { accessToken: 'invalid-token-1' });
    const { firing: refused } = await testFire({ testEventCode: 'SECRETCODE' });
    expect(refused).toMatchObject({ status: 'FAILED', attempts: [{ outcome: 'UNAUTHORIZED' }] });
    for (const table of ['firings', 'attempts', 'firing_changes']) {
      expect(JSON.stringify(await server.database.sql(`select * from ${table}`))).not.toContain('SECRETCODE');
    }
    expect(codeOf(await server.query(key, RETRY, { id: refused.id }))).toBe('CONFLICT');
  });
});

describe('retryFiring', () => {
  async function fault(kind: string, count: number): Promise<void> {
    const reply = await fetch(`${server.url}/sandbox/pixels/${mine.pixelId}/fault`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ kind, count }),
    });
    expect(reply.status).toBe(200);
  }

  test('sends a FAILED firing again under its event id', async () => {
    await fault('BAD_EVENT', 1);
    const [made] = (await first()).firings;
    await becomes(made.id, 'FAILED');
    await fault('BAD_EVENT', 0);
    const { retryFiring } = await server.ok(key, RETRY, { id: made.id });
    expect(retryFiring).toMatchObject({ id: made.id, eventId: made.eventId });
    expect((await becomes(made.id, 'SUCCEEDED')).attempts).toHaveLength(2);
    expect(codeOf(await server.query(key, RETRY, { id: made.id }))).toBe('CONFLICT');
  });

  test('is a conflict that names the firing which holds the once', async () => {
    await fault('BAD_EVENT', 1);
    const [failed] = (await first()).firings;
    await becomes(failed.id, 'FAILED');
    await fault('BAD_EVENT', 0);
    await report({}, { status: 'REJECTED' });
    await server.ok(
      key,
      'mutation ($input: UpdatePixelRuleInput!, $id: ID!) { updatePixelRule(id: $id, input: $input) { id } }',
      {
        id: mine.ruleId,
        input: { eventName: 'Contact' },
      },
    );
    const [holder] = (await report()).firings;
    await becomes(holder.id, 'SUCCEEDED');
    const answer = await server.query(key, RETRY, { id: failed.id });
    expect([codeOf(answer), answer.errors?.[0]?.message]).toEqual(['CONFLICT', expect.stringContaining(holder.id)]);
  });

  test('of a skipped firing, or one whose lead is erased, is a conflict', async () => {
    const [skipped] = (await first({ consentGranted: false })).firings;
    expect(codeOf(await server.query(key, RETRY, { id: skipped.id }))).toBe('CONFLICT');
  });
});

describe('eraseLead', () => {
  const erase = (id: string) => server.query(key, 'mutation ($id: ID!) { eraseLead(id: $id) }', { id });

  test('forgets the person everywhere and keeps the once', async () => {
    const [made] = (await first({ phone: '+14155550134' })).firings;
    await becomes(made.id, 'SUCCEEDED');
    expect((await erase('L1')).data).toEqual({ eraseLead: true });
    expect(await server.ok(key, '{ lead(id: "L1") { id } leads { nodes { id } } }')).toEqual({
      lead: null,
      leads: { nodes: [] },
    });
    expect(await firing(made.id)).toMatchObject({
      status: 'SUCCEEDED',
      leadId: null,
      lead: null,
      request: null,
      eventId: made.eventId,
      attempts: [{ outcome: 'ACCEPTED', message: null, response: null }],
    });
    const answer = await erase('L1');
    expect([codeOf(answer), pathsOf(answer)]).toEqual(['NOT_FOUND', ['id']]);
    const anew = await first();
    expect([anew.decisions[0].outcome, anew.firings[0].skipReason]).toEqual(['SKIPPED', 'FIRE_ONCE']);
  });

  test('ends what is not final', async () => {
    await server.ok(
      key,
      'mutation ($id: ID!) { updatePixel(id: $id, input: { accessToken: "invalid-token-1" }) { id } }',
      { id: mine.pixelId },
    );
    const [held] = (await first()).firings;
    await becomes(held.id, 'HELD');
    await erase('L1');
    expect(await firing(held.id)).toMatchObject({
      status: 'SKIPPED',
      skipReason: 'LEAD_ERASED',
      leadId: null,
      request: null,
    });
    expect(codeOf(await server.query(key, RETRY, { id: held.id }))).toBe('CONFLICT');
  });
});
