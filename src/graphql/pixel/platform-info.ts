import { Field, ObjectType } from 'type-graphql';
import type { Platform } from '../../platforms/platform';
import * as enums from '../enums';

@ObjectType({ simpleResolvers: true })
export class SettingsField {
  @Field(() => String) name: string;
  @Field(() => String) label: string;
  @Field(() => String, { nullable: true }) description: string | null;
  @Field(() => String) type: string;
  @Field(() => Boolean) required: boolean;
  @Field(() => Boolean) secret: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'What a rule form needs to know of a platform.' })
export class PlatformInfo {
  @Field(() => enums.PlatformEnum) platform: string;
  @Field(() => String) label: string;
  @Field(() => [String]) standardEventNames: string[];
  @Field(() => [enums.ActionSourceEnum]) actionSources: string[];
  @Field(() => Boolean) takesTestEventCode: boolean;
  @Field(() => Boolean, {
    description:
      "Whether verifyPixel can ask the platform; where it can't, it takes the credentials at the caller's word.",
  })
  verifiesCredentials: boolean;
  @Field(() => [SettingsField]) settingsFields: SettingsField[];
}

export function platformInfoOf(platform: Platform): PlatformInfo {
  const { code, label, standardEventNames, actionSources, takesTestEventCode, settingsFields } = platform;
  return {
    platform: code,
    label,
    standardEventNames: [...standardEventNames],
    actionSources: [...actionSources],
    takesTestEventCode,
    verifiesCredentials: platform.buildProbe !== undefined,
    settingsFields: [...settingsFields],
  };
}
