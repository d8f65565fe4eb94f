import type { Fields } from './condition-fields';

/** What the builder's own parts are handed; names and messages are by the builder's ids. */
export interface BuilderContext {
  fields: Fields;
  names: ReadonlyMap<string, string>;
  /** What is not filled in yet: told once the person was there, or tried to save. */
  missing: Record<string, string>;
  /** What the API refused. */
  faults: Record<string, string>;
  tried: boolean;
}

/** The message of a group or condition that is to be told now, if any. */
export function faultOf({ missing, faults, tried }: BuilderContext, id: string, touched: boolean): string | undefined {
  const unfilled = missing[id];
  if (unfilled !== undefined) return touched || tried ? unfilled : undefined;
  return faults[id];
}

/** As a name of its own, not inside a sentence. */
export function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Removes a condition or group, and leaves the focus in the group that it was in rather than nowhere. */
export function removeFrom({ currentTarget }: { currentTarget: Element }, remove: () => void): void {
  const around = currentTarget.closest('[role=group]')?.parentElement?.closest('[role=group]');
  remove();
  around?.querySelector('input')?.focus();
}
