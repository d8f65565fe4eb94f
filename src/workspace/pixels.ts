import { isDeepStrictEqual } from 'node:util';
import { type EntityManager, In, IsNull } from 'typeorm';
import { conflict, type FieldFault, notFound, refuseIfAny, ServiceError } from '../domain/errors';
import type { HttpRequest, HttpResult } from '../domain/http-exchange';
import { faultAt, nameFault } from '../domain/input-checks';
import type { Verdict } from '../domain/outcome';
import type { Page, PageRequest } from '../domain/page';
import type { Pixel, PixelTarget } from '../domain/pixel';
import { configPage } from '../persistence/config-pages';
import type { Database, Sql } from '../persistence/database';
import { PixelEntity, PixelRuleEntity } from '../persistence/entities';
import { appendChanges, type FiringKey } from '../persistence/firing-changes';
import { failOfPixel, HELD_BECAUSE, holdOfPixel, resumeOfPixel } from '../persistence/firing-states';
import { isId, newId } from '../persistence/ids';
import { pixelContext, secretsOf } from '../persistence/pixel-targets';
import type { Keyring } from '../persistence/secrets';
import type { Platform } from '../platforms/platform';
import { type ConnectInput, checkedPixel, type PixelChanges, pixelInputOf, pixelSettingsOf } from './pixel-input';

export interface PixelsDependencies {
  database: Database;
  keyring: Keyring;
  platformOf(code: string): Platform;
  targetOf(row: PixelEntity): PixelTarget;
  send(request: HttpRequest, options: { guarded: boolean }): Promise<HttpResult>;
  /** False refuses SANDBOX pixels. */
  sandbox: boolean;
  /** Held firings may go on: somebody should look for them. */
  onChange(): void;
  wake(): void;
}

/** What users see of a pixel: no secret. */
function pixelOf(row: PixelEntity, { pixelWarnings }: Platform): Pixel {
  const { workspaceId, id, name, platform, endpoint, platformPixelId, accessTokenHint, settings } = row;
  const { createdAt, updatedAt, deletedAt } = row;
  const headers = row.custom?.headers.map((header) => ({ ...header, value: header.secret ? null : header.value }));
  return {
    workspaceId,
    id,
    name,
    platform,
    endpoint,
    platformPixelId,
    status: row.paused ? 'PAUSED' : row.attentionReason === null ? 'ACTIVE' : 'NEEDS_ATTENTION',
    statusReason: row.attentionReason,
    accessTokenHint,
    custom: row.custom && { ...row.custom, headers: headers ?? [] },
    settings,
    warnings: pixelWarnings(pixelSettingsOf(row)),
    createdAt,
    updatedAt,
    deletedAt,
  };
}

/** Destinations of a workspace: connecting, changing, pausing, mending, disconnecting. */
export class Pixels {
  constructor(private readonly uses: PixelsDependencies) {}

  async byIds(workspaceId: string, ids: readonly string[]): Promise<Pixel[]> {
    const rows = await this.uses.database.manager.findBy(PixelEntity, { workspaceId, id: In(ids.filter(isId)) });
    return rows.map((row) => this.shown(row));
  }

  async page(workspaceId: string, { platform }: { platform?: string | null }, page: PageRequest): Promise<Page<Pixel>> {
    const where = { workspaceId, deletedAt: IsNull(), ...(platform ? { platform } : {}) };
    const { rows, hasNextPage } = await configPage(this.uses.database.manager, PixelEntity, where, page);
    return { rows: rows.map((row) => this.shown(row)), hasNextPage };
  }

  private shown(row: PixelEntity): Pixel {
    return pixelOf(row, this.uses.platformOf(row.platform));
  }

  async connect(workspaceId: string, input: ConnectInput): Promise<Pixel> {
    const platform = this.uses.platformOf(input.platform);
    const { values, faults } = pixelInputOf(input, platform, null);
    const noSandbox = input.endpoint === 'SANDBOX' && !this.uses.sandbox;
    refuseIfAny([
      ...faultAt('input.name', input.name, nameFault),
      ...(noSandbox
        ? [
            {
              path: 'input.endpoint',
              message: 'SANDBOX is switched off in this installation (start it with SANDBOX=true)',
            },
          ]
        : []),
      ...faults,
    ]);
    const id = newId();
    const now = new Date();
    const row: PixelEntity = {
      workspaceId,
      id,
      name: input.name,
      platform: platform.code,
      endpoint: input.endpoint,
      paused: false,
      attentionReason: null,
      ...this.stored(workspaceId, id, values, platform),
      version: '1',
      createdAt: now,
      updatedAt: now,
      deletedAt: null,
    };
    await this.uses.database.manager.insert(PixelEntity, row as object);
    return this.shown(row);
  }

  private stored(workspaceId: string, id: string, values: Parameters<typeof checkedPixel>[0], platform: Platform) {
    const { columns, secrets } = checkedPixel(values, platform);
    return {
      ...columns,
      secretsSealed: this.uses.keyring.seal(JSON.stringify(secrets), pixelContext(workspaceId, id)),
    };
  }

  /** New credentials or other settings (an API version, an event source, {secret}) mend a pixel; pausing holds what waits, resuming lets it go. */
  async update(workspaceId: string, id: string, changes: PixelChanges): Promise<Pixel> {
    const row = await this.changing(workspaceId, id, async (sql, before) => {
      const platform = this.uses.platformOf(before.platform);
      const stored = { row: before, secrets: secretsOf(before, this.uses.keyring) };
      const { values, faults } = pixelInputOf(changes, platform, stored);
      refuseIfAny([...emptied(changes), ...faultAt('input.name', changes.name, nameFault), ...faults]);
      const settingsBefore = { ...before.settings, ...stored.secrets.settings };
      const mended = Boolean(
        changes.accessToken || changes.custom || !isDeepStrictEqual(values.settings, settingsBefore),
      );
      const after: PixelEntity = {
        ...before,
        ...this.stored(workspaceId, id, values, platform),
        name: changes.name ?? before.name,
        paused: changes.paused ?? before.paused,
        attentionReason: mended ? null : before.attentionReason,
      };
      return { after, changed: await followStatus(sql, before, after) };
    });
    return this.shown(row);
  }

  /**
   * Tries the credentials without making a conversion. A platform without a probe (TikTok, CUSTOM) can't be asked: the
   * pixel is taken as mended at its user's word, what was held goes on, and the next attempt tells.
   */
  async verify(workspaceId: string, id: string): Promise<Pixel> {
    const found = isId(id) ? await this.uses.database.manager.findOneBy(PixelEntity, { workspaceId, id }) : null;
    if (!found || found.deletedAt) throw notFound('pixel', 'id');
    const verdict = await this.probe(found);
    if (verdict && verdict.outcome !== 'ACCEPTED' && verdict.outcome !== 'UNAUTHORIZED') {
      const message = `the platform could not be asked: ${verdict.message ?? 'no answer'}`;
      throw new ServiceError('UNAVAILABLE', message, { retryAfterMs: verdict.retryAfterMs ?? 5_000 });
    }
    const row = await this.changing(workspaceId, id, async (sql, before) => {
      // Changed while the platform was asked: the answer was about other credentials.
      if (before.version !== found.version) throw conflict('the pixel was changed meanwhile: verify it again');
      const refused = verdict?.outcome === 'UNAUTHORIZED';
      const reason = refused ? (verdict?.message ?? 'The platform refused the credentials.') : null;
      const after = { ...before, attentionReason: reason };
      return { after, changed: await followStatus(sql, before, after) };
    });
    return this.shown(row);
  }

  private async probe(row: PixelEntity): Promise<Verdict | null> {
    const platform = this.uses.platformOf(row.platform);
    if (!platform.buildProbe || !platform.readProbe) return null;
    const target = this.uses.targetOf(row);
    const guarded = target.custom !== null && target.endpoint === 'LIVE';
    const result = await this.uses.send(platform.buildProbe(target, new Date()), { guarded });
    if (result.kind === 'reply') return platform.readProbe(result, target);
    const outcome = result.kind === 'blocked' ? 'BLOCKED' : 'UNAVAILABLE';
    return {
      outcome,
      httpStatus: null,
      platformCode: null,
      message: result.message,
      traceId: null,
      retryAfterMs: null,
    };
  }

  /** CONFLICT while a rule uses it. The credentials are wiped; what waits ends FAILED. */
  async disconnect(workspaceId: string, id: string): Promise<void> {
    await this.changing(workspaceId, id, async (sql, before, manager) => {
      const users = await manager.countBy(PixelRuleEntity, { workspaceId, pixelId: id, deletedAt: IsNull() });
      if (users > 0)
        throw conflict(`${users} rule${users > 1 ? 's use' : ' uses'} this pixel: delete or change them first`);
      const custom = before.custom && { ...before.custom, signed: false };
      const after = { ...before, custom, accessTokenHint: null, secretsSealed: null, deletedAt: new Date() };
      return { after, changed: await failOfPixel(sql, workspaceId, id) };
    });
  }

  /** One change of a pixel at a time; the feed's rows are its last statement. */
  private async changing(
    workspaceId: string,
    id: string,
    change: (
      sql: Sql,
      before: PixelEntity,
      manager: EntityManager,
    ) => Promise<{ after: PixelEntity; changed: FiringKey[] }>,
  ): Promise<PixelEntity> {
    if (!isId(id)) throw notFound('pixel', 'id');
    const row = await this.uses.database.transaction(async (sql, manager) => {
      const before = await manager.findOne(PixelEntity, {
        where: { workspaceId, id },
        lock: { mode: 'pessimistic_write' },
      });
      if (!before || before.deletedAt) throw notFound('pixel', 'id');
      const { after, changed } = await change(sql, before, manager);
      const next = { ...after, version: String(BigInt(before.version) + 1n), updatedAt: new Date() };
      await manager.save(PixelEntity, next);
      await appendChanges(sql, changed);
      return next;
    });
    this.uses.onChange();
    this.uses.wake();
    return row;
  }
}

/** Holds what waits where the pixel stops working, lets it go where it works again. */
async function followStatus(sql: Sql, before: PixelEntity, after: PixelEntity): Promise<FiringKey[]> {
  const { workspaceId, id } = after;
  const worked = !before.paused && before.attentionReason === null;
  if (after.paused) return worked ? holdOfPixel(sql, workspaceId, id, HELD_BECAUSE.paused) : [];
  if (after.attentionReason !== null) return holdOfPixel(sql, workspaceId, id, HELD_BECAUSE.needsAttention);
  return worked ? [] : resumeOfPixel(sql, workspaceId, id);
}

function emptied({ name, paused }: PixelChanges): FieldFault[] {
  const empty = (path: string, value: unknown) => (value === null ? [{ path, message: 'must not be empty' }] : []);
  return [...empty('input.name', name), ...empty('input.paused', paused)];
}
