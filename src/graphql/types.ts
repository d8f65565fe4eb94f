import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { RuleDecision as DecisionRecord } from '../domain/decision';
import type { Firing as FiringRecord } from '../domain/firing';
import type { Lead as LeadRecord } from '../domain/lead';
import type { Money as MoneyRecord } from '../domain/money';
import type { Pixel as PixelRecord } from '../domain/pixel';
import type { ConditionGroup as GroupRecord, PixelRule as RuleRecord } from '../domain/pixel-rule';
import type { Campaign as CampaignRecord, ApiKey as KeyRecord } from '../domain/workspace';
import { connectionOf, PageInfo } from './connections';
import * as enums from './enums';
import { DateTimeScalar, DecimalScalar, JsonScalar } from './scalars';

const DELETED = 'Deleted: kept for the history, in no list, neither changed nor fired any more.';
const LEFT_OUT = 'What was left out or will work badly, in words.';
const TRACE = 'The condition tree with the verdict and the actual value at each node; null without conditions.';

@ObjectType()
export class Money {
  @Field(() => DecimalScalar) amount: string;
  @Field(() => String, { description: 'ISO 4217.' }) currency: string;
}

@ObjectType()
export class Campaign {
  record: CampaignRecord;
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => DateTimeScalar) createdAt: Date;
}

@ObjectType()
export class Header {
  @Field(() => String) name: string;
  @Field(() => String, { nullable: true, description: 'Null where secret.' }) value: string | null;
  @Field(() => Boolean) secret: boolean;
}

@ObjectType({
  description:
    'url, header values and body are templates: {lead_id} {event_name} {event_id} {value} {currency} {email} {email_sha256} {answers.KEY} …',
})
export class CustomPixelSettings {
  @Field(() => enums.HttpMethodEnum) method: string;
  @Field(() => String) url: string;
  @Field(() => [Header]) headers: Header[];
  @Field(() => String, { nullable: true }) body: string | null;
  @Field(() => Boolean) signed: boolean;
}

@ObjectType()
export class Pixel {
  record: PixelRecord;
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => enums.PlatformEnum) platform: string;
  @Field(() => enums.PixelEndpointEnum) endpoint: string;
  @Field(() => String, { nullable: true, description: "The platform's own id of the pixel; null for CUSTOM." })
  platformPixelId: string | null;
  @Field(() => enums.PixelStatusEnum) status: string;
  @Field(() => String, { nullable: true, description: 'Why it needs attention, in words that say how to mend it.' })
  statusReason: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'The last four characters of the access token; the token itself is never returned.',
  })
  accessTokenHint: string | null;
  @Field(() => CustomPixelSettings, { nullable: true }) custom: CustomPixelSettings | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'What else its platform asks for, by PlatformInfo.settingsFields; secrets are left out.',
  })
  settings: unknown;
  @Field(() => DateTimeScalar) createdAt: Date;
  @Field(() => DateTimeScalar) updatedAt: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: DELETED }) deletedAt: Date | null;
}

@ObjectType()
export class Condition {
  @Field(() => String) field: string;
  @Field(() => enums.ConditionOperatorEnum) operator: string;
  @Field(() => [String]) values: string[];
}

@ObjectType()
export class ConditionGroup {
  @Field(() => enums.CombinatorEnum) combinator: string;
  @Field(() => Boolean) not: boolean;
  @Field(() => [Condition]) conditions: Condition[];
  @Field(() => [ConditionGroup]) groups: ConditionGroup[];
}

@ObjectType()
export class PixelRule {
  record: RuleRecord;
  @Field(() => ID) id: string;
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

@ObjectType({ description: 'A field that conditions may name, for building a rule builder.' })
export class ConditionField {
  @Field(() => String) field: string;
  @Field(() => String) label: string;
  @Field(() => enums.ConditionFieldTypeEnum) type: string;
  @Field(() => [enums.ConditionOperatorEnum]) operators: string[];
}

@ObjectType()
export class SettingsField {
  @Field(() => String) name: string;
  @Field(() => String) label: string;
  @Field(() => String, { nullable: true }) description: string | null;
  @Field(() => String) type: string;
  @Field(() => Boolean) required: boolean;
  @Field(() => Boolean) secret: boolean;
}

@ObjectType({ description: 'What a rule form needs to know of a platform.' })
export class PlatformInfo {
  @Field(() => enums.PlatformEnum) platform: string;
  @Field(() => String) label: string;
  @Field(() => [String]) standardEventNames: string[];
  @Field(() => [enums.ActionSourceEnum]) actionSources: string[];
  @Field(() => Boolean) takesTestEventCode: boolean;
  @Field(() => [SettingsField]) settingsFields: SettingsField[];
}

@ObjectType()
export class Lead {
  record: LeadRecord;
  @Field(() => ID, { description: "The caller's own id of the lead, unique in the workspace." }) id: string;
  @Field(() => enums.LeadStatusEnum) status: string;
  @Field(() => DateTimeScalar) statusAt: Date;
  @Field(() => Boolean) isTest: boolean;
  @Field(() => Money, { nullable: true }) value: MoneyRecord | null;
  @Field(() => Boolean, { nullable: true }) consentGranted: boolean | null;
  @Field(() => DateTimeScalar) createdAt: Date;
}

@ObjectType()
export class RuleDecision {
  record: DecisionRecord;
  @Field(() => DateTimeScalar) decidedAt: Date;
  @Field(() => enums.DecisionOutcomeEnum) outcome: string;
  @Field(() => String, { description: 'One sentence: why it fired, or why it did not.' }) reason: string;
  @Field(() => JsonScalar, { nullable: true, description: TRACE }) conditionTrace: unknown;
}

@ObjectType()
export class Attempt {
  @Field(() => Int) number: number;
  @Field(() => DateTimeScalar) startedAt: Date;
  @Field(() => Int) durationMs: number;
  @Field(() => enums.AttemptOutcomeEnum) outcome: string;
  @Field(() => Int, { nullable: true }) httpStatus: number | null;
  @Field(() => String, { nullable: true }) platformCode: string | null;
  @Field(() => String, { nullable: true }) message: string | null;
  @Field(() => String, {
    nullable: true,
    description: "fbtrace_id, request_id, …: what the platform's support asks for.",
  })
  traceId: string | null;
  @Field(() => JsonScalar, { nullable: true, description: "The platform's answer, masked, at most 4 KiB." })
  response: unknown;
  @Field(() => Int, { description: 'Firings that went in the same request.' }) batchSize: number;
}

@ObjectType()
export class Firing {
  record: FiringRecord;
  @Field(() => ID) id: string;
  @Field(() => enums.FiringStatusEnum) status: string;
  @Field(() => Boolean) test: boolean;
  @Field(() => enums.SkipReasonEnum, { nullable: true }) skipReason: string | null;
  @Field(() => String, { nullable: true, description: 'Why it failed or was skipped and how to mend it, in words.' })
  message: string | null;
  @Field(() => [String], { description: LEFT_OUT }) warnings: string[];
  @Field(() => enums.PlatformEnum) platform: string;
  @Field(() => String) eventName: string;
  @Field(() => String, { description: 'The deduplication id sent to the platform, the same on every attempt.' })
  eventId: string;
  @Field(() => DateTimeScalar) eventTime: Date;
  @Field(() => enums.ActionSourceEnum) actionSource: string;
  @Field(() => Money, { nullable: true }) value: MoneyRecord | null;
  @Field(() => [String], { description: 'Which identifiers went along: email, phone, fbc, ip, …' }) matchKeys: string[];
  @Field(() => JsonScalar, {
    nullable: true,
    description:
      "This event's own part of the body as the platform got (or, in a dry run, would get) it, personal data only as hashes or masks; for CUSTOM {method, url, headers, body}. Null before the first attempt.",
  })
  request: unknown;
  @Field(() => DateTimeScalar, { nullable: true }) nextAttemptAt: Date | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'After this the platform would refuse the event; it is FAILED then.',
  })
  expiresAt: Date | null;
  @Field(() => DateTimeScalar) createdAt: Date;
  @Field(() => DateTimeScalar) updatedAt: Date;
}

@ObjectType()
export class FiringStats {
  @Field(() => Int) total: number;
  @Field(() => Int) succeeded: number;
  @Field(() => Int) failed: number;
  @Field(() => Int) skipped: number;
  @Field(() => Int, { description: 'PENDING, RETRYING and HELD.' }) waiting: number;
  @Field(() => Float, { nullable: true, description: 'succeeded / (succeeded + failed); null without either.' })
  successRate: number | null;
}

@ObjectType()
export class FiringBucket {
  @Field(() => DateTimeScalar) from: Date;
  @Field(() => FiringStats) stats: FiringStats;
}

@ObjectType()
export class RulePreview {
  @Field(() => enums.DecisionOutcomeEnum) outcome: string;
  @Field(() => String) reason: string;
  @Field(() => JsonScalar, { nullable: true }) conditionTrace: unknown;
  @Field(() => JsonScalar, { nullable: true }) request: unknown;
  @Field(() => [String]) warnings: string[];
}

@ObjectType()
export class Viewer {
  @Field(() => ID) workspaceId: string;
  @Field(() => String) workspaceName: string;
  @Field(() => [enums.ScopeEnum]) scopes: string[];
}

@ObjectType()
export class ApiKey {
  record: KeyRecord;
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => [enums.ScopeEnum]) scopes: string[];
  @Field(() => String) hint: string;
  @Field(() => DateTimeScalar) createdAt: Date;
  @Field(() => DateTimeScalar, { nullable: true }) lastUsedAt: Date | null;
}

@ObjectType()
export class CreatedWorkspace {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => String, { description: 'Its first ADMIN key, shown this once.' }) secret: string;
}

@ObjectType()
export class CreatedApiKey {
  @Field(() => ApiKey) apiKey: ApiKey;
  @Field(() => String, { description: 'Shown this once.' }) secret: string;
}

@ObjectType()
export class ReportLeadPayload {
  @Field(() => Lead) lead: Lead;
  @Field(() => Boolean, { description: 'False for a repeat: decisions and firings are then those of the first time.' })
  newOccurrence: boolean;
  @Field(() => [RuleDecision]) decisions: RuleDecision[];
  @Field(() => [Firing]) firings: Firing[];
}

@ObjectType()
export class TestFireResult {
  @Field(() => Firing, { description: "Already final: the mutation waits for the platform's answer." }) firing: Firing;
  @Field(() => Boolean) conditionsMatched: boolean;
  @Field(() => JsonScalar, { nullable: true }) conditionTrace: unknown;
}

@ObjectType()
export class FiringUpdate {
  @Field(() => String, { description: 'Hand it back as `after` to go on where this left off.' }) cursor: string;
  @Field(() => Firing) firing: Firing;
}

export const CampaignConnection = connectionOf(Campaign, 'Campaign');
export const PixelConnection = connectionOf(Pixel, 'Pixel');
export const PixelRuleConnection = connectionOf(PixelRule, 'PixelRule');
export const LeadConnection = connectionOf(Lead, 'Lead');

@ObjectType()
export class FiringEdge {
  @Field(() => String) cursor: string;
  @Field(() => Firing) node: Firing;
}

@ObjectType()
export class FiringConnection {
  @Field(() => [FiringEdge]) edges: FiringEdge[];
  @Field(() => [Firing]) nodes: Firing[];
  @Field(() => PageInfo) pageInfo: PageInfo;
  @Field(() => String, {
    description:
      'Where the feed stood before this page was read: hand it to firingUpdated as `after`, and nothing falls between.',
  })
  feedCursor: string;
}
