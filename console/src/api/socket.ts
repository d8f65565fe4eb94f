import { type Client, createClient } from 'graphql-ws';
import { currentKey, signOut } from './session';

/** How long a lost connection waits before the next try. */
const RETRY_MS = 1_000;
const FORBIDDEN = 4403;

/** One WebSocket of this key, opened when something subscribes. Who follows takes up a lost stream itself, by cursor. */
export function openSocket(): Client {
  return createClient({
    url: `${location.origin.replace(/^http/, 'ws')}/graphql`,
    connectionParams: () => ({ authorization: `Bearer ${currentKey()}` }),
    retryAttempts: 0,
    keepAlive: 10_000,
    on: {
      closed: (event) => {
        if ((event as CloseEvent).code === FORBIDDEN) signOut('revoked');
      },
    },
  });
}

export { RETRY_MS };
