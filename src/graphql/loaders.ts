import DataLoader from 'dataloader';
import type { RuleDecision } from '../domain/decision';
import type { Attempt, Firing, FiringStats } from '../domain/firing';
import type { Lead } from '../domain/lead';
import type { Pixel } from '../domain/pixel';
import type { PixelRule } from '../domain/pixel-rule';
import type { Campaign } from '../domain/workspace';
import type { Services } from './services';

export interface StatsKey {
  by: 'pixelId' | 'ruleId';
  id: string;
  createdAfter?: Date | null;
  createdBefore?: Date | null;
}

export interface Loaders {
  campaigns: DataLoader<string, Campaign | null>;
  pixels: DataLoader<string, Pixel | null>;
  rules: DataLoader<string, PixelRule | null>;
  rulesOfCampaign: DataLoader<string, PixelRule[]>;
  leads: DataLoader<string, Lead | null>;
  firings: DataLoader<string, Firing | null>;
  attempts: DataLoader<string, Attempt[]>;
  decisions: DataLoader<string, RuleDecision | null>;
  decisionsOfLead: DataLoader<string, RuleDecision[]>;
  stats: DataLoader<StatsKey, FiringStats, string>;
}

function one<Row>(read: (ids: readonly string[]) => Promise<Row[]>, keyOf: (row: Row) => string) {
  return new DataLoader<string, Row | null>(async (ids) => {
    const rows = new Map((await read(ids)).map((row) => [keyOf(row), row]));
    return ids.map((id) => rows.get(id) ?? null);
  });
}

function many<Row>(read: (ids: readonly string[]) => Promise<Row[]>, keyOf: (row: Row) => string) {
  return new DataLoader<string, Row[]>(async (ids) => {
    const rows = new Map<string, Row[]>(ids.map((id) => [id, []]));
    for (const row of await read(ids)) rows.get(keyOf(row))?.push(row);
    return ids.map((id) => rows.get(id) ?? []);
  });
}

export function createLoaders(services: Services, workspaceId: string): Loaders {
  const { campaigns, pixels, rules, leads, history } = services;
  return {
    campaigns: one(
      (ids) => campaigns.byIds(workspaceId, ids),
      ({ id }) => id,
    ),
    pixels: one(
      (ids) => pixels.byIds(workspaceId, ids),
      ({ id }) => id,
    ),
    rules: one(
      (ids) => rules.byIds(workspaceId, ids),
      ({ id }) => id,
    ),
    rulesOfCampaign: many(
      (ids) => rules.byCampaigns(workspaceId, ids),
      ({ campaignId }) => campaignId,
    ),
    leads: one(
      (ids) => leads.byUids(workspaceId, ids),
      ({ uid }) => uid,
    ),
    firings: one(
      (ids) => history.byIds(workspaceId, ids),
      ({ id }) => id,
    ),
    attempts: many(
      (ids) => history.attempts(workspaceId, ids),
      ({ firingId }) => firingId,
    ),
    decisions: one(
      (ids) => history.decisionsByIds(workspaceId, ids),
      ({ id }) => id,
    ),
    decisionsOfLead: many(
      (ids) => history.decisionsByLeads(workspaceId, ids),
      ({ leadUid }) => leadUid,
    ),
    stats: statsLoader(services, workspaceId),
  };
}

/** One count for all pixels (or rules) of the same range. */
function statsLoader({ history }: Services, workspaceId: string): Loaders['stats'] {
  const rangeOf = ({ by, createdAfter, createdBefore }: StatsKey) =>
    `${by} ${createdAfter?.getTime() ?? ''} ${createdBefore?.getTime() ?? ''}`;
  return new DataLoader<StatsKey, FiringStats, string>(
    async (keys) => {
      const counted = new Map<string, Promise<Map<string, FiringStats>>>();
      for (const key of keys) {
        const ids = keys.filter((other) => rangeOf(other) === rangeOf(key)).map(({ id }) => id);
        if (!counted.has(rangeOf(key))) counted.set(rangeOf(key), history.statsBy(workspaceId, key.by, ids, key));
      }
      const none = { succeeded: 0, failed: 0, skipped: 0, waiting: 0 };
      return Promise.all(keys.map(async (key) => (await counted.get(rangeOf(key)))?.get(key.id) ?? none));
    },
    { cacheKeyFn: (key) => `${key.id} ${rangeOf(key)}` },
  );
}
