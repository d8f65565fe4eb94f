import { Field, InputType } from 'type-graphql';

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
