import type { VariablesOf } from '../api/graphql';
import type { CONNECT, Pixel, PlatformInfo, UPDATE } from './queries';

export interface HeaderDraft {
  key: number;
  name: string;
  value: string;
  secret: boolean;
  /** A secret one that is stored: without a value it is kept. */
  stored: boolean;
}

/** A pixel as the form holds it: empty texts for what is absent. */
export interface PixelDraft {
  name: string;
  endpoint: string;
  platformPixelId: string;
  accessToken: string;
  settings: Record<string, unknown>;
  method: string;
  url: string;
  body: string;
  headers: HeaderDraft[];
  signingSecret: string;
}

export function newDraft({ label }: PlatformInfo): PixelDraft {
  return {
    name: label,
    endpoint: 'SANDBOX',
    platformPixelId: '',
    accessToken: '',
    settings: {},
    method: 'POST',
    url: '',
    body: '',
    headers: [],
    signingSecret: '',
  };
}

export function draftOf(pixel: Pixel): PixelDraft {
  return {
    name: pixel.name,
    endpoint: pixel.endpoint,
    platformPixelId: pixel.platformPixelId ?? '',
    accessToken: '',
    settings: (pixel.settings ?? {}) as Record<string, unknown>,
    method: pixel.custom?.method ?? 'POST',
    url: pixel.custom?.url ?? '',
    body: pixel.custom?.body ?? '',
    headers: (pixel.custom?.headers ?? []).map(({ name, value, secret }, key) => ({
      key,
      name,
      value: value ?? '',
      secret,
      stored: secret,
    })),
    signingSecret: '',
  };
}

/** Values that the sandbox takes, for those who only want to look. */
export function madeUp(platform: string): Partial<PixelDraft> {
  if (platform === 'CUSTOM') {
    return {
      url: 'https://crm.example.com/conversions?lead={lead_id}',
      body: '{"event":"{event_name}","id":"{event_id}","email_sha256":"{email|lower|sha256}","value":{value|default:0}}',
    };
  }
  return {
    platformPixelId: platform === 'FACEBOOK' ? '9876543210987654' : 'C4SANDBOX0123456789A',
    accessToken: 'sandbox-access-token',
  };
}

const given = (value: string) => (value.trim() === '' ? undefined : value.trim());

/** Empty texts and untouched switches are left to the platform's default. */
function settingsOf(draft: PixelDraft, platform: PlatformInfo): Record<string, unknown> {
  const kept = platform.settingsFields.flatMap(({ name }) => {
    const value = draft.settings[name];
    return value === undefined || value === null || value === '' ? [] : [[name, value] as const];
  });
  return Object.fromEntries(kept);
}

function customOf(draft: PixelDraft) {
  return {
    method: draft.method as 'GET' | 'POST',
    url: draft.url.trim(),
    body: draft.body === '' ? null : draft.body,
    headers: draft.headers.map(({ name, value, secret, stored }) => ({
      name: name.trim(),
      secret,
      ...(stored && value === '' ? {} : { value }),
    })),
    ...(draft.signingSecret === '' ? {} : { signingSecret: draft.signingSecret }),
  };
}

export function connectInput(draft: PixelDraft, platform: PlatformInfo): VariablesOf<typeof CONNECT>['input'] {
  const isCustom = platform.platform === 'CUSTOM';
  return {
    name: draft.name.trim(),
    platform: platform.platform,
    endpoint: draft.endpoint as 'LIVE' | 'SANDBOX',
    settings: settingsOf(draft, platform),
    ...(isCustom
      ? { custom: customOf(draft) }
      : { platformPixelId: given(draft.platformPixelId), accessToken: given(draft.accessToken) }),
  };
}

export function updateInput(draft: PixelDraft, platform: PlatformInfo): VariablesOf<typeof UPDATE>['input'] {
  return {
    name: draft.name.trim(),
    settings: settingsOf(draft, platform),
    ...(platform.platform === 'CUSTOM' ? { custom: customOf(draft) } : {}),
  };
}
