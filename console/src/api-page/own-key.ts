import { currentKey } from '../api/session';
import type { ApiKey } from './queries';

/** Whether a key is the one that this tab is signed in with. */
export type Mine = 'yes' | 'maybe' | 'no';

/**
 * The API tells no key but its end: those with the end and the scopes of the tab's own may be it, and where only one is
 * like that, it is.
 */
export function ownKeys(keys: readonly ApiKey[], scopes: readonly string[]): (id: string) => Mine {
  const own = currentKey() ?? '';
  const like = keys.filter(
    (key) =>
      own.endsWith(key.hint) &&
      key.scopes.length === scopes.length &&
      key.scopes.every((scope) => scopes.includes(scope)),
  );
  return (id) => (!like.some((key) => key.id === id) ? 'no' : like.length === 1 ? 'yes' : 'maybe');
}
