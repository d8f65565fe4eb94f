import type { EntityManager } from 'typeorm';
import { IsNull } from 'typeorm';
import type { PixelRule } from '../domain/pixel-rule';
import type { Sql } from './database';
import { PixelRuleEntity } from './entities';
import { keyColumns, type WorkspaceKey } from './rows';

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
    const workspaceOf = new Map(campaigns.map(({ workspaceId, id }) => [id, workspaceId]));
    const stale = versions
      .filter(({ id, version }) => this.cached.get(id)?.version !== version)
      .map((entry) => ({ ...entry, workspaceId: workspaceOf.get(entry.id) as string }));
    if (stale.length > 0) await this.refresh(manager, stale);
    return new Map(versions.map(({ id }) => [id, this.cached.get(id)?.rules ?? []]));
  }

  private async refresh(manager: EntityManager, stale: readonly (WorkspaceKey & { version: string })[]): Promise<void> {
    const rows = await manager.find(PixelRuleEntity, {
      where: stale.map(({ workspaceId, id }) => ({ workspaceId, campaignId: id, deletedAt: IsNull() })),
      order: { id: 'ASC' },
    });
    if (this.cached.size > 10_000) this.cached.clear();
    for (const { id, version } of stale) {
      this.cached.set(id, { version, rules: rows.filter((row) => row.campaignId === id).map(ruleOf) });
    }
  }
}
