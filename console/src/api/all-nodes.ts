import { useCallback, useEffect, useState } from 'react';
import { type Client, type CombinedError, type TypedDocumentNode, useClient } from 'urql';

/** One page of a list of the API. */
export interface Connection<Node> {
  nodes: readonly Node[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** A list read to its end. */
export interface AllNodes<Node> {
  /** Null until the last page is there. */
  nodes: readonly Node[] | null;
  /** The list is longer than `MOST_NODES`: its rest was left out. */
  cut: boolean;
  error: CombinedError | undefined;
  retry: () => void;
}

/** A picker with more entries than this helps nobody. */
const MOST_NODES = 2_000;

type ListQuery<Data> = TypedDocumentNode<Data, { after?: string | null }>;
type Read<Node> = Omit<AllNodes<Node>, 'retry'>;

/** Reads one page after the other; `query` takes its cursor as the variable `after`. */
async function readAll<Data, Node>(
  client: Client,
  query: ListQuery<Data>,
  connectionOf: (data: Data) => Connection<Node>,
): Promise<Read<Node>> {
  const nodes: Node[] = [];
  let after: string | null = null;
  for (;;) {
    const { data, error } = await client.query(query, { after }, { requestPolicy: 'network-only' }).toPromise();
    if (!data) return { nodes: null, cut: false, error };
    const connection = connectionOf(data);
    nodes.push(...connection.nodes);
    const { hasNextPage, endCursor } = connection.pageInfo;
    if (!hasNextPage || nodes.length >= MOST_NODES) return { nodes, cut: hasNextPage, error: undefined };
    after = endCursor;
  }
}

/**
 * All entries of a list, for pickers: all its pages, up to `MOST_NODES`. The query has a variable `after` and asks for
 * `pageInfo { hasNextPage endCursor }`; `connectionOf` must stay the same between renders.
 */
export function useAllNodes<Data, Node>(
  query: ListQuery<Data>,
  connectionOf: (data: Data) => Connection<Node>,
): AllNodes<Node> {
  const client = useClient();
  const [read, setRead] = useState<Read<Node>>({ nodes: null, cut: false, error: undefined });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt reads everything anew.
  useEffect(() => {
    let current = true;
    readAll(client, query, connectionOf).then((result) => {
      if (current) setRead(result);
    });
    return () => {
      current = false;
    };
  }, [client, query, connectionOf, attempt]);
  const retry = useCallback(() => setAttempt((before) => before + 1), []);
  return { ...read, retry };
}
