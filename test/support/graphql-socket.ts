import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Answer, Body } from './graphql-http';
import { until } from './until';

/** One subscription (or query, or mutation) on a socket. */
export interface Stream<Data = Body> {
  /** All that came so far. */
  events: Omit<Answer<Data>, 'status'>[];
  /** Set when the operation is over: `null` where the server completed it, else what it failed with. */
  ended(): Promise<unknown>;
  /** Waits until so many have come. */
  next(count: number): Promise<Omit<Answer<Data>, 'status'>[]>;
  close(): Promise<void>;
}

export interface Connection {
  /** Resolves once the server took the key. */
  ready(): Promise<void>;
  subscribe(document: string, variables?: object): Stream;
  /** The code that the socket was closed with. */
  closed(): Promise<number>;
  close(): Promise<void>;
}

/** A socket to the API, with the key where a client puts it. It does not come back when it is closed. */
export function connect(url: string, key: string | null): Connection {
  let code: number | null = null;
  let acknowledged = false;
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    lazy: false,
    retryAttempts: 0,
    connectionParams: key === null ? {} : { authorization: `Bearer ${key}` },
    onNonLazyError: () => {},
    on: {
      connected: () => {
        acknowledged = true;
      },
      closed: (event) => {
        code = (event as { code: number }).code;
      },
    },
  });
  const closed = async () =>
    (await until(
      'a closed socket',
      () => code,
      (value) => value !== null,
    )) as number;
  return {
    ready: async () => void (await until('an acknowledged socket', () => acknowledged, Boolean)),
    subscribe: (document, variables) => streamOf(client, document, variables),
    closed,
    async close() {
      await client.dispose();
      if (acknowledged) await closed();
    },
  };
}

function streamOf(client: ReturnType<typeof createClient>, query: string, variables?: object): Stream {
  const events: Stream['events'] = [];
  let over: { with: unknown } | null = null;
  const stop = client.subscribe(
    { query, variables: variables as Record<string, unknown> },
    {
      next: (event) => events.push(event as never),
      error: (error) => {
        over = { with: error };
      },
      complete: () => {
        over = { with: null };
      },
    },
  );
  return {
    events,
    ended: async () => ((await until('an ended operation', () => over, Boolean)) as unknown as { with: unknown }).with,
    next: (count) =>
      until(
        `${count} events`,
        () => events,
        (all) => all.length >= count,
      ),
    close: async () => stop(),
  };
}
