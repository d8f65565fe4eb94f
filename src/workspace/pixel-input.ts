import type { FieldFault } from '../domain/errors';
import type { CustomHeader, CustomPixel, HttpMethod, PixelEndpoint } from '../domain/pixel';
import type { PixelEntity, PixelSecrets } from '../persistence/entities/pixel';
import type { PixelInput, PixelSettings, Platform } from '../platforms/platform';

/** Whatever a caller says of them, these headers are credentials. */
const ALWAYS_SECRET = new Set(['authorization', 'proxy-authorization', 'cookie']);
const HINT_CHARACTERS = 4;
/** A hint of a short token would be the token. */
const HINTED_FROM = 8;

export interface HeaderChange {
  name: string;
  value?: string | null;
  secret: boolean;
}

export interface CustomChanges {
  method?: HttpMethod | null;
  url?: string | null;
  headers?: HeaderChange[] | null;
  body?: string | null;
  signingSecret?: string | null;
}

/** Absent keeps, null clears. */
export interface PixelChanges {
  name?: string | null;
  accessToken?: string | null;
  custom?: CustomChanges | null;
  settings?: unknown;
  paused?: boolean | null;
}

export interface ConnectInput {
  name: string;
  platform: string;
  endpoint: PixelEndpoint;
  platformPixelId?: string | null;
  accessToken?: string | null;
  custom?: CustomChanges | null;
  settings?: unknown;
}

interface Stored {
  row: PixelEntity;
  secrets: PixelSecrets;
}

/** What the pixel would be after the call, checked by its platform; faults name their place in the caller's input. */
export function pixelInputOf(
  input: PixelChanges & { platformPixelId?: string | null },
  platform: Platform,
  stored: Stored | null,
): { values: PixelInput; faults: FieldFault[] } {
  const faults: FieldFault[] = [];
  const custom = customOf(input.custom, stored, faults);
  const values: PixelInput = {
    platformPixelId: stored ? stored.row.platformPixelId : (input.platformPixelId ?? null),
    accessToken: input.accessToken === undefined ? (stored?.secrets.accessToken ?? null) : input.accessToken,
    custom,
    signingSecrets: signingSecretsOf(input.custom, stored),
    settings: settingsOf(input.settings, platform, stored, faults),
  };
  const checked = platform.checkPixel(values).map((fault) => ({ ...fault, path: `input.${fault.path}` }));
  return { values, faults: [...faults, ...checked] };
}

function customOf(
  changes: CustomChanges | null | undefined,
  stored: Stored | null,
  faults: FieldFault[],
): CustomPixel | null {
  const before = stored?.row.custom ?? null;
  if (changes === null) {
    if (before) faults.push({ path: 'input.custom', message: 'must not be empty' });
    return null;
  }
  if (changes === undefined && !before) return null;
  for (const name of ['method', 'url', 'headers'] as const) {
    if (changes?.[name] === null) faults.push({ path: `input.custom.${name}`, message: 'must not be empty' });
  }
  const known = new Map(Object.entries(stored?.secrets.headers ?? {}));
  return {
    method: changes?.method ?? before?.method ?? 'POST',
    url: changes?.url ?? before?.url ?? '',
    headers: changes?.headers
      ? changes.headers.map((header, index) => headerOf(header, known, index, faults))
      : (before?.headers ?? []).map((header) => ({
          ...header,
          value: header.secret ? (known.get(lower(header)) ?? '') : header.value,
        })),
    body: changes?.body === undefined ? (before?.body ?? null) : changes.body,
  };
}

const lower = ({ name }: { name: string }) => name.toLowerCase();

/** A secret header without a value keeps the stored one. */
function headerOf(header: HeaderChange, known: Map<string, string>, index: number, faults: FieldFault[]): CustomHeader {
  const secret = header.secret || ALWAYS_SECRET.has(lower(header));
  const value = header.value ?? (secret ? known.get(lower(header)) : undefined);
  if (value === undefined) faults.push({ path: `input.custom.headers.${index}.value`, message: 'is required' });
  return { name: header.name, value: value ?? '', secret };
}

/** A new signing secret goes first and the one before it signs too, so that receivers can change over. */
function signingSecretsOf(changes: CustomChanges | null | undefined, stored: Stored | null): string[] {
  const before = stored?.secrets.signingSecrets ?? [];
  if (changes?.signingSecret === undefined) return before;
  if (changes.signingSecret === null) return [];
  return [...new Set([changes.signingSecret, ...before])].slice(0, 2);
}

function settingsOf(
  given: unknown,
  platform: Platform,
  stored: Stored | null,
  faults: FieldFault[],
): Record<string, unknown> {
  const keptSecrets = stored?.secrets.settings ?? {};
  if (given === undefined) return { ...stored?.row.settings, ...keptSecrets };
  if (given === null) return {};
  if (typeof given !== 'object' || Array.isArray(given)) {
    faults.push({ path: 'input.settings', message: 'must be an object' });
    return {};
  }
  const names = new Set(platform.settingsFields.filter(({ secret }) => secret).map(({ name }) => name));
  const kept = Object.entries(keptSecrets).filter(([name]) => names.has(name) && !Object.hasOwn(given, name));
  const entries = Object.entries(given).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(kept), ...Object.fromEntries(entries) };
}

/** The columns of a checked pixel, and what of it is sealed. */
export function checkedPixel(values: PixelInput, platform: Platform) {
  const { accessToken, custom, signingSecrets } = values;
  const secretNames = new Set(platform.settingsFields.filter(({ secret }) => secret).map(({ name }) => name));
  const part = (secret: boolean) =>
    Object.fromEntries(Object.entries(values.settings).filter(([name]) => secretNames.has(name) === secret));
  const secretHeaders = custom?.headers.filter(({ secret }) => secret) ?? [];
  const secrets: PixelSecrets = {
    ...(accessToken ? { accessToken } : {}),
    headers: Object.fromEntries(secretHeaders.map((header) => [lower(header), header.value])),
    signingSecrets,
    settings: part(true),
  };
  const columns = {
    platformPixelId: values.platformPixelId,
    accessTokenHint: hintOf(accessToken),
    custom: custom && {
      ...custom,
      headers: custom.headers.map((header) => (header.secret ? { ...header, value: '' } : header)),
      signed: signingSecrets.length > 0,
    },
    settings: platform.settingsFields.length > 0 ? part(false) : null,
  };
  return { columns, secrets };
}

/** A stored pixel for warnings: nothing is opened, a signed one has a secret that is none. */
export function pixelSettingsOf(row: PixelEntity): PixelSettings {
  const { id, platform, endpoint, platformPixelId, custom } = row;
  const signingSecrets = custom?.signed ? [''] : [];
  return { id, platform, endpoint, baseUrl: '', platformPixelId, settings: row.settings ?? {}, custom, signingSecrets };
}

function hintOf(token: string | null): string | null {
  return token !== null && token.length >= HINTED_FROM ? token.slice(-HINT_CHARACTERS) : null;
}
