import { ApiKeyEntity } from './api-key';
import { CampaignEntity } from './campaign';
import { PixelEntity } from './pixel';
import { PixelRuleEntity } from './pixel-rule';
import { WorkspaceEntity } from './workspace';

/** The configuration tables. Columns only: DataLoaders join. The hot tables are rows and SQL, not entities. */
export const ENTITIES = [WorkspaceEntity, ApiKeyEntity, CampaignEntity, PixelEntity, PixelRuleEntity];
export { ApiKeyEntity, CampaignEntity, PixelEntity, PixelRuleEntity, WorkspaceEntity };
