import { Field, ObjectType } from 'type-graphql';
import type { ApiKey as KeyRecord } from '../../domain/workspace';
import * as enums from '../enums';
import { DateTimeScalar, IdScalar } from '../scalars';

@ObjectType({ simpleResolvers: true })
export class Viewer {
  @Field(() => IdScalar) workspaceId: string;
  @Field(() => String) workspaceName: string;
  @Field(() => [enums.ScopeEnum]) scopes: string[];
}

@ObjectType({ simpleResolvers: true })
export class ApiKey {
  record: KeyRecord;
  @Field(() => IdScalar) id: string;
  @Field(() => String) name: string;
  @Field(() => [enums.ScopeEnum]) scopes: string[];
  @Field(() => String) hint: string;
  @Field(() => DateTimeScalar) createdAt: Date;
  @Field(() => DateTimeScalar, { nullable: true }) lastUsedAt: Date | null;
}

@ObjectType({ simpleResolvers: true })
export class CreatedWorkspace {
  @Field(() => IdScalar) id: string;
  @Field(() => String) name: string;
  @Field(() => String, { description: 'Its first ADMIN key, shown this once.' }) secret: string;
}

@ObjectType({ simpleResolvers: true })
export class CreatedApiKey {
  @Field(() => ApiKey) apiKey: ApiKey;
  @Field(() => String, { description: 'Shown this once.' }) secret: string;
}

export function apiKeyOf(record: KeyRecord): ApiKey {
  const { id, name, scopes, hint, createdAt, lastUsedAt } = record;
  return { record, id, name, scopes, hint, createdAt, lastUsedAt };
}
