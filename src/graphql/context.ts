import { ServiceError } from '../domain/errors';
import { type Caller, grants, type Scope } from '../domain/workspace';
import type { Platform } from '../platforms/platform';
import { createLoaders, type Loaders } from './loaders';
import type { Services } from './services';

/** What every resolver gets. Loaders live as long as one query, one mutation, or one event of a subscription. */
export interface ApiContext {
  caller: Caller | null;
  /** The caller sent a key, be it a good one or not. */
  keyGiven: boolean;
  services: Services;
  platforms: readonly Platform[];
  loaders: Loaders;
}

export function createContext(
  caller: Caller | null,
  keyGiven: boolean,
  services: Services,
  platforms: readonly Platform[],
): ApiContext {
  return { caller, keyGiven, services, platforms, loaders: createLoaders(services, caller?.workspaceId ?? '') };
}

/** The caller, if its key grants the scope; asked at the root field only. */
export function callerWith(context: ApiContext, scope: Scope | null): Caller {
  if (!context.caller) {
    const message = context.keyGiven
      ? 'this API key is not known, or was revoked'
      : 'an API key is needed: Authorization: Bearer KEY';
    throw new ServiceError('UNAUTHENTICATED', message);
  }
  if (scope && !grants(context.caller.scopes, scope))
    throw new ServiceError('FORBIDDEN', `the key lacks the scope ${scope}`);
  // Mutations of one request run one after the other: what the earlier ones changed must be read afresh.
  if (scope !== 'READ') context.loaders = createLoaders(context.services, context.caller.workspaceId);
  return context.caller;
}

/** The workspace of a caller with the scope. */
export function workspaceWith(context: ApiContext, scope: Scope): string {
  return callerWith(context, scope).workspaceId;
}
