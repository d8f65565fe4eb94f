import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { FiringStats as StatsRecord } from '../../domain/firing';
import { DateTimeScalar } from '../scalars';

@ObjectType({ simpleResolvers: true })
export class FiringStats {
  @Field(() => Int) total: number;
  @Field(() => Int) succeeded: number;
  @Field(() => Int) failed: number;
  @Field(() => Int) skipped: number;
  @Field(() => Int, { description: 'PENDING, RETRYING and HELD.' }) waiting: number;
  @Field(() => Float, { nullable: true, description: 'succeeded / (succeeded + failed); null without either.' })
  successRate: number | null;
}

@ObjectType({ simpleResolvers: true })
export class FiringBucket {
  @Field(() => DateTimeScalar) from: Date;
  @Field(() => FiringStats) stats: FiringStats;
}

export function firingStatsOf(record: StatsRecord): FiringStats {
  const { succeeded, failed, skipped, waiting } = record;
  const ended = succeeded + failed;
  return { ...record, total: ended + skipped + waiting, successRate: ended === 0 ? null : succeeded / ended };
}
