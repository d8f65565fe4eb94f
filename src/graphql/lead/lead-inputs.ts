import { Field, InputType } from 'type-graphql';
import type { LeadStatus } from '../../domain/lead';
import * as enums from '../enums';
import { MoneyInput } from '../money/money';
import { DateTimeScalar, IdScalar, JsonScalar } from '../scalars';

// Inputs have no initialisers: absent stays undefined, so that it can be told apart from null. Defaults are the schema's.

@InputType()
export class AddressInput {
  @Field(() => String, { nullable: true })
  street?: string | null;
  @Field(() => String, { nullable: true })
  city?: string | null;
  @Field(() => String, { nullable: true })
  state?: string | null;
  @Field(() => String, { nullable: true })
  postalCode?: string | null;
  @Field(() => String, { nullable: true })
  country?: string | null;
}

@InputType()
export class ClickIdsInput {
  @Field(() => String, { nullable: true })
  fbclid?: string | null;
  @Field(() => String, { nullable: true })
  fbc?: string | null;
  @Field(() => String, { nullable: true })
  fbp?: string | null;
  @Field(() => String, { nullable: true })
  ttclid?: string | null;
  @Field(() => String, { nullable: true })
  ttp?: string | null;
  @Field(() => String, { nullable: true })
  gclid?: string | null;
}

@InputType()
export class LeadInput {
  @Field(() => IdScalar)
  id: string;
  @Field(() => IdScalar, {
    nullable: true,
    description: 'Required for a lead not known yet; absent keeps its campaign.',
  })
  campaignId?: string | null;
  @Field(() => String, { nullable: true })
  email?: string | null;
  @Field(() => String, { nullable: true })
  phone?: string | null;
  @Field(() => String, { nullable: true })
  firstName?: string | null;
  @Field(() => String, { nullable: true })
  lastName?: string | null;
  @Field(() => String, { nullable: true, description: 'YYYY-MM-DD.' })
  dateOfBirth?: string | null;
  @Field(() => String, { nullable: true })
  gender?: string | null;
  @Field(() => AddressInput, { nullable: true })
  address?: AddressInput | null;
  @Field(() => String, { nullable: true })
  ipAddress?: string | null;
  @Field(() => String, { nullable: true })
  userAgent?: string | null;
  @Field(() => String, { nullable: true, description: 'The page where the lead was submitted.' })
  sourceUrl?: string | null;
  @Field(() => ClickIdsInput, { nullable: true })
  clickIds?: ClickIdsInput | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When the ad was clicked; the time inside fbc.' })
  clickedAt?: Date | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'Questionnaire answers: key to string, number, boolean or list of these. Conditions see them as answers.KEY.',
  })
  answers?: unknown | null;
  @Field(() => MoneyInput, { nullable: true })
  value?: MoneyInput | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Null: not told, events are sent. False: nothing of this lead is sent.',
  })
  consentGranted?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'A test lead is stored, and fires nothing.' })
  isTest?: boolean | null;
}

@InputType()
export class ReportLeadInput {
  @Field(() => LeadInput)
  lead: LeadInput;
  @Field(() => enums.LeadStatusEnum)
  status: LeadStatus;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Now where absent.' })
  occurredAt?: Date | null;
  @Field(() => IdScalar, {
    nullable: true,
    description:
      "The caller's id of this occurrence, such as one sale of the lead. A new one under the same status is decided again; a known one never.",
  })
  occurrenceId?: string | null;
  @Field(() => String, {
    nullable: true,
    description: "The browser pixel's event id: the firings of this report carry it.",
  })
  eventId?: string | null;
}
