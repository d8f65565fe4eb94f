import type { ReportInput } from '../../src/dispatcher/report-leads';
import { ServiceError } from '../../src/domain/errors';
import type { Firing } from '../../src/domain/firing';
import { until } from '../support/until';
import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

async function report(more: object = {}, status: ReportInput['status'] = 'QUALIFIED'): Promise<void> {
  const lead = { id: 'L1', campaignId: world.campaignId, email: 'ada@example.com', ...more };
  const [result] = await world.engine.services.dispatcher.reportLeads(
    world.workspaceId,
    [{ lead, status }],
    () => 'input',
  );
  if (result instanceof ServiceError) throw result;
}

const firings = async () =>
  (await world.engine.services.history.page(world.workspaceId, { leadId: 'L1' }, { first: 10, after: null })).rows;

const becomes = async (status: Firing['status'], id?: string): Promise<Firing> =>
  (await until(
    status,
    async () => (await firings()).find((firing) => firing.status === status && (!id || firing.id === id)),
    Boolean,
  )) as Firing;

const retry = (id: string) => world.engine.services.dispatcher.retryFiring(world.workspaceId, id);
const attemptsOf = (id: string) => world.engine.services.history.attempts(world.workspaceId, [id]);

/** A firing that the platform refused, the platform well again. */
async function failedFiring(): Promise<Firing> {
  await world.fault('BAD_EVENT', 1);
  await report();
  const failed = await becomes('FAILED');
  await world.fault('BAD_EVENT', 0);
  return failed;
}

test('a failed firing is sent again with its event id', async () => {
  await world.rule();
  const failed = await failedFiring();
  await retry(failed.id);
  const { eventId } = await becomes('SUCCEEDED', failed.id);
  expect(eventId).toBe(failed.eventId);
});

test('what a lead has forbidden meanwhile is not sent again', async () => {
  await world.rule();
  const failed = await failedFiring();
  await report({ consentGranted: false }, 'REJECTED');
  await expect(retry(failed.id)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('consent'),
  });
  expect((await becomes('FAILED', failed.id)).attemptCount).toBe(1);
});

test('a held firing is really tried, although its pixel needs attention, and mends it', async () => {
  await world.rule();
  await world.fault('REFUSED_TOKEN', 1);
  await report();
  const held = await becomes('HELD');
  await retry(held.id);
  await becomes('SUCCEEDED', held.id);
  expect((await attemptsOf(held.id)).map(({ outcome }) => outcome)).toEqual(['UNAUTHORIZED', 'ACCEPTED']);
  const [pixel] = await world.engine.services.pixels.byIds(world.workspaceId, [world.pixelId]);
  expect(pixel?.status).toBe('ACTIVE');
});

test('refused once more it is held again', async () => {
  await world.rule();
  await world.fault('REFUSED_TOKEN', 2);
  await report();
  const held = await becomes('HELD');
  await retry(held.id);
  await until(
    'held after two attempts',
    async () => (await firings())[0],
    (firing) => firing?.status === 'HELD' && firing.attemptCount === 2,
  );
});

test('the firing of a paused pixel is not retried: whoever paused it resumes it', async () => {
  await world.rule();
  const failed = await failedFiring();
  await world.engine.services.pixels.update(world.workspaceId, world.pixelId, { paused: true });
  await expect(retry(failed.id)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('paused'),
  });
});

test('a firing from before its rule fired once does not escape the once', async () => {
  const ruleId = await world.rule({ fireOnce: false });
  const failed = await failedFiring();
  await world.engine.services.rules.update(world.workspaceId, ruleId, { fireOnce: true });
  await report({}, 'REJECTED');
  await report();
  const sent = await becomes('SUCCEEDED');
  await expect(retry(failed.id)).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining(sent.id) });
});
