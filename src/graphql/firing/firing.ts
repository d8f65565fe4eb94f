import { Field, ObjectType } from 'type-graphql';
import type { Firing as FiringRecord } from '../../domain/firing';
import type { Money as MoneyRecord } from '../../domain/money';
import { PageInfo } from '../connections';
import * as enums from '../enums';
import { Money } from '../money/money';
import { DateTimeScalar, IdScalar, JsonScalar } from '../scalars';

const LEFT_OUT = 'What was left out or will work badly, in words.';

@ObjectType({ simpleResolvers: true })
export class Firing {
  record: FiringRecord;
  @Field(() => IdScalar) id: string;
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

@ObjectType({ simpleResolvers: true })
export class FiringEdge {
  @Field(() => String) cursor: string;
  @Field(() => Firing) node: Firing;
}

@ObjectType({ simpleResolvers: true })
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

@ObjectType({ simpleResolvers: true })
export class FiringUpdate {
  @Field(() => String, { description: 'Hand it back as `after` to go on where this left off.' }) cursor: string;
  @Field(() => Firing) firing: Firing;
}

@ObjectType({ simpleResolvers: true })
export class TestFireResult {
  @Field(() => Firing, { description: "Already final: the mutation waits for the platform's answer." }) firing: Firing;
  @Field(() => Boolean) conditionsMatched: boolean;
  @Field(() => JsonScalar, { nullable: true }) conditionTrace: unknown;
}

export function firingOf(record: FiringRecord): Firing {
  const { workspaceId, leadUid, campaignId, ruleId, pixelId, decisionId, attemptCount, ...shown } = record;
  return { record, ...shown };
}
