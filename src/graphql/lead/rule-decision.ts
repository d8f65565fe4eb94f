import { Field, ObjectType } from 'type-graphql';
import type { RuleDecision as DecisionRecord } from '../../domain/decision';
import * as enums from '../enums';
import { DateTimeScalar, JsonScalar } from '../scalars';

const TRACE = 'The condition tree with the verdict and the actual value at each node; null without conditions.';

@ObjectType({ simpleResolvers: true })
export class RuleDecision {
  record: DecisionRecord;
  @Field(() => DateTimeScalar) decidedAt: Date;
  @Field(() => enums.DecisionOutcomeEnum) outcome: string;
  @Field(() => String, { description: 'One sentence: why it fired, or why it did not.' }) reason: string;
  @Field(() => JsonScalar, { nullable: true, description: TRACE }) conditionTrace: unknown;
}

export function ruleDecisionOf(record: DecisionRecord): RuleDecision {
  const { decidedAt, outcome, reason, trace } = record;
  return { record, decidedAt, outcome, reason, conditionTrace: trace };
}
