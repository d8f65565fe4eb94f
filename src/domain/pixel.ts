/** A platform's code in capitals (`FACEBOOK`); the register in platforms/index.ts says which there are. */
export type PlatformCode = string;
export type PixelEndpoint = 'LIVE' | 'SANDBOX';
export type PixelStatus = 'ACTIVE' | 'PAUSED' | 'NEEDS_ATTENTION';
export type HttpMethod = 'GET' | 'POST';

export const ACTION_SOURCES = ['WEBSITE', 'PHONE_CALL', 'CHAT', 'SYSTEM_GENERATED'] as const;
export type ActionSource = (typeof ACTION_SOURCES)[number];

/** A header of a custom pixel; `value` is a template. */
export interface CustomHeader {
  name: string;
  value: string;
  secret: boolean;
}

/** url, header values and body are templates: platforms/custom says which macros there are. */
export interface CustomPixel {
  method: HttpMethod;
  url: string;
  headers: CustomHeader[];
  body: string | null;
}

/** All that an adapter needs to talk to one pixel, secrets included. Never logged, never stored in clear. */
export interface PixelTarget {
  id: string;
  platform: PlatformCode;
  endpoint: PixelEndpoint;
  /** Where its requests go: the platform's base URL or the sandbox's for this pixel, no slash at the end. */
  baseUrl: string;
  platformPixelId: string | null;
  accessToken: string | null;
  /** As checked by the platform's settings; secret ones included. */
  settings: Record<string, unknown>;
  custom: CustomPixel | null;
  /** Standard Webhooks secrets, the current one first; two while one is being replaced. */
  signingSecrets: string[];
}

/** A pixel as users see it: no secret in it. */
export interface Pixel {
  workspaceId: string;
  id: string;
  name: string;
  platform: PlatformCode;
  endpoint: PixelEndpoint;
  platformPixelId: string | null;
  /** PAUSED hides NEEDS_ATTENTION; `statusReason` says why it needs attention. */
  status: PixelStatus;
  statusReason: string | null;
  accessTokenHint: string | null;
  /** Secret headers have no value here. */
  custom: {
    method: HttpMethod;
    url: string;
    headers: { name: string; value: string | null; secret: boolean }[];
    body: string | null;
    signed: boolean;
  } | null;
  /** Without the secret ones; null where the platform asks for none. */
  settings: Record<string, unknown> | null;
  /** What works badly with it as it is set, in words. */
  warnings: string[];
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
}
