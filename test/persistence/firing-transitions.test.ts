import { retryFiring } from '../../src/dispatcher/retry';
import { FIRING_STATUSES, type FiringStatus, holdsOnce, mayBecome } from '../../src/domain/firing';
import { begin, claim, record, releaseAll } from '../../src/persistence/firing-queue';
import {
  dropOnce,
  failExpiredHeld,
  failOfPixel,
  holdOfPixel,
  resumeOfPixel,
  settleByPixels,
  skipOfLeads,
} from '../../src/persistence/firing-states';
import { newId } from '../../src/persistence/ids';
import { LeadVault } from '../../src/persistence/lead-vault';
import { jsonOf } from '../../src/persistence/rows';
import { Keyring, newKey } from '../../src/persistence/secrets';
import { openTestDatabase, type TestDatabase } from '../support/database';
import { storePixel, storeWorkspace } from '../support/stored-configuration';
import { storedFiring, storeFirings } from '../support/stored-firings';

/** Every statement that changes a firing's status, let loose on firings of every status. */
let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

const keyring = Keyring.parse(`k1:${newKey().toString('base64')}`);
const OWNER = newId();
const HASH_KEY = Buffer.alloc(32, 1);
const LEAD_HASH = Buffer.alloc(32, 2);

interface Stage {
  workspaceId: string;
  pixelId: string;
  leadId: string;
  /** By the status it starts in. */
  firings: Map<FiringStatus, string>;
}

/** A working pixel and a lead with one firing in each status; those that hold the once of their rule have it. */
async function stageOf(columns: object = {}): Promise<Stage> {
  const { sql } = opened.database;
  const workspaceId = await storeWorkspace(sql);
  const pixelId = await storePixel(sql, workspaceId);
  const leadId = newId();
  const { keySealed } = LeadVault.create(keyring, workspaceId, leadId);
  await sql(
    `insert into leads (workspace_id, id, caller_id, status, status_at, key_sealed)
     values ($1, $2, 'L1', 'QUALIFIED', now(), $3)`,
    [workspaceId, leadId, keySealed],
  );
  const firings = new Map<FiringStatus, string>();
  for (const status of FIRING_STATUSES) {
    const expires = new Date(Date.now() + 60_000);
    const ids = { workspace_id: workspaceId, pixel_id: pixelId, lead_id: leadId, rule_id: newId() };
    const row = storedFiring({ ...ids, status, fire_once: true, expires_at: expires, ...columns });
    await storeFirings(sql, [row]);
    firings.set(status, row.id);
    if (holdsOnce(status)) {
      await sql(
        `insert into fired_once (workspace_id, rule_id, lead_hash, slot, firing_id) values ($1, $2, $3, $4, $5)`,
        [workspaceId, row.rule_id, LEAD_HASH, '00000000-0000-0000-0000-000000000000', row.id],
      );
    }
  }
  return { workspaceId, pixelId, leadId, firings };
}

/** Takes what an attempt came to for firings that this node holds the lease of. */
async function attempt({ workspaceId, firings }: Stage, status: FiringStatus): Promise<void> {
  const { sql } = opened.database;
  const keys = [...firings.values()].map((id) => ({ workspaceId, id }));
  await sql('update firings set lease_owner = $2 where workspace_id = $1', [workspaceId, OWNER]);
  await begin(sql, OWNER, keys);
  const ended = { status, skip_reason: null, message: null, attempt_count: 1, unknown_count: 0, request_sealed: null };
  const rows = keys.map(({ id }) => ({ workspace_id: workspaceId, id, ...ended, next_attempt_at: null }));
  const recorded = await record(sql, OWNER, jsonOf(rows));
  const givenUp = keys.filter(({ id }) => recorded.has(id) && !holdsOnce(status));
  await dropOnce(sql, givenUp);
}

const sqlOf = () => opened.database.sql;
type Verb = (stage: Stage) => Promise<unknown>;

const VERBS: [string, Partial<Record<FiringStatus, FiringStatus>>, Verb, object?][] = [
  [
    'the pixel is paused or refused',
    { PENDING: 'HELD', RETRYING: 'HELD' },
    ({ workspaceId, pixelId }) => holdOfPixel(sqlOf(), workspaceId, pixelId, 'Held.'),
  ],
  [
    'the pixel is mended, never tried before',
    { HELD: 'PENDING' },
    ({ workspaceId, pixelId }) => resumeOfPixel(sqlOf(), workspaceId, pixelId),
  ],
  [
    'the pixel is mended, tried before',
    { HELD: 'RETRYING' },
    ({ workspaceId, pixelId }) => resumeOfPixel(sqlOf(), workspaceId, pixelId),
    { attempt_count: 2 },
  ],
  [
    'the pixel is disconnected',
    { PENDING: 'FAILED', RETRYING: 'FAILED', HELD: 'FAILED' },
    ({ workspaceId, pixelId }) => failOfPixel(sqlOf(), workspaceId, pixelId),
  ],
  ['the deadline has come', { HELD: 'FAILED' }, () => failExpiredHeld(sqlOf()), { expires_at: new Date(0) }],
  ['the sweep finds a pixel that works', { HELD: 'PENDING' }, () => settleByPixels(sqlOf(), null)],
  [
    'the sweep finds a pixel that works, tried before',
    { HELD: 'RETRYING' },
    () => settleByPixels(sqlOf(), null),
    { attempt_count: 1 },
  ],
  [
    'the sweep finds a paused pixel',
    { PENDING: 'HELD', RETRYING: 'HELD' },
    (stage) => settleAfter('paused = true', stage),
  ],
  [
    'the sweep finds a disconnected pixel',
    { PENDING: 'FAILED', RETRYING: 'FAILED', HELD: 'FAILED' },
    (stage) => settleAfter('deleted_at = now()', stage),
  ],
  [
    'consent is withdrawn',
    { PENDING: 'SKIPPED', RETRYING: 'SKIPPED', HELD: 'SKIPPED' },
    ({ workspaceId, leadId }) => skipOfLeads(sqlOf(), workspaceId, [leadId], 'CONSENT_DENIED', 'Withdrawn.'),
  ],
  [
    'a person retries it, never tried before',
    { HELD: 'PENDING', FAILED: 'PENDING' },
    ({ workspaceId, firings }) => retryAll(workspaceId, firings),
  ],
  [
    'a person retries it, tried before',
    { HELD: 'RETRYING', FAILED: 'RETRYING' },
    ({ workspaceId, firings }) => retryAll(workspaceId, firings),
    { attempt_count: 3 },
  ],
  ['it is claimed', {}, () => claim(sqlOf(), OWNER, 100, [])],
  ['a node takes its leases back', {}, () => releaseAll(sqlOf()), { lease_owner: OWNER }],
  ...(['RETRYING', 'HELD', 'SUCCEEDED', 'FAILED', 'SKIPPED'] as const).map(
    (status): [string, Partial<Record<FiringStatus, FiringStatus>>, Verb] => [
      `an attempt comes to ${status}`,
      { PENDING: status, RETRYING: status },
      (stage) => attempt(stage, status),
    ],
  ),
];

async function settleAfter(change: string, { pixelId }: Stage): Promise<void> {
  await sqlOf()(`update pixels set ${change} where id = $1`, [pixelId]);
  await settleByPixels(sqlOf(), null);
}

async function retryAll(workspaceId: string, firings: Map<FiringStatus, string>): Promise<void> {
  for (const id of firings.values())
    await retryFiring({ database: opened.database, keyring }, HASH_KEY, workspaceId, id).catch(() => {});
}

const CASES = VERBS.map(([what, changes, verb, columns = {}]) => [what, changes, verb, columns] as const);

test.each(CASES)('%s: %j, as the domain allows, and the once goes with it', async (_what, changes, verb, columns) => {
  const stage = await stageOf(columns);
  await verb(stage);
  const rows = await sqlOf()<{ id: string; status: FiringStatus; once: boolean }>(
    `select f.id, f.status, exists (select from fired_once o where o.firing_id = f.id) as once
     from firings f where f.workspace_id = $1`,
    [stage.workspaceId],
  );
  const now = new Map(rows.map((row) => [row.id, row]));
  for (const [from, id] of stage.firings) {
    const { status, once } = now.get(id) as { status: FiringStatus; once: boolean };
    expect([from, status]).toEqual([from, changes[from] ?? from]);
    expect(mayBecome(from, status)).toBe(true);
    expect([status, once]).toEqual([status, holdsOnce(status)]);
  }
});

test('every change that the domain allows is made by one of them, or by the first accept', () => {
  const made = new Set(VERBS.flatMap(([, changes]) => Object.entries(changes).map(([from, to]) => `${from} ${to}`)));
  const allowed = FIRING_STATUSES.flatMap((from) =>
    FIRING_STATUSES.filter((to) => to !== from && mayBecome(from, to)).map((to) => `${from} ${to}`),
  );
  expect(allowed.filter((change) => !made.has(change))).toEqual([]);
});
