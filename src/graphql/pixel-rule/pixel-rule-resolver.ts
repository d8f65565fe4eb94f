import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Pixel as PixelRecord } from '../../domain/pixel';
import type { Campaign as CampaignRecord } from '../../domain/workspace';
import { Campaign, campaignOf } from '../campaign/campaign';
import { type Connection, connect, pageOf } from '../connections';
import { type ApiContext, workspaceWith } from '../context';
import { FiringStats, firingStatsOf } from '../firing/firing-stats';
import { Pixel, pixelOf } from '../pixel/pixel';
import { DateTimeScalar, IdScalar } from '../scalars';
import { checkedRange } from '../time-range';
import { ConditionField, PixelRule, PixelRuleConnection, pixelRuleOf, RulePreview } from './pixel-rule';
import { CreatePixelRuleInput, UpdatePixelRuleInput } from './pixel-rule-inputs';

@Resolver(() => PixelRule)
export class PixelRuleResolver {
  @Query(() => PixelRule, {
    nullable: true,
    description: 'Deleted ones too; null where the workspace has none with this id.',
  })
  async pixelRule(@Arg('id', () => IdScalar) id: string, @Ctx() context: ApiContext): Promise<PixelRule | null> {
    workspaceWith(context, 'READ');
    const record = await context.loaders.rules.load(id);
    return record && pixelRuleOf(record);
  }

  @Query(() => PixelRuleConnection, { description: 'Newest first, without deleted ones.' })
  async pixelRules(
    @Arg('campaignId', () => IdScalar, { nullable: true }) campaignId: string | null,
    @Arg('pixelId', () => IdScalar, { nullable: true }) pixelId: string | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: ApiContext,
  ): Promise<Connection<PixelRule>> {
    const workspaceId = workspaceWith(context, 'READ');
    const request = pageOf(first, after);
    const page = await context.services.rules.page(workspaceId, { campaignId, pixelId }, request);
    return connect(page, request, pixelRuleOf);
  }

  @Query(() => RulePreview, {
    description: 'What a rule, saved or not, would do with a lead (or the sample lead); sends and stores nothing.',
  })
  async previewRule(
    @Arg('rule', () => CreatePixelRuleInput) rule: CreatePixelRuleInput,
    @Arg('leadId', () => IdScalar, { nullable: true }) leadId: string | null,
    @Ctx() context: ApiContext,
  ): Promise<RulePreview> {
    return context.services.dispatcher.previewRule(workspaceWith(context, 'READ'), rule, leadId ?? null);
  }

  @Query(() => [ConditionField], {
    description:
      'Fields that conditions may name: the lead’s own, and the answers seen in the campaign, at most 1,000.',
  })
  async conditionFields(
    @Arg('campaignId', () => IdScalar, { nullable: true }) campaignId: string | null,
    @Ctx() context: ApiContext,
  ): Promise<ConditionField[]> {
    return context.services.campaigns.conditionFields(workspaceWith(context, 'READ'), campaignId ?? null);
  }

  @Mutation(() => PixelRule)
  async createPixelRule(
    @Arg('input', () => CreatePixelRuleInput) input: CreatePixelRuleInput,
    @Ctx() context: ApiContext,
  ): Promise<PixelRule> {
    return pixelRuleOf(await context.services.rules.create(workspaceWith(context, 'MANAGE'), input));
  }

  @Mutation(() => PixelRule)
  async updatePixelRule(
    @Arg('id', () => IdScalar) id: string,
    @Arg('input', () => UpdatePixelRuleInput) input: UpdatePixelRuleInput,
    @Ctx() context: ApiContext,
  ): Promise<PixelRule> {
    return pixelRuleOf(await context.services.rules.update(workspaceWith(context, 'MANAGE'), id, input));
  }

  @Mutation(() => Boolean, { description: 'It stays readable through history and can be restored. Always true.' })
  async deletePixelRule(@Arg('id', () => IdScalar) id: string, @Ctx() context: ApiContext): Promise<boolean> {
    await context.services.rules.delete(workspaceWith(context, 'MANAGE'), id);
    return true;
  }

  @Mutation(() => PixelRule)
  async restorePixelRule(@Arg('id', () => IdScalar) id: string, @Ctx() context: ApiContext): Promise<PixelRule> {
    return pixelRuleOf(await context.services.rules.restore(workspaceWith(context, 'MANAGE'), id));
  }

  @FieldResolver(() => Campaign)
  async campaign(@Root() { record }: PixelRule, @Ctx() { loaders }: ApiContext): Promise<Campaign> {
    return campaignOf((await loaders.campaigns.load(record.campaignId)) as CampaignRecord);
  }

  @FieldResolver(() => Pixel)
  async pixel(@Root() { record }: PixelRule, @Ctx() { loaders }: ApiContext): Promise<Pixel> {
    return pixelOf((await loaders.pixels.load(record.pixelId)) as PixelRecord);
  }

  @FieldResolver(() => [String], { description: 'What was left out or will work badly, in words.' })
  warnings(@Root() { record }: PixelRule, @Ctx() { services }: ApiContext): Promise<string[]> {
    return services.rules.warnings(record);
  }

  @FieldResolver(() => FiringStats)
  async stats(
    @Root() { record }: PixelRule,
    @Arg('createdAfter', () => DateTimeScalar, { nullable: true }) createdAfter: Date | null,
    @Arg('createdBefore', () => DateTimeScalar, { nullable: true }) createdBefore: Date | null,
    @Ctx() { loaders }: ApiContext,
  ): Promise<FiringStats> {
    const range = checkedRange({ createdAfter, createdBefore }, '');
    return firingStatsOf(await loaders.stats.load({ by: 'ruleId', id: record.id, ...range }));
  }
}
