import type { HttpReply } from '../../src/domain/http-exchange';
import type { LeadData } from '../../src/domain/lead';
import type { PixelTarget } from '../../src/domain/pixel';
import type { PixelInput, Platform, SettingsField } from '../../src/platforms/platform';
import { ACCESS_TOKEN, pixelTarget, RICH_LEAD } from './conversion-events';

export const SIGNING_SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;

export const LEADS: [string, LeadData][] = [
  ['rich', RICH_LEAD],
  ['poor', { email: 'a@example.com' }],
  ['empty', {}],
  ['odd', { email: '', phone: '\u202e', address: {}, clickIds: null, answers: null, gender: '👻', clickedAt: 'never' }],
];

/** Texts that have a form of their own, by the field's name. */
const TEXTS: Record<string, string> = {
  apiVersion: 'v25.0',
  limitedDataUseStates: 'CA, Colorado',
  successStatus: '200-299,409',
  successJsonPath: 'data.0.ok',
};

/** A value that a settings field takes. */
export function settingOf({ name, type }: SettingsField): unknown {
  if (type === 'boolean') return true;
  if (type === 'number') return 1;
  if (type.startsWith('choice:')) return type.slice('choice:'.length).split('|')[0];
  return TEXTS[name] ?? 'abc123';
}

/** All at once, because one may ask for another. */
export function allSettings({ settingsFields }: Platform): Record<string, unknown> {
  return Object.fromEntries(settingsFields.map((field) => [field.name, settingOf(field)]));
}

export function requiredSettings({ settingsFields }: Platform): Record<string, unknown> {
  return Object.fromEntries(
    settingsFields.filter(({ required }) => required).map((field) => [field.name, settingOf(field)]),
  );
}

/** A platform whose URL is the pixel's own takes a template instead of id and token. */
export function goodInput(platform: Platform): PixelInput {
  const isTemplate = platform.defaultBaseUrl === null;
  return {
    platformPixelId: isTemplate ? null : '1234567890',
    accessToken: isTemplate ? null : ACCESS_TOKEN,
    custom: isTemplate
      ? {
          method: 'POST',
          url: 'https://receiver.example/hook?lead={lead_id}&mail={email_sha256}',
          headers: [{ name: 'authorization', value: `Bearer ${ACCESS_TOKEN}`, secret: true }],
          body: '{"id":"{event_id}","event":"{event_name}","mail":"{email}","value":"{value}"}',
        }
      : null,
    signingSecrets: isTemplate ? [SIGNING_SECRET] : [],
    settings: requiredSettings(platform),
  };
}

export function targetOf(platform: Platform): PixelTarget {
  const { platformPixelId, accessToken, custom, signingSecrets, settings } = goodInput(platform);
  const baseUrl = platform.defaultBaseUrl ?? 'https://receiver.example';
  return pixelTarget({
    platform: platform.code,
    baseUrl,
    platformPixelId,
    accessToken,
    custom,
    signingSecrets,
    settings,
  });
}

export function reply(status: number, body: string, headers: Record<string, string> = {}): HttpReply {
  return { kind: 'reply', status, headers, body };
}
