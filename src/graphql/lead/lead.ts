import { Field, ObjectType } from 'type-graphql';
import type { Lead as LeadRecord } from '../../domain/lead';
import type { Money as MoneyRecord } from '../../domain/money';
import { connectionOf } from '../connections';
import * as enums from '../enums';
import { Money } from '../money/money';
import { DateTimeScalar, IdScalar } from '../scalars';

@ObjectType({ simpleResolvers: true })
export class Lead {
  record: LeadRecord;
  @Field(() => IdScalar, { description: "The caller's own id of the lead, unique in the workspace." }) id: string;
  @Field(() => enums.LeadStatusEnum) status: string;
  @Field(() => DateTimeScalar) statusAt: Date;
  @Field(() => Boolean) isTest: boolean;
  @Field(() => Money, { nullable: true }) value: MoneyRecord | null;
  @Field(() => Boolean, { nullable: true }) consentGranted: boolean | null;
  @Field(() => DateTimeScalar) createdAt: Date;
}

export const LeadConnection = connectionOf(Lead, 'Lead');

export function leadOf(record: LeadRecord): Lead {
  const { id, status, statusAt, data, createdAt } = record;
  return {
    record,
    id,
    status,
    statusAt,
    isTest: data.isTest === true,
    value: data.value ?? null,
    consentGranted: data.consentGranted ?? null,
    createdAt,
  };
}
