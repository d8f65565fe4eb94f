import type { FieldFault } from '../../domain/errors';
import { adPixelFaults } from '../ad-platform-input';
import { LIMITED_STATES_FIELD } from '../limited-data-use';
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
  return adPixelFaults(input, {
    idPattern: /^[A-Za-z0-9]{1,64}$/,
    idFault: 'must be letters and digits, as Events Manager shows the pixel code or event set id',
    settings: SETTINGS,
    settingFault: (value) =>
      EVENT_SOURCES.some((source) => source === value) ? null : `must be one of ${EVENT_SOURCES.join(', ')}`,
  });
}
