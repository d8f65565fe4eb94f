import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync, type PubSub } from 'type-graphql';
import { CampaignResolver } from './campaign/campaign-resolver';
import { FiringFeedResolver } from './firing/firing-feed-resolver';
import { FiringResolver } from './firing/firing-resolver';
import { LeadResolver } from './lead/lead-resolver';
import { RuleDecisionResolver } from './lead/rule-decision-resolver';
import { PixelResolver } from './pixel/pixel-resolver';
import { PixelRuleResolver } from './pixel-rule/pixel-rule-resolver';
import { WorkspaceResolver } from './workspace/workspace-resolver';

/** Wanted by buildSchema and never used: subscriptions bring their own `subscribe`. */
const NO_PUB_SUB: PubSub = {
  publish() {},
  subscribe() {
    throw new Error('subscriptions follow the feed');
  },
};

/** The schema of the API; `npm run schema` writes it to schema.graphql. */
export function buildApiSchema(): GraphQLSchema {
  return buildSchemaSync({
    resolvers: [
      WorkspaceResolver,
      CampaignResolver,
      PixelResolver,
      PixelRuleResolver,
      LeadResolver,
      RuleDecisionResolver,
      FiringResolver,
      FiringFeedResolver,
    ],
    validate: false,
    pubSub: NO_PUB_SUB,
  });
}
