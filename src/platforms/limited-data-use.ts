import type { LeadData } from '../domain/lead';
import { countryOf } from './normalize/country';
import { usStateOf } from './normalize/place';
import type { SettingsField } from './platform';

/** Whose data the platform may use to a limited extent only. */
export interface DataUseLimit {
  /** The lead's US state as a two-letter code; null where the lead does not tell one. */
  state: string | null;
}

export const LIMITED_STATES_FIELD: SettingsField = {
  name: 'limitedDataUseStates',
  label: 'Limited data use by state',
  description:
    'US states with commas between, such as CA,CO: limits the data use of leads who live there, and of leads whose state is not known. Limited data use alone is for all leads.',
  type: 'text',
  required: false,
  secret: false,
};

/** What is wrong with the setting `limitedDataUseStates`, or null. */
export function limitedStatesFault(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 1_000) return 'must be US states with commas between, such as CA,CO';
  const unknown = value.split(',').find((state) => usStateOf(state) === null);
  return unknown === undefined ? null : 'must name US states only, with commas between, such as CA,CO';
}

/**
 * Null where the pixel does not ask for it. With states named, a lead that may live in one of them is limited: for one
 * whose state nobody knows the platforms look at the place themselves, so that limiting it costs nothing elsewhere.
 */
export function dataUseLimitOf({ address }: LeadData, settings: Record<string, unknown>): DataUseLimit | null {
  const { limitedDataUse, limitedDataUseStates: named } = settings;
  const country = address?.country ? countryOf(address.country) : null;
  const isElsewhere = country !== null && country !== 'us';
  const state = !isElsewhere && address?.state ? usStateOf(address.state) : null;
  if (limitedDataUse === true) return { state };
  if (typeof named !== 'string' || isElsewhere) return null;
  const states = named.split(',').map(usStateOf);
  return state === null || states.includes(state) ? { state } : null;
}

/** Told where the setting names states and the lead does not say which is his. */
export function unknownStateWarnings(lead: LeadData, settings: Record<string, unknown>): string[] {
  const limit = dataUseLimitOf(lead, settings);
  return limit?.state === null && settings.limitedDataUse !== true
    ? ['The lead’s US state is not known: its data use was limited, as the pixel asks for some states.']
    : [];
}
