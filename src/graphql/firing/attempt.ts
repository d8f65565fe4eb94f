import { Field, Int, ObjectType } from 'type-graphql';
import * as enums from '../enums';
import { DateTimeScalar, JsonScalar } from '../scalars';

@ObjectType({ simpleResolvers: true })
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
