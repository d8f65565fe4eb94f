import { In } from 'typeorm';
import { CONDITION_FIELDS, type ConditionField, fieldOf } from '../domain/condition-fields';
import { badUserInput, notFound, refuseIfAny } from '../domain/errors';
import { faultAt, nameFault } from '../domain/input-checks';
import type { PageRequest } from '../domain/page';
import type { Campaign } from '../domain/workspace';
import { configPage } from '../persistence/config-pages';
import type { Database } from '../persistence/database';
import { CampaignEntity } from '../persistence/entities';
import { isId, newId } from '../persistence/ids';

/** Answer keys offered to a rule builder; a campaign may have seen more. */
const SHOWN_ANSWERS = 1_000;

function campaignOf({ workspaceId, id, name, createdAt }: CampaignEntity): Campaign {
  return { workspaceId, id, name, createdAt };
}

/** What leads and rules are gathered under. */
export class Campaigns {
  constructor(private readonly database: Database) {}

  async byIds(workspaceId: string, ids: readonly string[]): Promise<Campaign[]> {
    const rows = await this.database.manager.findBy(CampaignEntity, { workspaceId, id: In(ids.filter(isId)) });
    return rows.map(campaignOf);
  }

  async page(workspaceId: string, page: PageRequest) {
    const { rows, hasNextPage } = await configPage(this.database.manager, CampaignEntity, { workspaceId }, page);
    return { rows: rows.map(campaignOf), hasNextPage };
  }

  async create(workspaceId: string, { name }: { name: string }): Promise<Campaign> {
    refuseIfAny(faultAt('input.name', name, nameFault));
    const campaign = { workspaceId, id: newId(), name, createdAt: new Date() };
    await this.database.manager.insert(CampaignEntity, campaign);
    return campaign;
  }

  async update(workspaceId: string, id: string, { name }: { name?: string | null }): Promise<Campaign> {
    if (name === null) throw badUserInput([{ path: 'input.name', message: 'must not be empty' }]);
    refuseIfAny(faultAt('input.name', name, nameFault));
    if (name !== undefined && isId(id))
      await this.database.manager.update(CampaignEntity, { workspaceId, id }, { name });
    const [campaign] = await this.byIds(workspaceId, [id]);
    if (!campaign) throw notFound('campaign', 'id');
    return campaign;
  }

  /** The lead's own fields, and the answers seen in the campaign (or in all of the workspace). */
  async conditionFields(workspaceId: string, campaignId: string | null): Promise<ConditionField[]> {
    if (campaignId !== null && !isId(campaignId)) return [...CONDITION_FIELDS];
    const rows = await this.database.sql<{ key: string }>(
      `select distinct key from campaign_answers
       where workspace_id = $1 and ($2::uuid is null or campaign_id = $2) order by key limit $3`,
      [workspaceId, campaignId, SHOWN_ANSWERS],
    );
    return [...CONDITION_FIELDS, ...rows.flatMap(({ key }) => fieldOf(`answers.${key}`) ?? [])];
  }
}
