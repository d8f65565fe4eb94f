import type { LeadVault } from './lead-vault';
import type { Keyring } from './secrets';

/** What belongs to a lead is sealed under its key; what has no lead (the sample) under the service's. */
export function sealFor(vault: LeadVault | null, keyring: Keyring, value: unknown, context: string): Buffer {
  return vault ? vault.sealJson(value, context) : keyring.seal(JSON.stringify(value), context);
}
