import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { PixelRule as RuleRecord } from '../../domain/pixel-rule';
import type { ApiContext } from '../context';
import { Firing, firingOf } from '../firing/firing';
import { PixelRule, pixelRuleOf } from '../pixel-rule/pixel-rule';
import { RuleDecision } from './rule-decision';

@Resolver(() => RuleDecision)
export class RuleDecisionResolver {
  @FieldResolver(() => PixelRule)
  async rule(@Root() { record }: RuleDecision, @Ctx() { loaders }: ApiContext): Promise<PixelRule> {
    return pixelRuleOf((await loaders.rules.load(record.ruleId)) as RuleRecord);
  }

  @FieldResolver(() => Firing, { nullable: true })
  async firing(@Root() { record }: RuleDecision, @Ctx() { loaders }: ApiContext): Promise<Firing | null> {
    const firing = record.firingId === null ? null : await loaders.firings.load(record.firingId);
    return firing && firingOf(firing);
  }
}
