import { Field, InputType } from 'type-graphql';
import type { FiringStatus } from '../../domain/firing';
import type { ActionSource } from '../../domain/pixel';
import * as enums from '../enums';
import { LeadInput } from '../lead/lead-inputs';
import { MoneyInput } from '../money/money';
import { DateTimeScalar, IdScalar } from '../scalars';

// Inputs have no initialisers: absent stays undefined, so that it can be told apart from null. Defaults are the schema's.

@InputType()
export class FiringFilter {
  @Field(() => IdScalar, { nullable: true })
  campaignId?: string | null;
  @Field(() => IdScalar, { nullable: true })
  ruleId?: string | null;
  @Field(() => IdScalar, { nullable: true })
  pixelId?: string | null;
  @Field(() => IdScalar, { nullable: true })
  leadId?: string | null;
  @Field(() => enums.PlatformEnum, { nullable: true })
  platform?: string | null;
  @Field(() => [enums.FiringStatusEnum], { nullable: true })
  statuses?: FiringStatus[] | null;
  @Field(() => Boolean, { nullable: true })
  test?: boolean | null;
  @Field(() => String, { nullable: true })
  eventName?: string | null;
  @Field(() => DateTimeScalar, { nullable: true })
  createdAfter?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true })
  createdBefore?: Date | null;
}

@InputType()
export class FirePixelInput {
  @Field(() => IdScalar)
  pixelId: string;
  @Field(() => IdScalar, { nullable: true, description: 'A lead reported earlier, or …' })
  leadId?: string | null;
  @Field(() => LeadInput, {
    nullable: true,
    description: '… one given here, stored as reportLead would, with no rule evaluated.',
  })
  lead?: LeadInput | null;
  @Field(() => String)
  eventName: string;
  @Field(() => enums.ActionSourceEnum, { defaultValue: 'SYSTEM_GENERATED' })
  actionSource: ActionSource;
  @Field(() => MoneyInput, { nullable: true })
  value?: MoneyInput | null;
  @Field(() => String, {
    nullable: true,
    description: 'Share it with the browser pixel to deduplicate; made by the service where absent.',
  })
  eventId?: string | null;
  @Field(() => DateTimeScalar, { nullable: true })
  eventTime?: Date | null;
  @Field(() => String, { nullable: true })
  testEventCode?: string | null;
  @Field(() => String, {
    nullable: true,
    description: "The same key again returns the first call's firing; other input under the same key is a CONFLICT.",
  })
  idempotencyKey?: string | null;
}

@InputType()
export class TestFireInput {
  @Field(() => IdScalar)
  ruleId: string;
  @Field(() => IdScalar, { nullable: true })
  leadId?: string | null;
  @Field(() => String, { nullable: true })
  testEventCode?: string | null;
}
