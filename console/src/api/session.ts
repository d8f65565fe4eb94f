import { useSyncExternalStore } from 'react';

const STORED = 'pixel-tracking.key';
/** Kept as well: a page that is loaded anew meanwhile goes on checking it. */
const OFFERED = 'pixel-tracking.offered-key';

/** Why the page asks for a key again. */
export type SignedOutReason = 'revoked' | null;

interface Session {
  key: string | null;
  reason: SignedOutReason;
  /** A key that a link brought: the sign-in checks it as one that is typed. */
  offered: string | null;
}

let session: Session = { key: sessionStorage.getItem(STORED), reason: null, offered: sessionStorage.getItem(OFFERED) };
const listeners = new Set<() => void>();

function change(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

/** Takes the key out of `#key=…`, and the fragment out of the address before anything else can read it. */
export function takeKeyFromAddress(): void {
  const key = new URLSearchParams(location.hash.slice(1)).get('key');
  if (!key) return;
  history.replaceState(history.state, '', location.pathname + location.search);
  sessionStorage.removeItem(STORED);
  sessionStorage.setItem(OFFERED, key.trim());
  change({ key: null, reason: null, offered: key.trim() });
}

/** Keeps the key as long as the tab lives. */
export function signIn(key: string): void {
  sessionStorage.removeItem(OFFERED);
  sessionStorage.setItem(STORED, key);
  change({ key, reason: null, offered: null });
}

export function signOut(reason: SignedOutReason = null): void {
  if (session.key === null) return;
  sessionStorage.removeItem(STORED);
  change({ key: null, reason, offered: null });
}

export function currentKey(): string | null {
  return session.key;
}

export function useSession(): Session {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => session,
  );
}
