import { type EntityManager, In, IsNull } from 'typeorm';
import { checkConditions } from '../domain/condition-check';
import { conflict, type FieldFault, notFound, refuseIfAny, ServiceError } from '../domain/errors';
import { eventNameFault, faultAt, nameFault } from '../domain/input-checks';
import { moneyFaults } from '../domain/lead-input';
import type { Page, PageRequest } from '../domain/page';
import type { PixelRule, RuleChanges, RuleInput } from '../domain/pixel-rule';
import { configPage } from '../persistence/config-pages';
import type { Database, Sql } from '../persistence/database';
import { CampaignEntity, PixelEntity, PixelRuleEntity } from '../persistence/entities';
import { isId, newId } from '../persistence/ids';
import { ruleOf } from '../persistence/rule-cache';
import type { Platform } from '../platforms/platform';
import { pixelSettingsOf } from './pixel-input';

const MOST_RULES = 200;
const NOT_EMPTY = ['name', 'trigger', 'pixelId', 'eventName', 'actionSource', 'fireOnce', 'enabled'] as const;

/** Rules of campaigns. Every change moves the campaign's `rules_version`, so that it holds at once on every node. */
export class PixelRules {
  constructor(
    private readonly database: Database,
    private readonly platformOf: (code: string) => Platform,
  ) {}

  async byIds(workspaceId: string, ids: readonly string[]): Promise<PixelRule[]> {
    const rows = await this.database.manager.findBy(PixelRuleEntity, { workspaceId, id: In(ids.filter(isId)) });
    return rows.map(ruleOf);
  }

  /** Those in use, oldest first. */
  async byCampaigns(workspaceId: string, campaignIds: readonly string[]): Promise<PixelRule[]> {
    const where = { workspaceId, campaignId: In(campaignIds.filter(isId)), deletedAt: IsNull() };
    const rows = await this.database.manager.find(PixelRuleEntity, { where, order: { id: 'ASC' } });
    return rows.map(ruleOf);
  }

  async page(
    workspaceId: string,
    { campaignId, pixelId }: { campaignId?: string | null; pixelId?: string | null },
    page: PageRequest,
  ): Promise<Page<PixelRule>> {
    const asked = [campaignId, pixelId].filter((id) => id !== null && id !== undefined);
    if (!asked.every(isId)) return { rows: [], hasNextPage: false };
    const where = {
      workspaceId,
      deletedAt: IsNull(),
      ...(campaignId ? { campaignId } : {}),
      ...(pixelId ? { pixelId } : {}),
    };
    const { rows, hasNextPage } = await configPage(this.database.manager, PixelRuleEntity, where, page);
    return { rows: rows.map(ruleOf), hasNextPage };
  }

  async create(workspaceId: string, input: RuleInput): Promise<PixelRule> {
    return this.database.transaction(async (sql, manager) => {
      const campaignKnown = await moveVersion(sql, workspaceId, input.campaignId);
      const row = await this.checked(manager, workspaceId, input, { path: 'input', campaignKnown });
      await this.refuseOverfull(manager, workspaceId, input.campaignId);
      await manager.insert(PixelRuleEntity, row);
      return ruleOf(row);
    });
  }

  /** The rule that the input describes, checked as `create` checks it and not stored. */
  async draft(workspaceId: string, input: RuleInput): Promise<PixelRule> {
    return this.database.transaction(async (_sql, manager) => {
      const { campaignId } = input;
      const campaignKnown =
        isId(campaignId) && (await manager.existsBy(CampaignEntity, { workspaceId, id: campaignId }));
      return ruleOf(await this.checked(manager, workspaceId, input, { path: 'rule', campaignKnown }));
    });
  }

  async update(workspaceId: string, id: string, changes: RuleChanges): Promise<PixelRule> {
    const emptied = NOT_EMPTY.filter((name) => changes[name] === null);
    const faults = emptied.map((name) => ({ path: `input.${name}`, message: 'must not be empty' }));
    return this.database.transaction(async (sql, manager) => {
      const before = await this.lock(sql, manager, workspaceId, id);
      if (before.deletedAt) throw notFound('pixel rule', 'id');
      const kept = new Set<string>(emptied);
      const given = Object.entries(changes).filter(([name, value]) => value !== undefined && !kept.has(name));
      const input: RuleInput = { ...ruleOf(before), ...Object.fromEntries(given) };
      const row = await this.checked(manager, workspaceId, input, { path: 'input', campaignKnown: true, faults });
      const after = { ...row, id, createdAt: before.createdAt };
      await manager.save(PixelRuleEntity, after);
      return ruleOf(after);
    });
  }

  async delete(workspaceId: string, id: string): Promise<void> {
    await this.database.transaction(async (sql, manager) => {
      const row = await this.lock(sql, manager, workspaceId, id);
      if (row.deletedAt) throw notFound('pixel rule', 'id');
      const now = new Date();
      await manager.update(PixelRuleEntity, { workspaceId, id }, { deletedAt: now, updatedAt: now });
    });
  }

  /** A deleted rule is in use again; one that is in use stays as it is. */
  async restore(workspaceId: string, id: string): Promise<PixelRule> {
    return this.database.transaction(async (sql, manager) => {
      const row = await this.lock(sql, manager, workspaceId, id);
      if (!row.deletedAt) return ruleOf(row);
      const pixel = await lockPixel(manager, workspaceId, row.pixelId);
      if (!pixel || pixel.deletedAt)
        throw conflict('its pixel was disconnected: create the rule anew with another pixel');
      await this.refuseOverfull(manager, workspaceId, row.campaignId);
      const after = { ...row, deletedAt: null, updatedAt: new Date() };
      await manager.save(PixelRuleEntity, after);
      return ruleOf(after);
    });
  }

  /** What is left out or works badly, in words. */
  async warnings(rule: PixelRule): Promise<string[]> {
    const { workspaceId, pixelId, eventName, actionSource, value } = rule;
    const pixel = await this.database.manager.findOneByOrFail(PixelEntity, { workspaceId, id: pixelId });
    const plan = { eventName, actionSource, hasValue: value !== null };
    const platform = this.platformOf(rule.platform);
    const settings = pixelSettingsOf(pixel);
    const warnings = [...platform.pixelWarnings(settings), ...platform.planWarnings(plan, settings)];
    if (pixel.paused) warnings.push('Its pixel is paused: events are skipped.');
    else if (pixel.attentionReason !== null)
      warnings.push('Its pixel needs attention: events are held until it is mended.');
    return warnings;
  }

  /** The rule as a row, or all that is wrong with it at once; the campaign's row is locked by then, the pixel's is here, so that neither goes away meanwhile. */
  private async checked(
    manager: EntityManager,
    workspaceId: string,
    input: RuleInput,
    { path, campaignKnown, faults = [] }: { path: string; campaignKnown: boolean; faults?: FieldFault[] },
  ): Promise<PixelRuleEntity> {
    const found = await lockPixel(manager, workspaceId, input.pixelId);
    const pixel = found?.deletedAt ? null : found;
    refuseIfAny([...faults, ...ruleFaults(input, path), ...(pixel ? this.planFaults(input, pixel, path) : [])]);
    if (!campaignKnown || !pixel) {
      throw unknownIds([
        ...(campaignKnown ? [] : [{ path: `${path}.campaignId`, message: `no campaign ${UNKNOWN}` }]),
        ...(pixel ? [] : [{ path: `${path}.pixelId`, message: `no pixel ${UNKNOWN}` }]),
      ]);
    }
    const now = new Date();
    return {
      workspaceId,
      id: newId(),
      campaignId: input.campaignId,
      name: input.name,
      enabled: input.enabled,
      trigger: input.trigger,
      platform: pixel.platform,
      pixelId: input.pixelId,
      eventName: input.eventName,
      actionSource: input.actionSource,
      valueAmount: input.value?.amount ?? null,
      valueCurrency: input.value?.currency ?? null,
      fireOnce: input.fireOnce,
      conditions: input.conditions ?? null,
      createdAt: now,
      updatedAt: now,
      deletedAt: null,
    };
  }

  private planFaults({ eventName, actionSource, value }: RuleInput, pixel: PixelEntity, path: string): FieldFault[] {
    const platform = this.platformOf(pixel.platform);
    const source = platform.actionSources.includes(actionSource)
      ? []
      : [{ path: `${path}.actionSource`, message: `${platform.label} takes ${platform.actionSources.join(', ')}` }];
    const plan = platform.checkPlan({ eventName, actionSource, hasValue: Boolean(value) });
    return [...source, ...plan.map((fault) => ({ ...fault, path: `${path}.${fault.path}` }))];
  }

  private async refuseOverfull(manager: EntityManager, workspaceId: string, campaignId: string): Promise<void> {
    const count = await manager.countBy(PixelRuleEntity, { workspaceId, campaignId, deletedAt: IsNull() });
    if (count >= MOST_RULES) throw conflict(`a campaign has at most ${MOST_RULES} rules: delete one first`);
  }

  /** The campaign's row first, then the rule's: rule changes of one campaign come one at a time. */
  private async lock(sql: Sql, manager: EntityManager, workspaceId: string, id: string): Promise<PixelRuleEntity> {
    const found = isId(id) ? await manager.findOneBy(PixelRuleEntity, { workspaceId, id }) : null;
    if (!found) throw notFound('pixel rule', 'id');
    await moveVersion(sql, workspaceId, found.campaignId);
    return manager.findOneByOrFail(PixelRuleEntity, { workspaceId, id });
  }
}

/** False where there is no such campaign. Its row stays locked until the transaction ends. */
async function moveVersion(sql: Sql, workspaceId: string, campaignId: string): Promise<boolean> {
  if (!isId(campaignId)) return false;
  const moved = await sql(
    'update campaigns set rules_version = rules_version + 1 where workspace_id = $1 and id = $2 returning id',
    [workspaceId, campaignId],
  );
  return moved.length > 0;
}

/** What can be said of a rule before anything is read. */
function ruleFaults(input: RuleInput, path: string): FieldFault[] {
  return [
    ...faultAt(`${path}.name`, input.name, nameFault),
    ...faultAt(`${path}.eventName`, input.eventName, eventNameFault),
    ...moneyFaults(input.value, `${path}.value`),
    ...checkConditions(input.conditions, `${path}.conditions`),
  ];
}

/** Locked, so that the pixel is not disconnected before the rule that uses it is stored. */
async function lockPixel(manager: EntityManager, workspaceId: string, id: string): Promise<PixelEntity | null> {
  if (!isId(id)) return null;
  return manager.findOne(PixelEntity, { where: { workspaceId, id }, lock: { mode: 'pessimistic_read' } });
}

const UNKNOWN = 'with this id in this workspace';

function unknownIds(fields: FieldFault[]): ServiceError {
  return new ServiceError('NOT_FOUND', fields.map(({ message }) => message).join('; '), { fields });
}
