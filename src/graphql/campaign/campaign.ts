import { Field, ObjectType } from 'type-graphql';
import type { Campaign as CampaignRecord } from '../../domain/workspace';
import { connectionOf } from '../connections';
import { DateTimeScalar, IdScalar } from '../scalars';

@ObjectType({ simpleResolvers: true })
export class Campaign {
  record: CampaignRecord;
  @Field(() => IdScalar) id: string;
  @Field(() => String) name: string;
  @Field(() => DateTimeScalar) createdAt: Date;
}

export const CampaignConnection = connectionOf(Campaign, 'Campaign');

export function campaignOf(record: CampaignRecord): Campaign {
  const { id, name, createdAt } = record;
  return { record, id, name, createdAt };
}
