import type { Client } from 'urql';
import { onEnd, pipe, subscribe } from 'wonka';
import { codeOf } from '../api/errors';
import { onConnected } from '../api/socket';
import { FIRING_UPDATED, type Filter, type Row } from './queries';

const RETRY_MS = 1_000;

export type Connection = 'connecting' | 'live' | 'lost';

interface FollowOptions {
  client: Client;
  filter: Filter;
  /** Where the page that is shown was read. */
  after: string;
  onChange: (firing: Row) => void;
  onConnection: (connection: Connection) => void;
  /** The cursor is older than what the feed keeps: the list must be read anew. */
  onExpired: () => void;
}

/** Every change after the cursor, once and in order; a lost connection is taken up where it broke off. */
export function follow({ client, filter, after, onChange, onConnection, onExpired }: FollowOptions): () => void {
  let cursor = after;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unsubscribe = () => {};
  const live = () => {
    if (!stopped) onConnection('live');
  };
  const again = () => {
    if (stopped) return;
    onConnection('lost');
    clearTimeout(timer);
    timer = setTimeout(open, RETRY_MS);
  };
  const open = () => {
    unsubscribe();
    const stream = pipe(
      client.subscription(FIRING_UPDATED, { filter, after: cursor }),
      onEnd(again),
      subscribe(({ data, error }) => {
        if (stopped) return;
        if (error && codeOf(error) === 'CURSOR_EXPIRED') return onExpired();
        if (error || !data) return again();
        live();
        cursor = data.firingUpdated.cursor;
        onChange(data.firingUpdated.firing);
      }),
    );
    unsubscribe = stream.unsubscribe;
  };
  const stopListening = onConnected(live);
  onConnection('connecting');
  open();
  return () => {
    stopped = true;
    clearTimeout(timer);
    stopListening();
    unsubscribe();
  };
}
