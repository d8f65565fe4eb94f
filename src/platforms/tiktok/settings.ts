import type { FieldFault } from '../../domain/errors';
import { LIMITED_STATES_FIELD, limitedStatesFault } from '../limited-data-use';
import type { PixelInput, SettingsField } from '../platform';
import { EVENT_SOURCES } from './event-source';

export const SETTINGS: readonly SettingsField[] = [
  {
    name: 'eventSource',
    label: 'Event source',
    description:
      'What the pixel id is the id of: web for a pixel code (also when absent), crm or offline for an event set of that kind.',
    type: `choice:${EVENT_SOURCES.join('|')}`,
    required: false,
    secret: false,
  },
  {
    name: 'limitedDataUse',
    label: 'Limited data use',
    description:
      'Sends limited_data_use for every lead: TikTok limits what it does with events from places whose law asks for it.',
    type: 'boolean',
    required: false,
    secret: false,
  },
  LIMITED_STATES_FIELD,
];

/** All faults of a TikTok pixel's input. */
export function checkTikTokPixel(input: PixelInput): FieldFault[] {
  const faults: FieldFault[] = [];
  const fault = (path: string, message: string) => faults.push({ path, message });
  if (!input.platformPixelId) fault('platformPixelId', 'is required');
  else if (!/^[A-Za-z0-9]{1,64}$/.test(input.platformPixelId))
    fault('platformPixelId', 'must be letters and digits, as Events Manager shows the pixel code or event set id');
  if (!input.accessToken) fault('accessToken', 'is required');
  else if (!/^[\x21-\x7e]{1,1000}$/.test(input.accessToken))
    fault('accessToken', 'must be visible characters without a space');
  if (input.custom) fault('custom', 'is for custom pixels alone');
  return [...faults, ...settingsFaults(input.settings)];
}

function settingsFaults(settings: Record<string, unknown>): FieldFault[] {
  return Object.entries(settings).flatMap(([name, value]) => {
    const message = settingFault(name, value);
    return message ? [{ path: `settings.${name}`, message }] : [];
  });
}

function settingFault(name: string, value: unknown): string | null {
  const field = SETTINGS.find((known) => known.name === name);
  if (!field) return 'is no setting of this platform';
  if (field.type === 'boolean') return typeof value === 'boolean' ? null : 'must be true or false';
  if (name === LIMITED_STATES_FIELD.name) return limitedStatesFault(value);
  const known = EVENT_SOURCES.some((source) => source === value);
  return known ? null : `must be one of ${EVENT_SOURCES.join(', ')}`;
}
