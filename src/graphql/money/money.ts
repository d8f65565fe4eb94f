import { Field, InputType, ObjectType } from 'type-graphql';
import { DecimalScalar } from '../scalars';

@ObjectType({ simpleResolvers: true })
export class Money {
  @Field(() => DecimalScalar) amount: string;
  @Field(() => String, { description: 'ISO 4217.' }) currency: string;
}

@InputType()
export class MoneyInput {
  @Field(() => DecimalScalar)
  amount: string;
  @Field(() => String)
  currency: string;
}
