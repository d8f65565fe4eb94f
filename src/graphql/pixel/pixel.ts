import { Field, ObjectType } from 'type-graphql';
import type { Pixel as PixelRecord } from '../../domain/pixel';
import { connectionOf } from '../connections';
import * as enums from '../enums';
import { DateTimeScalar, IdScalar, JsonScalar } from '../scalars';

const DELETED = 'Deleted: kept for the history, in no list, neither changed nor fired any more.';

@ObjectType({ simpleResolvers: true })
export class Header {
  @Field(() => String) name: string;
  @Field(() => String, { nullable: true, description: 'Null where secret.' }) value: string | null;
  @Field(() => Boolean) secret: boolean;
}

@ObjectType({
  simpleResolvers: true,
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

@ObjectType({ simpleResolvers: true })
export class Pixel {
  record: PixelRecord;
  @Field(() => IdScalar) id: string;
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
  @Field(() => [String], { description: 'What works badly with it as it is set: an API version near its end, …' })
  warnings: string[];
  @Field(() => DateTimeScalar) createdAt: Date;
  @Field(() => DateTimeScalar) updatedAt: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: DELETED }) deletedAt: Date | null;
}

export const PixelConnection = connectionOf(Pixel, 'Pixel');

/** The domain's pixel has no secret in it; neither has this. */
export function pixelOf(record: PixelRecord): Pixel {
  const { workspaceId: _workspaceId, ...shown } = record;
  return { record, ...shown };
}
