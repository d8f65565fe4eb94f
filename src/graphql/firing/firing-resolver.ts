import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Firing as FiringRecord } from '../../domain/firing';
import type { Pixel as PixelRecord } from '../../domain/pixel';
import { Campaign, campaignOf } from '../campaign/campaign';
import { pageOf } from '../connections';
import { type ApiContext, workspaceWith } from '../context';
import { StatsIntervalEnum } from '../enums';
import { Lead, leadOf } from '../lead/lead';
import { RuleDecision, ruleDecisionOf } from '../lead/rule-decision';
import { Pixel, pixelOf } from '../pixel/pixel';
import { PixelRule, pixelRuleOf } from '../pixel-rule/pixel-rule';
import { IdScalar } from '../scalars';
import { checkedRange } from '../time-range';
import { Attempt } from './attempt';
import { Firing, FiringConnection, firingOf, TestFireResult } from './firing';
import { FirePixelInput, FiringFilter, TestFireInput } from './firing-inputs';
import { firingPage } from './firing-page';
import { FiringBucket, FiringStats, firingStatsOf } from './firing-stats';

@Resolver(() => Firing)
export class FiringResolver {
  @Query(() => Firing, { nullable: true, description: 'Null where the workspace has none with this id.' })
  async firing(@Arg('id', () => IdScalar) id: string, @Ctx() context: ApiContext): Promise<Firing | null> {
    workspaceWith(context, 'READ');
    const record = await context.loaders.firings.load(id);
    return record && firingOf(record);
  }

  @Query(() => FiringConnection, { description: 'Firing history, newest first.' })
  firings(
    @Arg('filter', () => FiringFilter, { nullable: true }) filter: FiringFilter | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: ApiContext,
  ): Promise<FiringConnection> {
    const workspaceId = workspaceWith(context, 'READ');
    return firingPage(context.services, workspaceId, checkedRange(filter ?? {}, 'filter.'), pageOf(first, after));
  }

  @Query(() => FiringStats, { description: 'Tests count only with `test: true`.' })
  async firingStats(
    @Arg('filter', () => FiringFilter, { nullable: true }) filter: FiringFilter | null,
    @Ctx() context: ApiContext,
  ): Promise<FiringStats> {
    const workspaceId = workspaceWith(context, 'READ');
    return firingStatsOf(await context.services.history.stats(workspaceId, checkedRange(filter ?? {}, 'filter.')));
  }

  @Query(() => [FiringBucket], {
    description:
      'Counts by hour or day of the zone, oldest first, empty ones included, from createdAfter (else the first firing) to createdBefore (else the last); at most 2,000.',
  })
  async firingSeries(
    @Arg('filter', () => FiringFilter, { nullable: true }) filter: FiringFilter | null,
    @Arg('interval', () => StatsIntervalEnum, { defaultValue: 'HOUR' }) interval: 'HOUR' | 'DAY',
    @Arg('timeZone', () => String, { defaultValue: 'UTC' }) timeZone: string,
    @Ctx() context: ApiContext,
  ): Promise<FiringBucket[]> {
    const workspaceId = workspaceWith(context, 'READ');
    const checked = checkedRange(filter ?? {}, 'filter.');
    const buckets = await context.services.history.series(workspaceId, checked, interval, timeZone);
    return buckets.map(({ from, stats }) => ({ from, stats: firingStatsOf(stats) }));
  }

  @Mutation(() => Firing, {
    description: 'Fires one event to one pixel: no rule is evaluated, and nothing is fired once.',
  })
  async firePixel(
    @Arg('input', () => FirePixelInput) input: FirePixelInput,
    @Ctx() context: ApiContext,
  ): Promise<Firing> {
    const workspaceId = workspaceWith(context, 'FIRE');
    const [result] = await context.services.dispatcher.firePixels(workspaceId, [input], () => 'input');
    if (!result || result instanceof Error) throw result;
    return firingOf(result);
  }

  @Mutation(() => [Firing], {
    nullable: 'items',
    description: 'Up to 1,000; each stands alone: one bad input is an error at its index, the others go through.',
  })
  async firePixels(
    @Arg('inputs', () => [FirePixelInput]) inputs: FirePixelInput[],
    @Ctx() context: ApiContext,
  ): Promise<(Firing | Error)[]> {
    const workspaceId = workspaceWith(context, 'FIRE');
    const results = await context.services.dispatcher.firePixels(workspaceId, inputs, (index) => `inputs.${index}`);
    return results.map((result) => (result instanceof Error ? result : firingOf(result)));
  }

  @Mutation(() => TestFireResult, {
    description: 'Sends one test event of a rule at once, whatever its conditions say.',
  })
  async testFire(
    @Arg('input', () => TestFireInput) input: TestFireInput,
    @Ctx() context: ApiContext,
  ): Promise<TestFireResult> {
    const result = await context.services.dispatcher.testFire(workspaceWith(context, 'FIRE'), input);
    return { ...result, firing: firingOf(result.firing) };
  }

  @Mutation(() => Firing, { description: 'A new attempt of a FAILED or HELD firing, same eventId.' })
  async retryFiring(@Arg('id', () => IdScalar) id: string, @Ctx() context: ApiContext): Promise<Firing> {
    return firingOf(await context.services.dispatcher.retryFiring(workspaceWith(context, 'FIRE'), id));
  }

  @FieldResolver(() => IdScalar, { nullable: true, description: 'Null for the sample lead and after eraseLead.' })
  async leadId(@Root() { record }: Firing, @Ctx() context: ApiContext): Promise<string | null> {
    return (await leadRecord(record, context))?.id ?? null;
  }

  @FieldResolver(() => Lead, { nullable: true })
  async lead(@Root() { record }: Firing, @Ctx() context: ApiContext): Promise<Lead | null> {
    const lead = await leadRecord(record, context);
    return lead && leadOf(lead);
  }

  @FieldResolver(() => RuleDecision, { nullable: true })
  async decision(@Root() { record }: Firing, @Ctx() { loaders }: ApiContext): Promise<RuleDecision | null> {
    const decision = record.decisionId === null ? null : await loaders.decisions.load(record.decisionId);
    return decision && ruleDecisionOf(decision);
  }

  @FieldResolver(() => Campaign, { nullable: true })
  async campaign(@Root() { record }: Firing, @Ctx() { loaders }: ApiContext): Promise<Campaign | null> {
    const campaign = record.campaignId === null ? null : await loaders.campaigns.load(record.campaignId);
    return campaign && campaignOf(campaign);
  }

  @FieldResolver(() => PixelRule, { nullable: true })
  async rule(@Root() { record }: Firing, @Ctx() { loaders }: ApiContext): Promise<PixelRule | null> {
    const rule = record.ruleId === null ? null : await loaders.rules.load(record.ruleId);
    return rule && pixelRuleOf(rule);
  }

  @FieldResolver(() => Pixel)
  async pixel(@Root() { record }: Firing, @Ctx() { loaders }: ApiContext): Promise<Pixel> {
    return pixelOf((await loaders.pixels.load(record.pixelId)) as PixelRecord);
  }

  @FieldResolver(() => [Attempt], { description: 'In order of number.' })
  async attempts(@Root() { record }: Firing, @Ctx() { loaders }: ApiContext): Promise<Attempt[]> {
    const attempts = await loaders.attempts.load(record.id);
    // As of the change that is shown: later attempts are not part of it.
    return attempts.filter(({ number }) => number <= record.attemptCount);
  }
}

async function leadRecord(record: FiringRecord, { loaders }: ApiContext) {
  return record.leadUid === null ? null : loaders.leads.load(record.leadUid);
}
