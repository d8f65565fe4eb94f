import { useCallback, useEffect, useRef, useState } from 'react';
import { type CombinedError, useClient } from 'urql';
import { tell } from '../shell/tell';
import { text } from '../text';
import { feedFilter } from './filter';
import { type Connection, follow } from './follow';
import { FIRINGS, type Filter, type Row } from './queries';
import { NO_ROWS, type Rows, withChanges, withFreshShown, withPage } from './rows';

const PAGE = 60;
/** Changes are gathered so long, so that a burst is drawn once. */
const GATHER_MS = 80;

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
  const busy = useRef(false);

  const read = useCallback(
    async (after: string | null) => {
      const variables = { filter, after, first: PAGE };
      return client.query(FIRINGS, variables, { requestPolicy: 'network-only' }).toPromise();
    },
    [client, filter],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: another generation reads everything anew.
  useEffect(() => {
    let stopped = false;
    let stop = () => {};
    let gathered: Row[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      const changes = gathered;
      gathered = [];
      timer = undefined;
      setRows((before) => {
        const next = withChanges(before, changes, filter.statuses);
        return atTop.current ? withFreshShown(next) : next;
      });
    };
    const start = async () => {
      setRows(NO_ROWS);
      setLoading(true);
      busy.current = true;
      const { data, error: refused } = await read(null);
      busy.current = false;
      if (stopped) return;
      setLoading(false);
      setError(refused);
      if (!data) return;
      const { nodes, pageInfo, feedCursor } = data.firings;
      setRows(withPage(NO_ROWS, nodes, pageInfo.hasNextPage, pageInfo.endCursor));
      stop = follow({
        client,
        filter: feedFilter(filter),
        after: feedCursor,
        onConnection: setConnection,
        onChange(firing) {
          gathered.push(firing);
          timer ??= setTimeout(draw, GATHER_MS);
        },
        onExpired() {
          tell(text.history.expired, 'yellow');
          setGeneration((before) => before + 1);
        },
      });
    };
    start();
    return () => {
      stopped = true;
      clearTimeout(timer);
      stop();
    };
  }, [client, filter, read, generation]);

  // A page that comes after the filter has changed belongs to a list that is no more.
  const current = useRef(read);
  current.current = read;
  const { hasMore, endCursor } = rows;
  const loadMore = useCallback(async () => {
    if (busy.current || !hasMore) return;
    busy.current = true;
    setLoading(true);
    const { data, error: refused } = await read(endCursor);
    if (current.current !== read) return;
    busy.current = false;
    setLoading(false);
    setError(refused);
    if (!data) return;
    const { nodes, pageInfo } = data.firings;
    setRows((before) => withPage(before, nodes, pageInfo.hasNextPage, pageInfo.endCursor));
  }, [hasMore, endCursor, read]);

  const showFresh = useCallback(() => setRows(withFreshShown), []);
  const setAtTop = useCallback((next: boolean) => {
    atTop.current = next;
    if (next) setRows(withFreshShown);
  }, []);
  const retry = useCallback(() => setGeneration((before) => before + 1), []);
  return { rows, connection, error, loading, loadMore, showFresh, setAtTop, retry };
}
