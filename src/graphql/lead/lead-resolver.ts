import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Campaign as CampaignRecord } from '../../domain/workspace';
import { Campaign, campaignOf } from '../campaign/campaign';
import { type Connection, connect, pageOf } from '../connections';
import { type ApiContext, workspaceWith } from '../context';
import { FiringConnection } from '../firing/firing';
import { firingPage } from '../firing/firing-page';
import { IdScalar } from '../scalars';
import { Lead, LeadConnection, leadOf } from './lead';
import { ReportLeadInput } from './lead-inputs';
import { ReportLeadPayload, reportLeadPayloadOf } from './report-lead-payload';
import { RuleDecision, ruleDecisionOf } from './rule-decision';

@Resolver(() => Lead)
export class LeadResolver {
  @Query(() => Lead, { nullable: true, description: 'Null for one that was never reported, or was erased.' })
  async lead(@Arg('id', () => IdScalar) id: string, @Ctx() context: ApiContext): Promise<Lead | null> {
    const [record] = await context.services.leads.byIds(workspaceWith(context, 'READ'), [id]);
    return record ? leadOf(record) : null;
  }

  @Query(() => LeadConnection, { description: 'Newest first.' })
  async leads(
    @Arg('campaignId', () => IdScalar, { nullable: true }) campaignId: string | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: ApiContext,
  ): Promise<Connection<Lead>> {
    const workspaceId = workspaceWith(context, 'READ');
    const request = pageOf(first, after);
    const page = await context.services.leads.page(workspaceId, { campaignId }, request);
    return connect(page, request, leadOf, ({ uid }) => uid);
  }

  @Mutation(() => ReportLeadPayload, {
    description:
      'The main job: store the lead, and where its status changed, evaluate the campaign’s rules and queue the firings, in one transaction.',
  })
  async reportLead(
    @Arg('input', () => ReportLeadInput) input: ReportLeadInput,
    @Ctx() context: ApiContext,
  ): Promise<ReportLeadPayload> {
    const workspaceId = workspaceWith(context, 'FIRE');
    const [result] = await context.services.dispatcher.reportLeads(workspaceId, [input], () => 'input');
    if (!result || result instanceof Error) throw result;
    return reportLeadPayloadOf(result);
  }

  @Mutation(() => [ReportLeadPayload], {
    nullable: 'items',
    description: 'Up to 1,000; each stands alone: one bad input is an error at its index, the others go through.',
  })
  async reportLeads(
    @Arg('inputs', () => [ReportLeadInput]) inputs: ReportLeadInput[],
    @Ctx() context: ApiContext,
  ): Promise<(ReportLeadPayload | Error)[]> {
    const workspaceId = workspaceWith(context, 'FIRE');
    const results = await context.services.dispatcher.reportLeads(workspaceId, inputs, (index) => `inputs.${index}`);
    return results.map((result) => (result instanceof Error ? result : reportLeadPayloadOf(result)));
  }

  @Mutation(() => Boolean, {
    description:
      'Forgets the lead’s personal data everywhere; the history keeps no way back to the person. Always true.',
  })
  async eraseLead(@Arg('id', () => IdScalar) id: string, @Ctx() context: ApiContext): Promise<boolean> {
    await context.services.dispatcher.eraseLead(workspaceWith(context, 'ADMIN'), id);
    return true;
  }

  @FieldResolver(() => Campaign)
  async campaign(@Root() { record }: Lead, @Ctx() { loaders }: ApiContext): Promise<Campaign> {
    return campaignOf((await loaders.campaigns.load(record.campaignId)) as CampaignRecord);
  }

  @FieldResolver(() => FiringConnection, { description: 'Newest first.' })
  firings(
    @Root() { record }: Lead,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() { services }: ApiContext,
  ): Promise<FiringConnection> {
    return firingPage(services, record.workspaceId, { leadId: record.id }, pageOf(first, after));
  }

  @FieldResolver(() => [RuleDecision], {
    description: 'What was decided for it and why, newest first, the latest 100.',
  })
  async decisions(@Root() { record }: Lead, @Ctx() { loaders }: ApiContext): Promise<RuleDecision[]> {
    return (await loaders.decisionsOfLead.load(record.uid)).map(ruleDecisionOf);
  }
}
