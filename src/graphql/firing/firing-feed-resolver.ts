import { Arg, Resolver, Root, Subscription } from 'type-graphql';
import type { FiringFilter as Filter } from '../../domain/firing';
import type { FiringChange } from '../../feed/follow';
import { type ApiContext, workspaceWith } from '../context';
import { checkedRange } from '../time-range';
import { FiringUpdate, firingOf } from './firing';
import { FiringFilter } from './firing-inputs';

interface FeedArgs {
  filter?: Filter | null;
  after?: string | null;
}

@Resolver()
export class FiringFeedResolver {
  @Subscription(() => FiringUpdate, {
    description:
      'Every change of every firing that the filter matches, once and in order. With `after`, what was missed is replayed first, and then it goes on live: no gap and no repeat, across reconnects and across nodes.',
    subscribe: async ({ args, context }: { args: FeedArgs; context: ApiContext }) => {
      const workspaceId = workspaceWith(context, 'READ');
      return context.services.feed.follow(workspaceId, checkedRange(args.filter ?? {}, 'filter.'), args.after ?? null);
    },
  })
  firingUpdated(
    @Root() { cursor, firing }: FiringChange,
    @Arg('filter', () => FiringFilter, { nullable: true }) _filter: FiringFilter | null,
    @Arg('after', () => String, { nullable: true }) _after: string | null,
  ): FiringUpdate {
    return { cursor, firing: firingOf(firing) };
  }
}
