import { configPage } from '../../src/persistence/config-pages';
import type { Database } from '../../src/persistence/database';
import { CampaignEntity } from '../../src/persistence/entities';
import { newId } from '../../src/persistence/ids';
import { openTestDatabase, type TestDatabase } from '../support/database';
import { storeCampaign, storePixel, storeRule, storeWorkspace } from '../support/stored-configuration';

let opened: TestDatabase;
let database: Database;
const own = { workspace: '', campaign: '', pixel: '' };
const foreign = { workspace: '', campaign: '', pixel: '' };

beforeAll(async () => {
  opened = await openTestDatabase();
  database = opened.database;
  for (const side of [own, foreign]) {
    side.workspace = await storeWorkspace(database.sql);
    side.campaign = await storeCampaign(database.sql, side.workspace);
    side.pixel = await storePixel(database.sql, side.workspace);
  }
});
afterAll(() => opened.close());

const FOREIGN_KEY = { code: '23503' };

test('a rule joins a campaign and a pixel of its workspace', async () => {
  await storeRule(database.sql, own.workspace, own.campaign, own.pixel);
});

test.each([
  ['a campaign of another workspace', () => storeRule(database.sql, own.workspace, foreign.campaign, own.pixel)],
  ['a pixel of another workspace', () => storeRule(database.sql, own.workspace, own.campaign, foreign.pixel)],
  ['a campaign that is none', () => storeRule(database.sql, own.workspace, newId(), own.pixel)],
  ['a workspace that has neither', () => storeRule(database.sql, foreign.workspace, own.campaign, own.pixel)],
])('a rule can’t name %s', async (_name, store) => {
  await expect(store()).rejects.toMatchObject(FOREIGN_KEY);
});

test('a rule can’t be moved to another workspace’s pixel or campaign either', async () => {
  const rule = await storeRule(database.sql, own.workspace, own.campaign, own.pixel);
  for (const [column, id] of [
    ['pixel_id', foreign.pixel],
    ['campaign_id', foreign.campaign],
    ['workspace_id', foreign.workspace],
  ]) {
    await expect(database.sql(`update pixel_rules set ${column} = $2 where id = $1`, [rule, id])).rejects.toMatchObject(
      FOREIGN_KEY,
    );
  }
});

test('answers are noted of campaigns of the workspace only', async () => {
  const note = (workspace: string, campaign: string) =>
    database.sql('insert into campaign_answers values ($1, $2, $3)', [workspace, campaign, 'age']);
  await note(own.workspace, own.campaign);
  await expect(note(own.workspace, foreign.campaign)).rejects.toMatchObject(FOREIGN_KEY);
});

test.each([
  'campaigns',
  'pixels',
  'pixel_rules',
  'api_keys',
  'leads',
  'firings',
  'decisions',
  'fired_once',
  'firing_changes',
])('the key of %s begins with the workspace', async (table) => {
  const [row] = await database.sql<{ first: string }>(
    `select a.attname as first from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
       where i.indrelid = $1::regclass and i.indisprimary`,
    [table],
  );
  expect(row?.first).toBe('workspace_id');
});

test('one secret is the key of one workspace', async () => {
  const key = (workspace: string) =>
    database.sql(
      `insert into api_keys (workspace_id, id, name, scopes, secret_hash, hint, created_at) values ($1, $2, 'k', '{}', '\\x01', 'h', now())`,
      [workspace, newId()],
    );
  await key(own.workspace);
  await expect(key(foreign.workspace)).rejects.toMatchObject({ code: '23505' });
});

test('a page of a configuration table is of one workspace, newest first', async () => {
  const more = [];
  for (let count = 0; count < 3; count++) more.push(await storeCampaign(database.sql, own.workspace));
  const where = { workspaceId: own.workspace };
  const first = await configPage(database.manager, CampaignEntity, where, { first: 2, after: null });
  expect([first.rows.map(({ id }) => id), first.hasNextPage]).toEqual([[more[2], more[1]], true]);
  const rest = await configPage(database.manager, CampaignEntity, where, { first: 9, after: more[1] as string });
  expect([rest.rows.map(({ id }) => id), rest.hasNextPage]).toEqual([[more[0], own.campaign], false]);
});
