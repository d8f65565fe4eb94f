import type { FieldFault } from '../domain/errors';
import { LIMITED_STATES_FIELD, limitedStatesFault } from './limited-data-use';
import type { PixelInput, SettingsField } from './platform';

const TOKEN = /^[\x21-\x7e]{1,1000}$/;

/** What an ad platform's pixel has of its own: the form of its id, and the settings that only it can check. */
export interface AdPlatformInput {
  idPattern: RegExp;
  idFault: string;
  settings: readonly SettingsField[];
  /** What is wrong with the value of a setting that is neither a boolean nor the list of states. */
  settingFault(value: unknown): string | null;
}

/** All faults of a pixel with an id and an access token. */
export function adPixelFaults(input: PixelInput, own: AdPlatformInput): FieldFault[] {
  const { platformPixelId, accessToken, custom, settings } = input;
  const faults: FieldFault[] = [];
  const fault = (path: string, message: string) => faults.push({ path, message });
  if (!platformPixelId) fault('platformPixelId', 'is required');
  else if (!own.idPattern.test(platformPixelId)) fault('platformPixelId', own.idFault);
  if (!accessToken) fault('accessToken', 'is required');
  else if (!TOKEN.test(accessToken)) fault('accessToken', 'must be visible characters without a space');
  if (custom) fault('custom', 'is for custom pixels alone');
  for (const [name, value] of Object.entries(settings)) {
    const message = settingFault(name, value, own);
    if (message) fault(`settings.${name}`, message);
  }
  return faults;
}

function settingFault(name: string, value: unknown, own: AdPlatformInput): string | null {
  const field = own.settings.find((known) => known.name === name);
  if (!field) return 'is no setting of this platform';
  if (field.type === 'boolean') return typeof value === 'boolean' ? null : 'must be true or false';
  return name === LIMITED_STATES_FIELD.name ? limitedStatesFault(value) : own.settingFault(value);
}
