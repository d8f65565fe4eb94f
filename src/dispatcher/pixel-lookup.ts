import type { EntityManager } from 'typeorm';
import type { PixelStatus, PixelTarget } from '../domain/pixel';
import type { PixelEntity } from '../persistence/entities';
import { isId } from '../persistence/ids';
import { pixelsByKeys } from '../persistence/pixel-targets';
import type { WorkspaceKey } from '../persistence/rows';
import type { Platform } from '../platforms/platform';

/** A pixel as it stands in this transaction. */
export interface PixelNow {
  workspaceId: string;
  id: string;
  name: string;
  status: PixelStatus;
  deleted: boolean;
  target: PixelTarget;
  platform: Platform;
}

/** Reads pixels afresh and opens their secrets once per version. */
export class PixelLookup {
  private readonly opened = new Map<string, { version: string; target: PixelTarget }>();

  constructor(
    private readonly open: (row: PixelEntity) => PixelTarget,
    private readonly platformOf: (code: string) => Platform,
  ) {}

  /** By the pixel's id; what is not there is left out. */
  async read(manager: EntityManager, keys: readonly WorkspaceKey[]): Promise<Map<string, PixelNow>> {
    const rows = await pixelsByKeys(manager, keys);
    return new Map(rows.map((row) => [row.id, this.now(row)]));
  }

  async one(manager: EntityManager, workspaceId: string, id: string): Promise<PixelNow | null> {
    return isId(id) ? ((await this.read(manager, [{ workspaceId, id }])).get(id) ?? null) : null;
  }

  private now(row: PixelEntity): PixelNow {
    const status = row.paused ? 'PAUSED' : row.attentionReason === null ? 'ACTIVE' : 'NEEDS_ATTENTION';
    return {
      workspaceId: row.workspaceId,
      id: row.id,
      name: row.name,
      status,
      deleted: row.deletedAt !== null,
      target: this.target(row),
      platform: this.platformOf(row.platform),
    };
  }

  private target(row: PixelEntity): PixelTarget {
    const known = this.opened.get(row.id);
    if (known?.version === row.version) return known.target;
    if (this.opened.size > 10_000) this.opened.clear();
    const target = this.open(row);
    this.opened.set(row.id, { version: row.version, target });
    return target;
  }
}
