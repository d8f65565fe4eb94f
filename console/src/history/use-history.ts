import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { type Client, type CombinedError, useClient } from 'urql';
import { useReader } from '../api/reader';
import { tell } from '../shell/tell';
import { text } from '../text';
import type { Connection } from './follow';
import { openLiveRows, readPage } from './live-rows';
import type { Filter, Row } from './queries';
import { MOST_ROWS, NO_ROWS, type Rows, withChanges, withFreshShown, withPage } from './rows';

export interface History {
  rows: Rows<Row>;
  connection: Connection;
  error: CombinedError | undefined;
  loading: boolean;
  loadMore: () => void;
  showFresh: () => void;
  /** Where the reader is: at the top new firings come in, and those that left the filter go, at once. */
  setAtTop: (atTop: boolean) => void;
  retry: () => void;
}

/** The history of a filter: pages of older ones on demand, new ones and changes as they happen. */
export function useHistory(filter: Filter): History {
  const client = useClient();
  const reader = useReader();
  const [rows, setRows] = useState<Rows<Row>>(NO_ROWS);
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
      reader,
      filter,
      onConnection: setConnection,
      onFirstPage(page, refused) {
        setLoading(false);
        setError(refused);
        if (page) setRows(withPage<Row>(NO_ROWS, page));
      },
      onChanges: (changes) =>
        setRows((before) => {
          const next = withChanges(before, changes, filter.statuses);
          return atTop.current ? withFreshShown(next, filter.statuses) : next;
        }),
      onExpired() {
        tell(text.history.expired, 'yellow');
        retry();
      },
    });
  }, [client, reader, filter, generation, retry]);

  // So many came in while the reader stayed at the top: what is far below is read again when it is wanted.
  const overfull = rows.shown.length > MOST_ROWS;
  useEffect(() => {
    if (overfull) retry();
  }, [overfull, retry]);

  const loadMore = useLoadMore({ reader, filter, list, rows, setRows, setLoading, setError });
  const { detached } = rows;
  const settle = useCallback(() => setRows((before) => withFreshShown(before, filter.statuses)), [filter]);
  const showFresh = useCallback(() => (detached ? retry() : settle()), [detached, retry, settle]);
  const setAtTop = useCallback(
    (next: boolean) => {
      atTop.current = next;
      if (next) settle();
    },
    [settle],
  );
  return { rows, connection, error, loading, loadMore, showFresh, setAtTop, retry };
}

interface LoadMoreOptions {
  reader: Client;
  filter: Filter;
  /** Another object for each list that is begun. */
  list: RefObject<object>;
  rows: Rows<Row>;
  setRows: (change: (before: Rows<Row>) => Rows<Row>) => void;
  setLoading: (loading: boolean) => void;
  setError: (error: CombinedError | undefined) => void;
}

/** Asks for the next page of older ones, one at a time. */
function useLoadMore({
  reader,
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
    const { data, error } = await readPage(reader, filter, endCursor);
    // A page that comes after the list was begun anew belongs to one that is no more.
    if (list.current !== mine) return;
    asking.current = null;
    setLoading(false);
    setError(error);
    if (!data) return;
    const { nodes, pageInfo } = data.firings;
    setRows((before) => withPage(before, { nodes, ...pageInfo }));
  }, [reader, filter, list, hasMore, endCursor, setRows, setLoading, setError]);
}
