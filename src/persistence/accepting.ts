import type { EntityManager } from 'typeorm';
import { In, IsNull } from 'typeorm';
import type { PixelRule } from '../domain/pixel-rule';
import type { Sql } from './database';
import { PixelEntity, PixelRuleEntity } from './entities';
import { keyColumns } from './rows';

/** Names a thing of one workspace. */
export interface WorkspaceKey {
  workspaceId: string;
  id: string;
}

/** A rule's row as the domain's noun; numeric text loses its padding zeros. */
export function ruleOf(row: PixelRuleEntity): PixelRule {
  const { valueAmount, valueCurrency, ...rule } = row;
  const value =
    valueAmount === null || valueCurrency === null
      ? null
      : {
          amount: valueAmount.includes('.') ? valueAmount.replace(/\.?0+$/, '') : valueAmount,
          currency: valueCurrency,
        };
  return { ...rule, value };
}

/** Rules by campaign, read anew only where the campaign's `rules_version` moved: no message between nodes is needed. */
export class RuleCache {
  private readonly cached = new Map<string, { version: string; rules: PixelRule[] }>();

  async of(sql: Sql, manager: EntityManager, campaigns: readonly WorkspaceKey[]): Promise<Map<string, PixelRule[]>> {
    const versions = await sql<{ id: string; version: string }>(
      `select c.id, c.rules_version::text as version from unnest($1::uuid[], $2::uuid[]) as k (workspace_id, id)
       join campaigns c on c.workspace_id = k.workspace_id and c.id = k.id`,
      keyColumns(campaigns),
    );
    const stale = versions.filter(({ id, version }) => this.cached.get(id)?.version !== version);
    if (stale.length > 0) await this.refresh(manager, stale);
    return new Map(versions.map(({ id }) => [id, this.cached.get(id)?.rules ?? []]));
  }

  private async refresh(manager: EntityManager, stale: readonly { id: string; version: string }[]): Promise<void> {
    const ids = stale.map(({ id }) => id);
    const rows = await manager.find(PixelRuleEntity, {
      where: { campaignId: In(ids), deletedAt: IsNull() },
      order: { id: 'ASC' },
    });
    if (this.cached.size > 10_000) this.cached.clear();
    for (const { id, version } of stale) {
      this.cached.set(id, { version, rules: rows.filter((row) => row.campaignId === id).map(ruleOf) });
    }
  }
}

/** Pixels as this transaction sees them, deleted ones too. */
export function pixelsByKeys(manager: EntityManager, keys: readonly WorkspaceKey[]): Promise<PixelEntity[]> {
  const named = new Map(keys.map(({ workspaceId, id }) => [`${workspaceId} ${id}`, { workspaceId, id }]));
  return named.size === 0 ? Promise.resolve([]) : manager.findBy(PixelEntity, [...named.values()]);
}
