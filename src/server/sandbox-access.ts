import { type Caller, grants } from '../domain/workspace';

export interface SandboxAccessOptions {
  authenticate(authorization: string | undefined): Promise<Caller | null>;
  pixelsByIds(workspaceId: string, ids: readonly string[]): Promise<{ endpoint: string }[]>;
}

/** A pixel's faults and requests are for MANAGE keys of its own workspace. */
export function sandboxAccess({ authenticate, pixelsByIds }: SandboxAccessOptions) {
  return async (authorization: string | undefined, pixelId: string) => {
    const caller = await authenticate(authorization);
    if (!caller) return 'UNAUTHENTICATED';
    if (!grants(caller.scopes, 'MANAGE')) return 'FORBIDDEN';
    const [pixel] = await pixelsByIds(caller.workspaceId, [pixelId]);
    return pixel?.endpoint === 'SANDBOX' ? 'ALLOWED' : 'NOT_FOUND';
  };
}
