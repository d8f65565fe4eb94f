import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { type Connection, connect, pageOf } from '../connections';
import { type ApiContext, workspaceWith } from '../context';
import { PixelRule, pixelRuleOf } from '../pixel-rule/pixel-rule';
import { IdScalar } from '../scalars';
import { Campaign, CampaignConnection, campaignOf } from './campaign';
import { CreateCampaignInput, UpdateCampaignInput } from './campaign-inputs';

@Resolver(() => Campaign)
export class CampaignResolver {
  @Query(() => Campaign, { nullable: true, description: 'Null where the workspace has none with this id.' })
  async campaign(@Arg('id', () => IdScalar) id: string, @Ctx() context: ApiContext): Promise<Campaign | null> {
    workspaceWith(context, 'READ');
    const record = await context.loaders.campaigns.load(id);
    return record && campaignOf(record);
  }

  @Query(() => CampaignConnection, { description: 'Newest first.' })
  async campaigns(
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: ApiContext,
  ): Promise<Connection<Campaign>> {
    const workspaceId = workspaceWith(context, 'READ');
    const request = pageOf(first, after);
    return connect(await context.services.campaigns.page(workspaceId, request), request, campaignOf);
  }

  @Mutation(() => Campaign)
  async createCampaign(
    @Arg('input', () => CreateCampaignInput) input: CreateCampaignInput,
    @Ctx() context: ApiContext,
  ): Promise<Campaign> {
    return campaignOf(await context.services.campaigns.create(workspaceWith(context, 'MANAGE'), input));
  }

  @Mutation(() => Campaign)
  async updateCampaign(
    @Arg('id', () => IdScalar) id: string,
    @Arg('input', () => UpdateCampaignInput) input: UpdateCampaignInput,
    @Ctx() context: ApiContext,
  ): Promise<Campaign> {
    return campaignOf(await context.services.campaigns.update(workspaceWith(context, 'MANAGE'), id, input));
  }

  @FieldResolver(() => [PixelRule], { description: 'Those in use, oldest first; at most 200.' })
  async rules(@Root() { record }: Campaign, @Ctx() { loaders }: ApiContext): Promise<PixelRule[]> {
    return (await loaders.rulesOfCampaign.load(record.id)).map(pixelRuleOf);
  }
}
