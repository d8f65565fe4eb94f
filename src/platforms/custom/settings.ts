import type { FieldFault } from '../../domain/errors';
import type { SettingsField } from '../platform';
import { DEFAULT_STATUSES, jsonPathOf, statusesOf } from './success-rule';

function text(name: string, label: string, description: string, secret = false): SettingsField {
  return { name, label, description, type: 'text', required: false, secret };
}

export const SETTINGS: readonly SettingsField[] = [
  text(
    'successStatus',
    'Statuses that count as success',
    `HTTP statuses and ranges with commas between, such as 200-299,409; absent means ${DEFAULT_STATUSES}.`,
  ),
  text(
    'successBodyContains',
    'Text that a success has in its body',
    'Case matters; absent means that any body will do.',
  ),
  text(
    'successJsonPath',
    'Place in the answer’s JSON that must have a value',
    'Names and list positions with dots between, such as data.0.status; goes with successJsonEquals.',
  ),
  text('successJsonEquals', 'The value at that place', 'Compared as text: ok, 1, true.'),
  text('secret', 'Secret', 'A token for the macro {secret}, for receivers that want it in the URL or body.', true),
];

const CHECKS: Record<string, (value: string) => string | null> = {
  successStatus: (value) =>
    statusesOf(value) === null ? 'must be statuses and ranges from 100 to 599, such as 200-299,409' : null,
  successBodyContains: (value) => lengthFault(value, 500),
  successJsonPath: (value) =>
    jsonPathOf(value) === null ? 'must be names with dots between, such as data.0.status' : null,
  successJsonEquals: (value) => lengthFault(value, 500),
  secret: (value) => lengthFault(value, 1_000),
};

/** All faults of a custom pixel's settings. */
export function settingsFaults(settings: Record<string, unknown>): FieldFault[] {
  const faults = Object.entries(settings).flatMap(([name, value]) => {
    const message = settingFault(name, value);
    return message ? [{ path: `settings.${name}`, message }] : [];
  });
  const pair = (name: string, other: string) =>
    name in settings && !(other in settings)
      ? [{ path: `settings.${other}`, message: `is required with ${name}` }]
      : [];
  return [...faults, ...pair('successJsonPath', 'successJsonEquals'), ...pair('successJsonEquals', 'successJsonPath')];
}

function settingFault(name: string, value: unknown): string | null {
  if (!Object.hasOwn(CHECKS, name)) return 'is no setting of this platform';
  const plain = name === 'successJsonEquals' && /^(number|boolean)$/.test(typeof value);
  if (typeof value !== 'string') return plain ? null : 'must be a text';
  if (value.includes('\u0000') || !value.isWellFormed()) return 'must not contain NUL characters or broken Unicode';
  return CHECKS[name]?.(value) ?? null;
}

function lengthFault(value: string, most: number): string | null {
  return value.length >= 1 && value.length <= most ? null : `must have 1 to ${most} characters`;
}
