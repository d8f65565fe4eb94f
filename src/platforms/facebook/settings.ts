import type { FieldFault } from '../../domain/errors';
import { LIMITED_STATES_FIELD, limitedStatesFault } from '../limited-data-use';
import type { PixelInput, SettingsField } from '../platform';

export const SETTINGS: readonly SettingsField[] = [
  {
    name: 'apiVersion',
    label: 'Graph API version',
    description: 'Such as v25.0; absent means the default of this release.',
    type: 'text',
    required: false,
    secret: false,
  },
  {
    name: 'limitedDataUse',
    label: 'Limited data use',
    description:
      'Sends data_processing_options LDU for every lead; Facebook applies it where the law of the lead’s state asks for it.',
    type: 'boolean',
    required: false,
    secret: false,
  },
  LIMITED_STATES_FIELD,
  {
    name: 'optOut',
    label: 'Attribution only',
    description: 'Sends opt_out: events are used for attribution, not for optimising delivery.',
    type: 'boolean',
    required: false,
    secret: false,
  },
];

/** All faults of a Facebook pixel's input. */
export function checkFacebookPixel(input: PixelInput): FieldFault[] {
  const faults: FieldFault[] = [];
  const fault = (path: string, message: string) => faults.push({ path, message });
  if (!input.platformPixelId) fault('platformPixelId', 'is required');
  else if (!/^\d{1,30}$/.test(input.platformPixelId))
    fault('platformPixelId', 'must be digits, as Events Manager shows it');
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
  return typeof value === 'string' && /^v\d{2}\.\d$/.test(value) ? null : 'must be a version such as v25.0';
}
