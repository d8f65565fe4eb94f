import type { ReportInput, ReportResult } from '../../src/dispatcher/report-leads';
import { ServiceError } from '../../src/domain/errors';
import type { Engine } from '../../src/engine';
import { until } from '../support/until';
import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const lead = (id: string, more: object = {}) => ({
  id,
  campaignId: world.campaignId,
  email: `${id}@example.com`,
  ...more,
});

async function report(input: ReportInput, engine: Engine = world.engine): Promise<ReportResult> {
  const [result] = await engine.services.dispatcher.reportLeads(world.workspaceId, [input], () => 'input');
  if (!result || result instanceof ServiceError) throw result;
  return result;
}

const firingsOf = async (id: string) =>
  (await world.engine.services.history.page(world.workspaceId, { leadId: id }, { first: 200, after: null })).rows;

const settledFiringsOf = (id: string, count: number) =>
  until(
    `${count} settled firings`,
    () => firingsOf(id),
    (rows) => rows.length === count && rows.every((row) => row.status !== 'PENDING' && row.status !== 'RETRYING'),
  );

test('a qualified lead is fired to the platform, with its hashes, and the feed shows every state in order', async () => {
  await world.rule({
    conditions: {
      combinator: 'ALL',
      not: false,
      groups: [],
      conditions: [{ field: 'answers.age', operator: 'GREATER_OR_EQUAL', values: ['18'] }],
    },
  });
  const changes: string[] = [];
  const stream = await world.engine.services.feed.follow(world.workspaceId, {}, null);
  const following = (async () => {
    for await (const { firing } of stream) {
      changes.push(firing.status);
      if (firing.status === 'SUCCEEDED') return;
    }
  })();
  const result = await report({ lead: lead('L1', { answers: { age: 42 } }), status: 'QUALIFIED' });
  expect(result.newOccurrence).toBe(true);
  expect(result.decisions.map(({ outcome }) => outcome)).toEqual(['FIRED']);
  await following;
  expect(changes).toEqual(['PENDING', 'SUCCEEDED']);
  const [firing] = await settledFiringsOf('L1', 1);
  const [request] = await world.received();
  const event = request?.body.data[0] as { event_id: string; user_data: { em: string[] } };
  expect(event.event_id).toBe(firing?.eventId);
  expect(event.user_data.em[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(firing?.request).toMatchObject({ event_name: 'Lead', event_id: firing?.eventId });
  const [attempt] = await world.engine.services.history.attempts(world.workspaceId, [firing?.id as string]);
  expect(attempt).toMatchObject({ number: 1, outcome: 'ACCEPTED', httpStatus: 200, batchSize: 1 });
});

test('a rule that does not fire says why, without a firing', async () => {
  await world.rule({
    conditions: {
      combinator: 'ALL',
      not: false,
      groups: [],
      conditions: [{ field: 'address.state', operator: 'EQUALS', values: ['CA'] }],
    },
  });
  await world.rule({ enabled: false });
  const { decisions, firings } = await report({ lead: lead('L1'), status: 'QUALIFIED' });
  expect(decisions.map(({ outcome }) => outcome).sort()).toEqual(['CONDITIONS_NOT_MET', 'RULE_DISABLED']);
  expect(decisions.find(({ outcome }) => outcome === 'CONDITIONS_NOT_MET')?.reason).toBe(
    'The conditions do not hold: "State is CA" is false.',
  );
  expect(firings).toEqual([]);
});

test('two hundred reports of one lead in one status are one occurrence and one firing', async () => {
  await world.rule();
  const results = await Promise.all(
    Array.from({ length: 200 }, () => report({ lead: lead('L1'), status: 'QUALIFIED' })),
  );
  expect(results.filter(({ newOccurrence }) => newOccurrence)).toHaveLength(1);
  expect(new Set(results.flatMap(({ firings }) => firings.map(({ id }) => id))).size).toBe(1);
  await settledFiringsOf('L1', 1);
});

test('two hundred alternating reports over all nodes fire once; the others are skipped', async () => {
  await world.rule();
  const nodes = [world.engine, world.secondNode ? await world.secondNode() : world.engine];
  const statuses = ['REJECTED', 'QUALIFIED'] as const;
  await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      report({ lead: lead('L1'), status: statuses[index % 2] as 'QUALIFIED' }, nodes[(index >> 1) % 2]),
    ),
  );
  const rows = await until(
    'settled',
    () => firingsOf('L1'),
    (all) => all.every(({ status }) => status === 'SUCCEEDED' || status === 'SKIPPED'),
  );
  expect(rows.filter(({ status }) => status === 'SUCCEEDED')).toHaveLength(1);
  expect(new Set(rows.filter(({ status }) => status === 'SKIPPED').map(({ skipReason }) => skipReason))).toEqual(
    rows.length > 1 ? new Set(['FIRE_ONCE']) : new Set(),
  );
  expect((await world.received()).flatMap(({ body }) => body.data)).toHaveLength(1);
});

test('without fire once every occurrence fires with an event id of its own', async () => {
  await world.rule({ fireOnce: false });
  for (const status of ['QUALIFIED', 'REJECTED', 'QUALIFIED'] as const) await report({ lead: lead('L1'), status });
  const rows = await settledFiringsOf('L1', 2);
  expect(new Set(rows.map(({ eventId }) => eventId)).size).toBe(2);
});

test('a firing that failed gives up the once: the next occurrence fires, with the same event id', async () => {
  await world.rule();
  await world.fault('BAD_EVENT', 1);
  await report({ lead: lead('L1'), status: 'QUALIFIED' });
  const [failed] = await until(
    'failed',
    () => firingsOf('L1'),
    ([row]) => row?.status === 'FAILED',
  );
  await world.fault('BAD_EVENT', 0);
  await report({ lead: lead('L1'), status: 'REJECTED' });
  await report({ lead: lead('L1'), status: 'QUALIFIED' });
  await report({ lead: lead('L1'), status: 'REJECTED' });
  await report({ lead: lead('L1'), status: 'QUALIFIED' });
  const rows = await settledFiringsOf('L1', 3);
  expect(rows.map(({ status }) => status).sort()).toEqual(['FAILED', 'SKIPPED', 'SUCCEEDED']);
  expect(rows.find(({ status }) => status === 'SUCCEEDED')?.eventId).toBe(failed?.eventId);
});

test('an outage is retried until it is over', async () => {
  await world.rule();
  await world.fault('OUTAGE', 2);
  await report({ lead: lead('L1'), status: 'QUALIFIED' });
  const [firing] = await settledFiringsOf('L1', 1);
  expect(firing?.status).toBe('SUCCEEDED');
  const attempts = await world.engine.services.history.attempts(world.workspaceId, [firing?.id as string]);
  expect(attempts.map(({ outcome }) => outcome)).toEqual(['UNAVAILABLE', 'UNAVAILABLE', 'ACCEPTED']);
});

test('refused credentials hold the firing and mark the pixel', async () => {
  await world.rule();
  await world.fault('REFUSED_TOKEN', 1);
  await report({ lead: lead('L1'), status: 'QUALIFIED' });
  const [firing] = await settledFiringsOf('L1', 1);
  expect(firing?.status).toBe('HELD');
  const [pixel] = await world.database.sql('select attention_reason from pixels where id = $1', [world.pixelId]);
  expect(pixel?.attention_reason).toContain('access token');
  const retried = await world.engine.services.dispatcher.retryFiring(world.workspaceId, firing?.id as string);
  expect(retried.status).toBe('RETRYING');
});

test('withdrawn consent skips what is not yet sent; a test lead and a lead without match keys say why', async () => {
  await world.rule();
  expect(
    (await report({ lead: lead('L1', { consentGranted: false }), status: 'QUALIFIED' })).firings[0]?.skipReason,
  ).toBe('CONSENT_DENIED');
  expect((await report({ lead: lead('L2', { isTest: true }), status: 'QUALIFIED' })).decisions[0]?.outcome).toBe(
    'TEST_LEAD',
  );
  expect((await report({ lead: lead('L3', { email: 'none' }), status: 'QUALIFIED' })).firings[0]?.skipReason).toBe(
    'NO_MATCH_KEYS',
  );
  expect(await world.received()).toEqual([]);
});

test('an erased lead is gone, its once stays', async () => {
  await world.rule();
  const { firings } = await report({ lead: lead('L1'), status: 'QUALIFIED' });
  await settledFiringsOf('L1', 1);
  await world.engine.services.dispatcher.eraseLead(world.workspaceId, 'L1');
  const [firing] = await world.engine.services.history.byIds(world.workspaceId, [firings[0]?.id as string]);
  expect(firing).toMatchObject({ leadUid: null, request: null, status: 'SUCCEEDED' });
  expect(await world.engine.services.leads.byIds(world.workspaceId, ['L1'])).toEqual([]);
  const again = await report({ lead: lead('L1'), status: 'QUALIFIED' });
  expect(again.firings[0]?.skipReason).toBe('FIRE_ONCE');
});

test('bad input is refused with all its faults, and stores nothing', async () => {
  const bad = {
    lead: { id: 'a b', campaignId: world.campaignId, value: { amount: '1.23456', currency: 'XYZ' } },
    status: 'QUALIFIED' as const,
  };
  const [result] = await world.engine.services.dispatcher.reportLeads(world.workspaceId, [bad], () => 'input');
  expect(result).toBeInstanceOf(ServiceError);
  expect((result as ServiceError).fields?.map(({ path }) => path)).toEqual([
    'input.lead.id',
    'input.lead.value.amount',
    'input.lead.value.currency',
  ]);
  const [unknown] = await world.engine.services.dispatcher.reportLeads(
    world.workspaceId,
    [{ lead: { id: 'L9' }, status: 'QUALIFIED' }],
    () => 'input',
  );
  expect((unknown as ServiceError).fields?.[0]?.path).toBe('input.lead.campaignId');
  expect(await world.database.sql('select id from leads')).toEqual([]);
});
