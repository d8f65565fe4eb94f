import { ServiceError } from '../domain/errors';
import { type Database, type Sql } from '../persistence/database';
import { decidedFor, insertDecisions } from '../persistence/decisions';
import { appendChanges } from '../persistence/firing-changes';
import { GroupCommit } from '../persistence/group-commit';
import { type LockedLead, occurrencesOf } from '../persistence/leads';
import type { WorkspaceKey } from '../persistence/rows';
import { RuleCache } from '../persistence/rule-cache';
import type { Keyring } from '../persistence/secrets';
import { Accepting, type AcceptReport, mergeLeads, occurrenceOf, type Reported, saveReported } from './accept';
import type { PixelLookup } from './pixel-lookup';
import type { ReadyFiring } from './ready-firing';
import { type Leasing, storeFirings } from './store-firings';

/** What a report came to, by ids: the answer is read after the commit. */
export interface Accepted {
  leadUid: string;
  isNew: boolean;
  decisionIds: string[];
  firingIds: string[];
}

export interface AcceptDependencies {
  database: Database;
  keyring: Keyring;
  pixels: PixelLookup;
  leasing: Leasing | null;
  offer(firings: readonly ReadyFiring[]): void;
  onChange: () => void;
}

/** The accepting transaction for a group of concurrent reports; two of one lead never share a group. */
export class AcceptReports {
  private readonly rules = new RuleCache();
  private readonly group: GroupCommit<AcceptReport, Accepted>;

  constructor(private readonly uses: AcceptDependencies) {
    this.group = new GroupCommit<AcceptReport, Accepted>(
      (inputs) => this.accept(inputs),
      ({ workspaceId, report }) => [`${workspaceId} ${report.id}`],
    );
  }

  /** Resolves once it is committed. */
  submit(input: AcceptReport): Promise<Accepted> {
    return this.group.submit(input);
  }

  private async accept(inputs: AcceptReport[]): Promise<(Accepted | ServiceError)[]> {
    const { results, ready } = await this.uses.database.transaction(async (sql, manager) => {
      const stored = await mergeLeads(sql, this.uses.keyring, inputs);
      const reported = await this.occurrences(sql, inputs, stored);
      const accepting = new Accepting(sql, manager, this.uses.pixels, new Date());
      const campaigns = campaignsOf(reported);
      await accepting.decideAll(reported, await this.rules.of(sql, manager, campaigns));
      const skipped = await saveReported(sql, reported);
      const ready = await this.store(sql, accepting);
      const results = await this.results(sql, inputs, stored, reported, accepting);
      const fired = accepting.firings.map(({ firing }) => ({
        workspaceId: firing.workspaceId,
        id: firing.event.firingId,
      }));
      await appendChanges(sql, [...skipped, ...fired]);
      return { results, ready };
    });
    this.uses.offer(ready);
    this.uses.onChange();
    return results;
  }

  private async occurrences(
    sql: Sql,
    inputs: readonly AcceptReport[],
    stored: readonly (LockedLead | ServiceError)[],
  ): Promise<Reported[]> {
    const leads = stored.filter((lead): lead is LockedLead => !(lead instanceof ServiceError));
    const known = await occurrencesOf(sql, leads);
    return inputs.flatMap((input, index) => {
      const lead = stored[index];
      return lead && !(lead instanceof ServiceError) ? [occurrenceOf(input, lead, known)] : [];
    });
  }

  private async store(sql: Sql, { decisions, firings }: Accepting): Promise<ReadyFiring[]> {
    const now = new Date();
    await insertDecisions(
      sql,
      decisions.map(({ decision, ...row }) => ({
        workspace_id: row.workspaceId,
        id: row.id,
        occurrence: row.occurrence,
        lead_id: row.leadUid,
        rule_id: row.ruleId,
        firing_id: row.firingId,
        outcome: decision.outcome,
        reason: decision.reason,
        trace_sealed: decision.trace === null ? null : row.vault.sealJson(decision.trace, `trace:${row.id}`),
        decided_at: now,
      })),
    );
    const storable = firings.map(({ firing, lead, once }) => ({ firing, once, vault: lead.vault }));
    return storeFirings(sql, storable, this.uses.leasing);
  }

  private async results(
    sql: Sql,
    inputs: readonly AcceptReport[],
    stored: readonly (LockedLead | ServiceError)[],
    reported: readonly Reported[],
    accepting: Accepting,
  ): Promise<(Accepted | ServiceError)[]> {
    const byInput = new Map(reported.map((entry) => [entry.input, entry]));
    const results: (Accepted | ServiceError)[] = [];
    for (const [index, input] of inputs.entries()) {
      const refused = stored[index];
      const entry = byInput.get(input);
      if (refused instanceof ServiceError || !entry) results.push(refused as ServiceError);
      else results.push(await resultOf(sql, entry, accepting));
    }
    return results;
  }
}

function campaignsOf(reported: readonly Reported[]): WorkspaceKey[] {
  const campaigns = reported.flatMap(({ lead: { workspaceId, campaignId } }): [string, WorkspaceKey][] =>
    campaignId === null ? [] : [[campaignId, { workspaceId, id: campaignId }]],
  );
  return [...new Map(campaigns).values()];
}

/** A repeat answers with what was decided and fired the first time. */
async function resultOf(
  sql: Sql,
  { input, lead, occurrence, isNew }: Reported,
  accepting: Accepting,
): Promise<Accepted> {
  const decided = isNew
    ? accepting.decisions.filter((decision) => decision.occurrence === occurrence?.id)
    : await decidedFor(sql, input.workspaceId, lead.uid, occurrence?.id ?? '');
  return {
    leadUid: lead.uid,
    isNew,
    decisionIds: decided.map(({ id }) => id),
    firingIds: decided.flatMap(({ firingId }) => firingId ?? []),
  };
}
