import { storedFiring, storeFirings } from '../support/stored-firings';
import { until } from '../support/until';
import { createWorld, type World } from '../support/world';

/** What another node left when it died: its lease is over, its attempt never came back. */
const LEFT = { attempting: true, due_at: new Date(Date.now() - 1_000) };

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

async function leave(columns: object) {
  const row = storedFiring({ workspace_id: world.workspaceId, pixel_id: world.pixelId, ...LEFT, ...columns });
  await storeFirings(world.database.sql, [row]);
  const ended = await until(
    'an end',
    async () => (await world.engine.services.history.byIds(world.workspaceId, [row.id]))[0],
    (firing) => firing !== undefined && !['PENDING', 'RETRYING'].includes(firing.status),
  );
  return { ended, requests: await world.received() };
}

test('consent that was withdrawn while its request was out holds: it is not sent again', async () => {
  const { ended, requests } = await leave({ stop_reason: 'CONSENT_DENIED' });
  expect(ended).toMatchObject({ status: 'SKIPPED', skipReason: 'CONSENT_DENIED' });
  expect(requests).toEqual([]);
});

test('a firing whose lead was erased meanwhile ends, and is not claimed for ever', async () => {
  const { ended, requests } = await leave({});
  expect(ended).toMatchObject({ status: 'SKIPPED', skipReason: 'LEAD_ERASED' });
  expect(requests).toEqual([]);
});

test('a test fire is not sent later', async () => {
  const { ended, requests } = await leave({ test: true });
  expect(ended).toMatchObject({ status: 'FAILED', message: expect.stringContaining('Cut off') });
  expect(requests).toEqual([]);
});
