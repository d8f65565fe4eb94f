import { Field, ID, InputType } from 'type-graphql';
import * as enums from './enums';
import { DateTimeScalar, DecimalScalar, JsonScalar } from './scalars';

// Inputs have no initialisers: absent stays undefined, so that it can be told apart from null. Defaults are the schema's.

@InputType()
export class MoneyInput {
  @Field(() => DecimalScalar)
  amount: string;
  @Field(() => String)
  currency: string;
}

@InputType()
export class FiringFilter {
  @Field(() => ID, { nullable: true })
  campaignId?: string | null;
  @Field(() => ID, { nullable: true })
  ruleId?: string | null;
  @Field(() => ID, { nullable: true })
  pixelId?: string | null;
  @Field(() => ID, { nullable: true })
  leadId?: string | null;
  @Field(() => enums.PlatformEnum, { nullable: true })
  platform?: never | null;
  @Field(() => [enums.FiringStatusEnum], { nullable: true })
  statuses?: never[] | null;
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
export class CreateCampaignInput {
  @Field(() => String)
  name: string;
}

@InputType()
export class UpdateCampaignInput {
  @Field(() => String, { nullable: true })
  name?: string | null;
}

@InputType({
  description: 'A secret header without a value keeps the stored one. Authorization and Cookie are always secret.',
})
export class HeaderInput {
  @Field(() => String)
  name: string;
  @Field(() => String, { nullable: true })
  value?: string | null;
  @Field(() => Boolean, { defaultValue: false })
  secret: boolean;
}

@InputType()
export class CustomPixelInput {
  @Field(() => enums.HttpMethodEnum, { defaultValue: 'POST' })
  method: never;
  @Field(() => String)
  url: string;
  @Field(() => [HeaderInput], { defaultValue: [] })
  headers: HeaderInput[];
  @Field(() => String, { nullable: true })
  body?: string | null;
  @Field(() => String, { nullable: true })
  signingSecret?: string | null;
}

@InputType()
export class UpdateCustomPixelInput {
  @Field(() => enums.HttpMethodEnum, { nullable: true })
  method?: never | null;
  @Field(() => String, { nullable: true })
  url?: string | null;
  @Field(() => [HeaderInput], { nullable: true })
  headers?: HeaderInput[] | null;
  @Field(() => String, { nullable: true })
  body?: string | null;
  @Field(() => String, { nullable: true })
  signingSecret?: string | null;
}

@InputType()
export class ConnectPixelInput {
  @Field(() => String)
  name: string;
  @Field(() => enums.PlatformEnum)
  platform: never;
  @Field(() => enums.PixelEndpointEnum, { defaultValue: 'LIVE' })
  endpoint: never;
  @Field(() => String, { nullable: true })
  platformPixelId?: string | null;
  @Field(() => String, { nullable: true })
  accessToken?: string | null;
  @Field(() => CustomPixelInput, { nullable: true })
  custom?: CustomPixelInput | null;
  @Field(() => JsonScalar, { nullable: true })
  settings?: unknown | null;
}

@InputType()
export class UpdatePixelInput {
  @Field(() => String, { nullable: true })
  name?: string | null;
  @Field(() => String, { nullable: true })
  accessToken?: string | null;
  @Field(() => UpdateCustomPixelInput, { nullable: true })
  custom?: UpdateCustomPixelInput | null;
  @Field(() => JsonScalar, { nullable: true })
  settings?: unknown | null;
  @Field(() => Boolean, { nullable: true })
  paused?: boolean | null;
}

@InputType()
export class ConditionInput {
  @Field(() => String)
  field: string;
  @Field(() => enums.ConditionOperatorEnum)
  operator: never;
  @Field(() => [String], { defaultValue: [] })
  values: string[];
}

@InputType()
export class ConditionGroupInput {
  @Field(() => enums.CombinatorEnum, { defaultValue: 'ALL' })
  combinator: never;
  @Field(() => Boolean, { defaultValue: false })
  not: boolean;
  @Field(() => [ConditionInput], { defaultValue: [] })
  conditions: ConditionInput[];
  @Field(() => [ConditionGroupInput], { defaultValue: [] })
  groups: ConditionGroupInput[];
}

@InputType()
export class CreatePixelRuleInput {
  @Field(() => ID)
  campaignId: string;
  @Field(() => String)
  name: string;
  @Field(() => enums.TriggerPointEnum)
  trigger: never;
  @Field(() => ID)
  pixelId: string;
  @Field(() => String)
  eventName: string;
  @Field(() => enums.ActionSourceEnum)
  actionSource: never;
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
  trigger?: never | null;
  @Field(() => ID, { nullable: true })
  pixelId?: string | null;
  @Field(() => String, { nullable: true })
  eventName?: string | null;
  @Field(() => enums.ActionSourceEnum, { nullable: true })
  actionSource?: never | null;
  @Field(() => MoneyInput, { nullable: true })
  value?: MoneyInput | null;
  @Field(() => Boolean, { nullable: true })
  fireOnce?: boolean | null;
  @Field(() => ConditionGroupInput, { nullable: true })
  conditions?: ConditionGroupInput | null;
  @Field(() => Boolean, { nullable: true })
  enabled?: boolean | null;
}

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
  @Field(() => ID)
  id: string;
  @Field(() => ID, { nullable: true, description: 'Required for a lead not known yet; absent keeps its campaign.' })
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
  status: never;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Now where absent.' })
  occurredAt?: Date | null;
  @Field(() => ID, {
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

@InputType()
export class FirePixelInput {
  @Field(() => ID)
  pixelId: string;
  @Field(() => ID, { nullable: true, description: 'A lead reported earlier, or …' })
  leadId?: string | null;
  @Field(() => LeadInput, {
    nullable: true,
    description: '… one given here, stored as reportLead would, with no rule evaluated.',
  })
  lead?: LeadInput | null;
  @Field(() => String)
  eventName: string;
  @Field(() => enums.ActionSourceEnum, { defaultValue: 'SYSTEM_GENERATED' })
  actionSource: never;
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
  @Field(() => ID)
  ruleId: string;
  @Field(() => ID, { nullable: true })
  leadId?: string | null;
  @Field(() => String, { nullable: true })
  testEventCode?: string | null;
}
