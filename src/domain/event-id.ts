import { createHmac } from 'node:crypto';

/** A keyed hash, the same for the same parts: nobody without the key can guess an id or tell what it was made of. */
export function eventIdOf(key: Buffer, parts: readonly (string | number)[]): string {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** Under fire once of workspace, rule and lead alone, so that a later trigger repeats it and the platform deduplicates. */
export function ruleEventId(
  key: Buffer,
  of: {
    workspaceId: string;
    ruleId: string;
    leadId: string;
    status: string;
    /** The caller's id of the occurrence, else its number under the status: "1" and 1 are two occurrences. */
    occurrence: string | number;
    fireOnce: boolean;
  },
): string {
  const base = [of.workspaceId, of.ruleId, of.leadId];
  return eventIdOf(key, of.fireOnce ? base : [...base, of.status, of.occurrence]);
}
