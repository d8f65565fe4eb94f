import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { type CombinedError, useClient } from 'urql';
import { tell } from '../shell/tell';
import { text } from '../text';
import type { Connection } from './follow';
import { openLiveRows, readPage } from './live-rows';
import type { Filter } from './queries';
import { NO_ROWS, type Rows, withChanges, withFreshShown, withPage } from './rows';

export interface History {
  rows: Rows;
  connection: Connection;
  error: CombinedError | undefined;
  loading: boolean;
  loadMore: () => void;
  showFresh: () => void;
  /** Where the reader is: at the top new firings come in at once. */
  setAtTop: (atTop: boolean) => void;
  retry: () => void;
}

/** The history of a filter: pages of older ones on demand, new ones and changes as they happen. */
export function useHistory(filter: Filter): History {
  const client = useClient();
  const [rows, setRows] = useState<Rows>(NO_ROWS);
  const [connection, setConnection] = useState<Connection>('connecting');
  const [error, setError] = useState<CombinedError>();
  const [loading, setLoading] = useState(true);
  const [generation, setGeneration] = useState(0);
  const atTop = useRef(true);
  const list = useRef({});
  const retry = useCallback(() => setGeneration((before) => before + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another generation reads everything anew.
  useEffect(() => {
    list.current = {};
    setRows(NO_ROWS);
    setLoading(true);
    return openLiveRows({
      client,
      filter,
      onConnection: setConnection,
      onFirstPage(page, refused) {
        setLoading(false);
        setError(refused);
        if (page) setRows(withPage(NO_ROWS, page.nodes, page.hasNextPage, page.endCursor));
      },
      onChanges: (changes) =>
        setRows((before) => {
          const next = withChanges(before, changes, filter.statuses);
          return atTop.current ? withFreshShown(next) : next;
        }),
      onExpired() {
        tell(text.history.expired, 'yellow');
        retry();
      },
    });
  }, [client, filter, generation, retry]);

  const loadMore = useLoadMore({ client, filter, list, rows, setRows, setLoading, setError });
  const showFresh = useCallback(() => setRows(withFreshShown), []);
  const setAtTop = useCallback((next: boolean) => {
    atTop.current = next;
    if (next) setRows(withFreshShown);
  }, []);
  return { rows, connection, error, loading, loadMore, showFresh, setAtTop, retry };
}

interface LoadMoreOptions {
  client: ReturnType<typeof useClient>;
  filter: Filter;
  /** Another object for each list that is begun. */
  list: RefObject<object>;
  rows: Rows;
  setRows: (change: (before: Rows) => Rows) => void;
  setLoading: (loading: boolean) => void;
  setError: (error: CombinedError | undefined) => void;
}

/** Asks for the next page of older ones, one at a time. */
function useLoadMore({
  client,
  filter,
  list,
  rows: { hasMore, endCursor },
  setRows,
  setLoading,
  setError,
}: LoadMoreOptions) {
  const asking = useRef<object | null>(null);
  return useCallback(async () => {
    const mine = list.current;
    if (!hasMore || asking.current === mine) return;
    asking.current = mine;
    setLoading(true);
    const { data, error } = await readPage(client, filter, endCursor);
    // A page that comes after the list was begun anew belongs to one that is no more.
    if (list.current !== mine) return;
    asking.current = null;
    setLoading(false);
    setError(error);
    if (!data) return;
    const { nodes, pageInfo } = data.firings;
    setRows((before) => withPage(before, nodes, pageInfo.hasNextPage, pageInfo.endCursor));
  }, [client, filter, list, hasMore, endCursor, setRows, setLoading, setError]);
}
