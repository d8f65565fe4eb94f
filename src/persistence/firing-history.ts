import type { Interval } from '../domain/calendar';
import type { RuleDecision } from '../domain/decision';
import type { Attempt, Firing, FiringFilter, FiringStats } from '../domain/firing';
import type { Page, PageRequest } from '../domain/page';
import type { Sql } from './database';
import { type Bucket, firingSeries } from './firing-series';
import { WAITING } from './firing-statuses';
import { createdAtOf, isId } from './ids';
import { LeadVault } from './lead-vault';
import { lowestIdAt } from './partitions';
import type { Keyring } from './secrets';

// biome-ignore lint/suspicious/noExplicitAny: a joined row; firingOf and attemptOf give it its shape.
type Row = any;

const NIL = '00000000-0000-0000-0000-000000000000';
const FIRINGS = `select f.*, l.key_sealed, l.id as lead_present from firings f
  left join leads l on l.workspace_id = f.workspace_id and l.id = f.lead_id`;

/** What a lead's key sealed, or null where the lead and its key are gone; without a lead the service's own key opens it. */
function openSealed(keyring: Keyring, row: Row, sealed: Buffer | null, context: string): unknown {
  if (sealed === null) return null;
  if (row.lead_id === null) return JSON.parse(keyring.open(sealed, context).toString());
  if (!row.key_sealed) return null;
  return LeadVault.open(keyring, row.workspace_id, row.lead_id, row.key_sealed).openJson(sealed, context);
}

/** A stored number without padding zeros. */
export function trimmed(amount: string): string {
  return amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount;
}

export function firingOf(keyring: Keyring, row: Row): Firing {
  return {
    workspaceId: row.workspace_id,
    id: row.id,
    status: row.status,
    test: row.test,
    skipReason: row.skip_reason,
    message: row.message,
    leadUid: row.lead_present ?? null,
    campaignId: row.campaign_id,
    ruleId: row.rule_id,
    pixelId: row.pixel_id,
    platform: row.platform,
    decisionId: row.decision_id,
    warnings: row.warnings,
    eventName: row.event_name,
    eventId: row.event_id,
    eventTime: row.event_time,
    actionSource: row.action_source,
    value: row.value_amount === null ? null : { amount: trimmed(row.value_amount), currency: row.value_currency },
    matchKeys: row.match_keys,
    attemptCount: row.attempt_count,
    request: openSealed(keyring, row, row.request_sealed, `request:${row.id}`),
    nextAttemptAt: row.next_attempt_at,
    expiresAt: row.expires_at,
    createdAt: createdAtOf(row.id),
    updatedAt: row.updated_at,
  };
}

/** Text that PostgreSQL can hold; what it can't hold equals nothing stored. */
function storable(text: string): string | null {
  return text.includes('\u0000') || !text.isWellFormed() ? null : text;
}

/** The WHERE of a filter; `use` adds a parameter and answers its place. `$1` must be the workspace. */
function filterSql(filter: FiringFilter, use: (value: unknown) => string): string {
  const parts = ['true'];
  const id = (column: string, value: string | null | undefined) => {
    if (value !== null && value !== undefined) parts.push(`${column} = ${use(isId(value) ? value : NIL)}`);
  };
  id('f.campaign_id', filter.campaignId);
  id('f.rule_id', filter.ruleId);
  id('f.pixel_id', filter.pixelId);
  if (typeof filter.leadId === 'string') {
    parts.push(
      `f.lead_id = (select x.id from leads x where x.workspace_id = $1 and x.caller_id = ${use(storable(filter.leadId))})`,
    );
  }
  if (filter.platform) parts.push(`f.platform = ${use(storable(filter.platform))}`);
  if (typeof filter.eventName === 'string') parts.push(`f.event_name = ${use(storable(filter.eventName))}`);
  if (filter.test !== null && filter.test !== undefined) parts.push(`f.test = ${use(filter.test)}`);
  if (filter.createdAfter) parts.push(`f.id >= ${use(lowestIdAt(filter.createdAfter))}`);
  if (filter.createdBefore) parts.push(`f.id < ${use(lowestIdAt(filter.createdBefore))}`);
  return parts.join(' and ');
}

/** Reads of the history; each is one statement. */
export class FiringHistory {
  constructor(
    private readonly sql: Sql,
    private readonly keyring: Keyring,
  ) {}

  /** Those of them that a filter matches, where there is one; its `statuses` are not asked. */
  async byIds(workspaceId: string, ids: readonly string[], filter: FiringFilter = {}): Promise<Firing[]> {
    const values: unknown[] = [workspaceId, ids.filter(isId)];
    const where = filterSql(filter, (value) => `$${values.push(value)}`);
    const rows = await this.sql(`${FIRINGS} where f.workspace_id = $1 and f.id = any($2::uuid[]) and ${where}`, values);
    return rows.map((row) => firingOf(this.keyring, row));
  }

  /** Newest first. */
  async page(workspaceId: string, filter: FiringFilter, { first, after }: PageRequest): Promise<Page<Firing>> {
    const values: unknown[] = [workspaceId, after, first + 1];
    const use = (value: unknown) => `$${values.push(value)}`;
    const statuses = filter.statuses ? `and f.status = any(${use(filter.statuses)})` : '';
    const rows = await this.sql(
      `${FIRINGS} where f.workspace_id = $1 and ($2::uuid is null or f.id < $2) and ${filterSql(filter, use)} ${statuses}
       order by f.id desc limit $3`,
      values,
    );
    const firings = rows.slice(0, first).map((row) => firingOf(this.keyring, row));
    return { rows: firings, hasNextPage: rows.length > first };
  }

  async attempts(workspaceId: string, firingIds: readonly string[]): Promise<Attempt[]> {
    const rows = await this.sql(
      `select a.*, f.lead_id, l.key_sealed from attempts a
       join firings f on f.workspace_id = a.workspace_id and f.id = a.firing_id
       left join leads l on l.workspace_id = f.workspace_id and l.id = f.lead_id
       where a.workspace_id = $1 and a.firing_id = any($2::uuid[]) order by a.firing_id, a.number`,
      [workspaceId, firingIds],
    );
    return rows.map((row) => this.attemptOf(row));
  }

  private attemptOf(row: Row): Attempt {
    return {
      firingId: row.firing_id,
      number: row.number,
      startedAt: row.started_at,
      durationMs: row.duration_ms,
      outcome: row.outcome,
      httpStatus: row.http_status,
      platformCode: row.platform_code,
      message: row.message,
      traceId: row.trace_id,
      response: openSealed(this.keyring, row, row.response_sealed, `response:${row.firing_id}:${row.number}`),
      batchSize: row.batch_size,
    };
  }

  decisionsByIds(workspaceId: string, ids: readonly string[]): Promise<RuleDecision[]> {
    return this.decisions('d.id = any($2::uuid[]) order by d.id', [workspaceId, ids.filter(isId)]);
  }

  /** Newest first, at most 100 of each lead. */
  decisionsByLeads(workspaceId: string, leadUids: readonly string[]): Promise<RuleDecision[]> {
    return this.decisions(
      `(d.workspace_id, d.id) in (select x.workspace_id, x.id from unnest($2::uuid[]) as lead (uid), lateral
         (select workspace_id, id from decisions where workspace_id = $1 and lead_id = lead.uid order by id desc limit 100) x)
       order by d.id desc`,
      [workspaceId, leadUids],
    );
  }

  private async decisions(where: string, values: unknown[]): Promise<RuleDecision[]> {
    const rows = await this.sql(
      `select d.*, l.key_sealed from decisions d left join leads l on l.workspace_id = d.workspace_id and l.id = d.lead_id
       where d.workspace_id = $1 and ${where}`,
      values,
    );
    return rows.map((row) => ({
      id: row.id,
      workspaceId: row.workspace_id,
      ruleId: row.rule_id,
      leadUid: row.lead_id,
      firingId: row.firing_id,
      decidedAt: row.decided_at,
      outcome: row.outcome,
      reason: row.reason,
      trace: openSealed(this.keyring, row, row.trace_sealed, `trace:${row.id}`),
    }));
  }

  async stats(workspaceId: string, filter: FiringFilter): Promise<FiringStats> {
    const [row] = await this.count(workspaceId, filter, 'null');
    return row?.stats ?? { succeeded: 0, failed: 0, skipped: 0, waiting: 0 };
  }

  async statsBy(
    workspaceId: string,
    by: 'pixelId' | 'ruleId',
    ids: readonly string[],
    range: { createdAfter?: Date | null; createdBefore?: Date | null },
  ): Promise<Map<string, FiringStats>> {
    const column = by === 'pixelId' ? 'f.pixel_id' : 'f.rule_id';
    const rows = await this.count(workspaceId, range, column, [column, ids]);
    return new Map(rows.map(({ group, stats }) => [group as string, stats]));
  }

  /** Counts by hour or day of a time zone; firing-series.ts says which buckets there are. */
  series(workspaceId: string, filter: FiringFilter, interval: Interval, timeZone: string): Promise<Bucket[]> {
    return firingSeries(this, workspaceId, filter, interval, timeZone);
  }

  /** Tests count only where the filter asks for them. `group` is an expression of ours, never a caller's text. */
  async count(
    workspaceId: string,
    filter: FiringFilter,
    group: string,
    only?: [column: string, ids: readonly string[]],
  ): Promise<{ group: unknown; stats: FiringStats }[]> {
    const values: unknown[] = [workspaceId];
    const use = (value: unknown) => `$${values.push(value)}`;
    const statuses = filter.statuses ? `and f.status = any(${use(filter.statuses)})` : '';
    const among = only ? `and ${only[0]} = any(${use(only[1])}::uuid[])` : '';
    const where = filterSql({ ...filter, test: filter.test ?? false }, use);
    const rows = await this.sql(
      `select ${group} as "group", count(*) filter (where f.status = 'SUCCEEDED')::int as succeeded,
         count(*) filter (where f.status = 'FAILED')::int as failed,
         count(*) filter (where f.status = 'SKIPPED')::int as skipped,
         count(*) filter (where f.status in ${WAITING})::int as waiting
       from firings f where f.workspace_id = $1 and ${where} ${statuses} ${among} group by 1 order by 1`,
      values,
    );
    return rows.map(({ group: key, ...stats }) => ({ group: key, stats }));
  }
}
