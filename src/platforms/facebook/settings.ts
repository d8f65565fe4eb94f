import type { FieldFault } from '../../domain/errors';
import { adPixelFaults } from '../ad-platform-input';
import { LIMITED_STATES_FIELD } from '../limited-data-use';
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
  return adPixelFaults(input, {
    idPattern: /^\d{1,30}$/,
    idFault: 'must be digits, as Events Manager shows it',
    settings: SETTINGS,
    settingFault: (value) =>
      typeof value === 'string' && /^v\d{2}\.\d$/.test(value) ? null : 'must be a version such as v25.0',
  });
}
