import type { Log } from '../log';
import type { Metrics } from '../metrics';
import { databaseTime } from '../persistence/clock';
import type { Database, Sql } from '../persistence/database';
import { appendChanges, type FiringKey } from '../persistence/firing-changes';
import { type Meanwhile, meanwhile, record } from '../persistence/firing-queue';
import { dropOnce, forgetOnceHolder, HELD_BECAUSE, holdOfPixel, resumeOfPixel } from '../persistence/firing-states';
import { GroupCommit } from '../persistence/group-commit';
import { lockPixels, mendPixel, setAttention } from '../persistence/pixel-attention';
import { insertRows, jsonOf, type WorkspaceKey } from '../persistence/rows';
import type { Keyring } from '../persistence/secrets';
import { sealFor } from '../persistence/secrets-of-firings';
import { type Aftermath, afterAttempt } from './after-attempt';
import type { Delivered } from './deliver';
import type { ReadyFiring } from './ready-firing';

/** A firing that ends or waits without an attempt: expired, or found unsendable. */
export interface Unattempted {
  firing: Omit<ReadyFiring, 'event'>;
  status: 'FAILED' | 'SKIPPED' | 'HELD';
  skipReason: string | null;
  message: string;
}

export interface Result {
  delivered: readonly Delivered[];
  unattempted: readonly Unattempted[];
}

interface Settings {
  owner: string;
  schedule: readonly number[];
  onChange: () => void;
  metrics: Metrics;
  log: Log;
}

const MOST_CODES = 100;

/** Writes what attempts came to, many batches in one commit, the feed's rows last. */
export class Recorder {
  private readonly group: GroupCommit<Result, void>;
  /** A label's values are kept in memory for ever: a platform that makes codes up must not fill it. */
  private readonly unknownCodes = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly settings: Settings,
  ) {
    this.group = new GroupCommit(
      (results) => this.write(results),
      () => [],
      50,
    );
  }

  async record(result: Result): Promise<void> {
    if (result.delivered.length + result.unattempted.length > 0) await this.group.submit(result);
  }

  private async write(results: Result[]): Promise<undefined[]> {
    const delivered = results.flatMap((result) => result.delivered);
    const unattempted = results.flatMap((result) => result.unattempted);
    await this.database.transaction(async (sql) => {
      await lockPixels(sql, ...pixelsOf(delivered, unattempted));
      const changed = await this.writeFirings(sql, delivered, unattempted);
      const others = await this.writePixels(sql, delivered);
      await appendChanges(sql, [...changed, ...others]);
    });
    this.settings.onChange();
    for (const entry of delivered) this.tell(entry);
    return results.map(() => undefined);
  }

  /** One wide line an attempt: all ids, no secret, nothing personal. */
  private tell({ firing, verdict, durationMs, batchSize }: Delivered): void {
    const { metrics, log } = this.settings;
    const { outcome, httpStatus, platformCode, traceId } = verdict;
    const { workspaceId, id, pixelId, test, platform } = firing;
    metrics.attempts.inc({ platform, outcome });
    metrics.attemptSeconds.observe({ platform }, durationMs / 1000);
    if (verdict.isUnknownCode) metrics.unknownCodes.inc({ platform, code: this.unknownCodeLabel(platformCode) });
    const attempt = firing.attemptCount + 1;
    log.debug(
      {
        workspaceId,
        firingId: id,
        pixelId,
        platform,
        test,
        attempt,
        outcome,
        httpStatus,
        platformCode,
        traceId,
        durationMs,
        batchSize,
      },
      'attempt',
    );
  }

  private unknownCodeLabel(code: string | null): string {
    const label = code ?? 'none';
    if (this.unknownCodes.size < MOST_CODES) this.unknownCodes.add(label);
    return this.unknownCodes.has(label) ? label : 'other';
  }

  private async writeFirings(
    sql: Sql,
    delivered: readonly Delivered[],
    unattempted: readonly Unattempted[],
  ): Promise<FiringKey[]> {
    const firings = [...delivered, ...unattempted].map(({ firing }) => firing);
    const happened = await meanwhile(sql, firings);
    const ends = new Map(delivered.map((entry) => [entry.firing.id, this.aftermath(entry, happened)]));
    const rows = [
      ...delivered.map((entry) => this.attemptedRow(entry, ends.get(entry.firing.id) as Aftermath)),
      ...unattempted.map((entry) => unattemptedRow(stopped(entry, happened.get(entry.firing.id)))),
    ];
    const recorded = await record(sql, this.settings.owner, jsonOf(rows));
    await insertRows(
      sql,
      'attempts',
      delivered
        .filter(({ firing }) => recorded.has(firing.id))
        .map((entry) => this.attemptRow(entry, happened.get(entry.firing.id)?.stopReason === 'LEAD_ERASED')),
    );
    const changed = firings.filter(({ id }) => recorded.has(id));
    const ended = rows.filter(({ id, status }) => recorded.has(id) && (status === 'FAILED' || status === 'SKIPPED'));
    await dropOnce(
      sql,
      ended.map((row) => ({ workspaceId: row.workspace_id, id: row.id })),
    );
    await forgetOnceHolder(
      sql,
      changed.filter(({ id }) => happened.get(id)?.stopReason === 'LEAD_ERASED'),
    );
    return changed;
  }

  private aftermath(entry: Delivered, happened: Map<string, Meanwhile>): Aftermath {
    return afterAttempt(entry, {
      schedule: this.settings.schedule,
      now: databaseTime(),
      meanwhile: happened.get(entry.firing.id) ?? { stopReason: null, pixelWaits: null, pixelGone: false },
      random: Math.random,
    });
  }

  private attemptedRow({ firing, prepared }: Delivered, end: Aftermath) {
    return {
      workspace_id: firing.workspaceId,
      id: firing.id,
      status: end.status,
      skip_reason: end.skipReason,
      message: end.message,
      attempt_count: end.attemptCount,
      unknown_count: end.unknownCount,
      request_sealed: sealFor(firing.vault, this.keyring, prepared.shown, `request:${firing.id}`),
      next_attempt_at: end.nextAttemptAt,
    };
  }

  /** Of a lead that was erased while the request was out, the platform's words are not kept. */
  private attemptRow({ firing, verdict, ...attempt }: Delivered, erased: boolean) {
    const number = firing.attemptCount + 1;
    const context = `response:${firing.id}:${number}`;
    const response =
      attempt.response === null || erased ? null : sealFor(firing.vault, this.keyring, attempt.response, context);
    return {
      workspace_id: firing.workspaceId,
      firing_id: firing.id,
      number,
      started_at: attempt.startedAt,
      duration_ms: Math.round(attempt.durationMs),
      outcome: verdict.outcome,
      http_status: verdict.httpStatus,
      platform_code: verdict.platformCode,
      message: erased ? null : verdict.message,
      trace_id: verdict.traceId,
      response_sealed: response,
      batch_size: attempt.batchSize,
    };
  }

  /** Refused credentials hold the pixel's other firings; an accepted event mends it and lets them go. */
  private async writePixels(sql: Sql, delivered: readonly Delivered[]): Promise<FiringKey[]> {
    const changed: FiringKey[] = [];
    const latest = new Map(delivered.map((entry) => [entry.firing.pixelId, entry]));
    for (const [pixelId, { firing, verdict }] of latest) {
      if (verdict.outcome === 'UNAUTHORIZED' && !firing.test) {
        const reason = verdict.message ?? 'The platform refused the credentials.';
        await setAttention(sql, { workspaceId: firing.workspaceId, id: pixelId }, reason);
        changed.push(...(await holdOfPixel(sql, firing.workspaceId, pixelId, HELD_BECAUSE.needsAttention)));
      }
      if (verdict.outcome === 'ACCEPTED' && (await mendPixel(sql, { workspaceId: firing.workspaceId, id: pixelId }))) {
        changed.push(...(await resumeOfPixel(sql, firing.workspaceId, pixelId)));
      }
    }
    return changed;
  }
}

/** The pixels of a result, and which of them it changes or holds for sure. */
function pixelsOf(delivered: readonly Delivered[], unattempted: readonly Unattempted[]): [WorkspaceKey[], Set<string>] {
  const all = new Map([...delivered, ...unattempted].map(({ firing }) => [firing.pixelId, firing.workspaceId]));
  const refused = delivered.filter(({ verdict }) => verdict.outcome === 'UNAUTHORIZED');
  const surely = new Set([...refused, ...unattempted].map(({ firing }) => firing.pixelId));
  return [[...all].map(([id, workspaceId]) => ({ workspaceId, id })), surely];
}

/** What would wait for its pixel says why; it is skipped where the lead may not be sent any more. */
function stopped(entry: Unattempted, happened: Meanwhile | undefined): Unattempted {
  const skipReason = happened?.stopReason;
  if (entry.status !== 'HELD') return entry;
  if (!skipReason) return { ...entry, message: happened?.pixelWaits ?? entry.message };
  return { ...entry, status: 'SKIPPED', skipReason, message: 'Not sent: see the skip reason.' };
}

function unattemptedRow({ firing, status, skipReason, message }: Unattempted) {
  return {
    workspace_id: firing.workspaceId,
    id: firing.id,
    status,
    skip_reason: skipReason,
    message,
    attempt_count: firing.attemptCount,
    unknown_count: firing.unknownCount,
    request_sealed: null,
    next_attempt_at: null,
  };
}
