import type { Dispatcher } from '../dispatcher/dispatcher';
import type { Feed } from '../feed/follow';
import type { FiringHistory } from '../persistence/firing-history';
import type { LeadReads } from '../persistence/lead-reads';
import type { ApiKeys } from '../workspace/api-keys';
import type { Campaigns } from '../workspace/campaigns';
import type { PixelRules } from '../workspace/pixel-rules';
import type { Pixels } from '../workspace/pixels';
import type { Workspaces } from '../workspace/workspaces';

/**
 * What the API asks of the rooms below; engine.ts puts it together. A lookup by ids answers in any order and leaves out
 * what the workspace does not have; a malformed id is one that names nothing. Mutations throw ServiceError.
 */
export interface Services {
  keys: ApiKeys;
  workspaces: Workspaces;
  campaigns: Campaigns;
  pixels: Pixels;
  rules: PixelRules;
  leads: LeadReads;
  history: FiringHistory;
  dispatcher: Dispatcher;
  feed: Feed;
}
