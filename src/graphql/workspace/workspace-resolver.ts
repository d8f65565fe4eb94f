import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { Scope } from '../../domain/workspace';
import { type ApiContext, callerWith, workspaceWith } from '../context';
import { ScopeEnum } from '../enums';
import { IdScalar } from '../scalars';
import { ApiKey, apiKeyOf, CreatedApiKey, CreatedWorkspace, Viewer } from './workspace';

@Resolver()
export class WorkspaceResolver {
  @Query(() => Viewer, { description: 'Whom the key belongs to and what it may do.' })
  async viewer(@Ctx() context: ApiContext): Promise<Viewer> {
    const { workspaceId, scopes } = callerWith(context, 'READ');
    return { workspaceId, workspaceName: await context.services.workspaces.nameOf(workspaceId), scopes: [...scopes] };
  }

  @Query(() => [ApiKey], { description: 'Keys in force, newest first; at most 100.' })
  async apiKeys(@Ctx() context: ApiContext): Promise<ApiKey[]> {
    return (await context.services.keys.list(workspaceWith(context, 'ADMIN'))).map(apiKeyOf);
  }

  @Mutation(() => CreatedApiKey, { description: 'The new key gets only scopes that the calling key has.' })
  async createApiKey(
    @Arg('name', () => String) name: string,
    @Arg('scopes', () => [ScopeEnum]) scopes: Scope[],
    @Ctx() context: ApiContext,
  ): Promise<CreatedApiKey> {
    const { apiKey, secret } = await context.services.keys.create(callerWith(context, 'ADMIN'), name, scopes);
    return { apiKey: apiKeyOf(apiKey), secret };
  }

  @Mutation(() => Boolean, {
    description: 'It stops working within 5 seconds on every node; CONFLICT for the last ADMIN key. Always true.',
  })
  async revokeApiKey(@Arg('id', () => IdScalar) id: string, @Ctx() context: ApiContext): Promise<boolean> {
    await context.services.keys.revoke(workspaceWith(context, 'ADMIN'), id);
    return true;
  }

  @Mutation(() => CreatedWorkspace, { description: 'For operators of the installation.' })
  async createWorkspace(
    @Arg('name', () => String) name: string,
    @Ctx() context: ApiContext,
  ): Promise<CreatedWorkspace> {
    callerWith(context, 'OPERATOR');
    return context.services.workspaces.create(name);
  }
}
