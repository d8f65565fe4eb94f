import { type Client, createClient } from 'graphql-ws';
import { currentKey, signOut } from './session';

const FORBIDDEN = 4403;
/** The protocol's own code for a peer that does not answer. */
const REQUEST_TIMEOUT = 4408;
const PING_MS = 10_000;
const PONG_WITHIN_MS = 5_000;

const listeners = new Set<() => void>();

/** Calls back each time a WebSocket is taken on by the service; answers a function that stops it. */
export function onConnected(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** One WebSocket of this key, opened when something subscribes. Who follows takes up a lost stream itself, by cursor. */
export function openSocket(): Client {
  let socket: WebSocket | null = null;
  let silence: ReturnType<typeof setTimeout> | undefined;
  return createClient({
    url: `${location.origin.replace(/^http/, 'ws')}/graphql`,
    connectionParams: () => ({ authorization: `Bearer ${currentKey()}` }),
    retryAttempts: 0,
    keepAlive: PING_MS,
    on: {
      connected: (opened) => {
        socket = opened as WebSocket;
        for (const listener of listeners) listener();
      },
      ping: (received) => {
        if (received) return;
        silence = setTimeout(() => socket?.close(REQUEST_TIMEOUT, 'Request Timeout'), PONG_WITHIN_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(silence);
      },
      closed: (event) => {
        clearTimeout(silence);
        if ((event as CloseEvent).code === FORBIDDEN) signOut('revoked');
      },
    },
  });
}
