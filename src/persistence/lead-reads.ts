import { idFault } from '../domain/input-checks';
import type { Lead } from '../domain/lead';
import type { Page, PageRequest } from '../domain/page';
import type { Sql } from './database';
import { createdAtOf, isId } from './ids';
import { LeadVault } from './lead-vault';
import type { Keyring } from './secrets';

// biome-ignore lint/suspicious/noExplicitAny: a row of leads; leadOf gives it its shape.
type Row = any;

/** Reads of the stored leads. */
export class LeadReads {
  constructor(
    private readonly sql: Sql,
    private readonly keyring: Keyring,
  ) {}

  /** By the callers' own ids. */
  byIds(workspaceId: string, ids: readonly string[]): Promise<Lead[]> {
    return this.read('caller_id = any($2::text[])', [workspaceId, ids.filter((id) => idFault(id) === null)]);
  }

  byUids(workspaceId: string, uids: readonly string[]): Promise<Lead[]> {
    return this.read('id = any($2::uuid[])', [workspaceId, uids]);
  }

  async page(
    workspaceId: string,
    { campaignId }: { campaignId?: string | null },
    { first, after }: PageRequest,
  ): Promise<Page<Lead>> {
    if (typeof campaignId === 'string' && !isId(campaignId)) return { rows: [], hasNextPage: false };
    const leads = await this.read(
      '($2::uuid is null or campaign_id = $2) and ($3::uuid is null or id < $3) order by id desc limit $4',
      [workspaceId, campaignId ?? null, after, first + 1],
    );
    return { rows: leads.slice(0, first), hasNextPage: leads.length > first };
  }

  private async read(where: string, values: unknown[]): Promise<Lead[]> {
    const rows = await this.sql(
      `select * from leads where workspace_id = $1 and status is not null and ${where}`,
      values,
    );
    return rows.map((row) => this.leadOf(row));
  }

  private leadOf(row: Row): Lead {
    const vault = LeadVault.open(this.keyring, row.workspace_id, row.id, row.key_sealed);
    return {
      workspaceId: row.workspace_id,
      uid: row.id,
      id: row.caller_id,
      campaignId: row.campaign_id,
      status: row.status,
      statusAt: row.status_at,
      data: row.data_sealed ? vault.openData(row.data_sealed) : {},
      createdAt: createdAtOf(row.id),
    };
  }
}
