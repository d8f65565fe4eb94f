import { Field, ObjectType } from 'type-graphql';
import type { Money as MoneyRecord } from '../../domain/money';
import type { ConditionGroup as GroupRecord, PixelRule as RuleRecord } from '../../domain/pixel-rule';
import { connectionOf } from '../connections';
import * as enums from '../enums';
import { Money } from '../money/money';
import { DateTimeScalar, IdScalar, JsonScalar } from '../scalars';

const DELETED = 'Deleted: kept for the history, in no list, neither changed nor fired any more.';

@ObjectType({ simpleResolvers: true })
export class Condition {
  @Field(() => String) field: string;
  @Field(() => enums.ConditionOperatorEnum) operator: string;
  @Field(() => [String]) values: string[];
}

@ObjectType({ simpleResolvers: true })
export class ConditionGroup {
  @Field(() => enums.CombinatorEnum) combinator: string;
  @Field(() => Boolean) not: boolean;
  @Field(() => [Condition]) conditions: Condition[];
  @Field(() => [ConditionGroup]) groups: ConditionGroup[];
}

@ObjectType({ simpleResolvers: true })
export class PixelRule {
  record: RuleRecord;
  @Field(() => IdScalar) id: string;
  @Field(() => String) name: string;
  @Field(() => Boolean) enabled: boolean;
  @Field(() => enums.TriggerPointEnum) trigger: string;
  @Field(() => enums.PlatformEnum) platform: string;
  @Field(() => String) eventName: string;
  @Field(() => enums.ActionSourceEnum) actionSource: string;
  @Field(() => Money, { nullable: true, description: "Overrides the lead's own value." }) value: MoneyRecord | null;
  @Field(() => Boolean) fireOnce: boolean;
  @Field(() => ConditionGroup, { nullable: true }) conditions: GroupRecord | null;
  @Field(() => DateTimeScalar) createdAt: Date;
  @Field(() => DateTimeScalar) updatedAt: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: DELETED }) deletedAt: Date | null;
}

@ObjectType({ simpleResolvers: true, description: 'A field that conditions may name, for building a rule builder.' })
export class ConditionField {
  @Field(() => String) field: string;
  @Field(() => String) label: string;
  @Field(() => enums.ConditionFieldTypeEnum) type: string;
  @Field(() => [enums.ConditionOperatorEnum]) operators: readonly string[];
}

@ObjectType({ simpleResolvers: true })
export class RulePreview {
  @Field(() => enums.DecisionOutcomeEnum) outcome: string;
  @Field(() => String) reason: string;
  @Field(() => JsonScalar, { nullable: true }) conditionTrace: unknown;
  @Field(() => JsonScalar, {
    nullable: true,
    description:
      "The event as the platform would get it, personal data as hashes or masks; also where the rule would not fire, to show what is kept back. Null where the lead denied consent or the platform can't take it.",
  })
  request: unknown;
  @Field(() => [String]) warnings: string[];
}

export const PixelRuleConnection = connectionOf(PixelRule, 'PixelRule');

export function pixelRuleOf(record: RuleRecord): PixelRule {
  const { workspaceId: _workspaceId, campaignId: _campaignId, pixelId: _pixelId, ...shown } = record;
  return { record, ...shown };
}
