import type { VariablesOf } from '../api/graphql';
import { text } from '../text';
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

const EMPTY: PixelDraft = {
  name: '',
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

type Suggested = Pick<PixelDraft, 'name' | 'platformPixelId' | 'accessToken' | 'url' | 'body'>;

/** A pixel of the sandbox that can be connected as it stands. `taken` are the names of the other pixels. */
export function newDraft(platform: PlatformInfo, taken: readonly string[]): PixelDraft {
  return { ...EMPTY, ...suggested(platform, EMPTY.endpoint, taken) };
}

/** The draft for the sandbox or for live. What was suggested and left as it was gives way; what was typed stays. */
export function withEndpoint(
  draft: PixelDraft,
  endpoint: string,
  platform: PlatformInfo,
  taken: readonly string[],
): PixelDraft {
  const before = suggested(platform, draft.endpoint, taken);
  const after = suggested(platform, endpoint, taken);
  const untouched = Object.keys(before).filter(
    (key) => draft[key as keyof Suggested] === before[key as keyof Suggested],
  );
  return { ...draft, ...Object.fromEntries(untouched.map((key) => [key, after[key as keyof Suggested]])), endpoint };
}

/** For a live pixel nothing is made up but its name. */
function suggested({ platform, label }: PlatformInfo, endpoint: string, taken: readonly string[]): Suggested {
  const isSandbox = endpoint === 'SANDBOX';
  const { platformPixelId, accessToken, url, body } = { ...EMPTY, ...(isSandbox ? madeUp(platform) : {}) };
  const name = unique(text.integrations.form.suggestedName(label, isSandbox), taken);
  return { name, platformPixelId, accessToken, url, body };
}

/** The name itself, or with the first number that makes it another than all those taken. */
function unique(name: string, taken: readonly string[]): string {
  const used = new Set(taken.map((other) => other.toLowerCase()));
  let number = 1;
  const numbered = () => (number === 1 ? name : `${name} ${number}`);
  while (used.has(numbered().toLowerCase())) number += 1;
  return numbered();
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

/** What is required and still empty, in words by the paths of the API's input. */
export function missingFields(draft: PixelDraft, { platform }: PlatformInfo, stored: boolean): Record<string, string> {
  const { missing, platformPixelId } = text.integrations.form;
  const idLabel = platformPixelId[platform] ?? text.integrations.pixelId;
  const isCustom = platform === 'CUSTOM';
  const asksId = !isCustom && !stored;
  const needs: [path: string, value: string, isAsked: boolean, message: string][] = [
    ['name', draft.name, true, missing.name],
    ['platformPixelId', draft.platformPixelId, asksId, missing.platformPixelId(idLabel)],
    ['accessToken', draft.accessToken, asksId, missing.accessToken],
    ['custom.url', draft.url, isCustom, missing.url],
  ];
  const empty = needs.filter(([, value, isAsked]) => isAsked && value.trim() === '');
  return Object.fromEntries(empty.map(([path, , , message]) => [path, message]));
}

/** Values that the sandbox takes, for those who only want to look. */
function madeUp(platform: string): Partial<PixelDraft> {
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
