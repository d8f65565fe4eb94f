import type { FiringFilter } from '../../domain/firing';
import type { PageRequest } from '../../domain/page';
import { connect } from '../connections';
import type { Services } from '../services';
import { type FiringConnection, firingOf } from './firing';

/** A page of the history, and where the feed stood before it was read. */
export async function firingPage(
  { feed, history }: Services,
  workspaceId: string,
  filter: FiringFilter,
  request: PageRequest,
): Promise<FiringConnection> {
  const feedCursor = await feed.cursor(workspaceId);
  const page = await history.page(workspaceId, filter, request);
  return { ...connect(page, request, firingOf), feedCursor };
}
