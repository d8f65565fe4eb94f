import { Field, InputType } from 'type-graphql';
import type { ActionSource } from '../../domain/pixel';
import type { ConditionOperator, TriggerPoint } from '../../domain/pixel-rule';
import * as enums from '../enums';
import { MoneyInput } from '../money/money';
import { IdScalar } from '../scalars';

// Inputs have no initialisers: absent stays undefined, so that it can be told apart from null. Defaults are the schema's.

@InputType()
export class ConditionInput {
  @Field(() => String)
  field: string;
  @Field(() => enums.ConditionOperatorEnum)
  operator: ConditionOperator;
  @Field(() => [String], { defaultValue: [] })
  values: string[];
}

@InputType()
export class ConditionGroupInput {
  @Field(() => enums.CombinatorEnum, { defaultValue: 'ALL' })
  combinator: 'ALL' | 'ANY';
  @Field(() => Boolean, { defaultValue: false })
  not: boolean;
  @Field(() => [ConditionInput], { defaultValue: [] })
  conditions: ConditionInput[];
  @Field(() => [ConditionGroupInput], { defaultValue: [] })
  groups: ConditionGroupInput[];
}

@InputType()
export class CreatePixelRuleInput {
  @Field(() => IdScalar)
  campaignId: string;
  @Field(() => String)
  name: string;
  @Field(() => enums.TriggerPointEnum)
  trigger: TriggerPoint;
  @Field(() => IdScalar)
  pixelId: string;
  @Field(() => String)
  eventName: string;
  @Field(() => enums.ActionSourceEnum)
  actionSource: ActionSource;
  @Field(() => MoneyInput, { nullable: true })
  value?: MoneyInput | null;
  @Field(() => Boolean, { defaultValue: true })
  fireOnce: boolean;
  @Field(() => ConditionGroupInput, { nullable: true })
  conditions?: ConditionGroupInput | null;
  @Field(() => Boolean, { defaultValue: true })
  enabled: boolean;
}

@InputType()
export class UpdatePixelRuleInput {
  @Field(() => String, { nullable: true })
  name?: string | null;
  @Field(() => enums.TriggerPointEnum, { nullable: true })
  trigger?: TriggerPoint | null;
  @Field(() => IdScalar, { nullable: true })
  pixelId?: string | null;
  @Field(() => String, { nullable: true })
  eventName?: string | null;
  @Field(() => enums.ActionSourceEnum, { nullable: true })
  actionSource?: ActionSource | null;
  @Field(() => MoneyInput, { nullable: true })
  value?: MoneyInput | null;
  @Field(() => Boolean, { nullable: true })
  fireOnce?: boolean | null;
  @Field(() => ConditionGroupInput, { nullable: true })
  conditions?: ConditionGroupInput | null;
  @Field(() => Boolean, { nullable: true })
  enabled?: boolean | null;
}
