import { custom } from './custom';
import { facebook } from './facebook';
import type { Platform } from './platform';
import { withReadableLeads } from './readable-lead';
import { tiktok } from './tiktok';

/** THE register: a platform that stands here is in the schema, in forms, in the dispatcher and in the contract suite. */
export const PLATFORMS: readonly Platform[] = [facebook, tiktok, custom].map(withReadableLeads);

const BY_CODE = new Map(PLATFORMS.map((platform) => [platform.code, platform]));

/** Throws for a code that is not in the register: what is stored has been checked. */
export function platformOf(code: string): Platform {
  const platform = BY_CODE.get(code);
  if (!platform) throw new Error(`no platform ${code} in the register`);
  return platform;
}
