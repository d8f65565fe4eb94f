import { Field, InputType } from 'type-graphql';
import type { HttpMethod, PixelEndpoint } from '../../domain/pixel';
import * as enums from '../enums';
import { JsonScalar } from '../scalars';

// Inputs have no initialisers: absent stays undefined, so that it can be told apart from null. Defaults are the schema's.

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
  method: HttpMethod;
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
  method?: HttpMethod | null;
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
  platform: string;
  @Field(() => enums.PixelEndpointEnum, { defaultValue: 'LIVE' })
  endpoint: PixelEndpoint;
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
