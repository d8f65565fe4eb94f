import { grants } from '../domain/workspace';
import type { Services } from '../graphql/services';
import type { FindPixel } from '../sandbox';

/** A pixel's faults and requests are for MANAGE keys of its own workspace. */
export function sandboxAccess({ keys, pixels }: Services): FindPixel {
  return async (authorization, pixelId) => {
    const caller = await keys.authenticate(authorization);
    if (!caller) return 'UNAUTHENTICATED';
    if (!grants(caller.scopes, 'MANAGE')) return 'FORBIDDEN';
    const [pixel] = await pixels.byIds(caller.workspaceId, [pixelId]);
    return pixel?.endpoint === 'SANDBOX' ? 'ALLOWED' : 'NOT_FOUND';
  };
}
