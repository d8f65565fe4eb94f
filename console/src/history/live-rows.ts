import type { Client, CombinedError } from 'urql';
import { feedFilter } from './filter';
import { type Connection, follow } from './follow';
import { FIRINGS, type Filter, type Row } from './queries';
import type { OlderPage } from './rows';

/** Rows of a page. */
const PAGE = 60;
/** Changes are gathered so long, so that a burst is drawn once. */
const GATHER_MS = 80;

interface LiveRowsOptions {
  /** Follows the feed, whose changes other parts of the page hear of by its cache. */
  client: Client;
  /** Reads pages without keeping them. */
  reader: Client;
  filter: Filter;
  onFirstPage: (page: OlderPage<Row> | null, error: CombinedError | undefined) => void;
  onChanges: (changes: Row[]) => void;
  onConnection: (connection: Connection) => void;
  onExpired: () => void;
}

/** A page of the history. */
export function readPage(reader: Client, filter: Filter, after: string | null) {
  const variables = { filter, after, first: PAGE };
  return reader.query(FIRINGS, variables).toPromise();
}

/** Reads the newest page, then follows the feed from where it stood; answers a function that stops it. */
export function openLiveRows(options: LiveRowsOptions): () => void {
  const { client, reader, filter } = options;
  let stopped = false;
  let stopFollowing = () => {};
  const gathering = gather(options.onChanges);
  readPage(reader, filter, null).then(({ data, error }) => {
    if (stopped) return;
    const { nodes, pageInfo, feedCursor } = data?.firings ?? {};
    options.onFirstPage(nodes && pageInfo ? { nodes, ...pageInfo } : null, error);
    if (feedCursor === undefined) return;
    stopFollowing = follow({
      client,
      filter: feedFilter(filter),
      after: feedCursor,
      onChange: gathering.add,
      onConnection: options.onConnection,
      onExpired: options.onExpired,
    });
  });
  return () => {
    stopped = true;
    gathering.stop();
    stopFollowing();
  };
}

/** Hands changes on in bunches. */
function gather(hand: (changes: Row[]) => void) {
  let gathered: Row[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const handOn = () => {
    const changes = gathered;
    gathered = [];
    timer = undefined;
    hand(changes);
  };
  return {
    add(firing: Row) {
      gathered.push(firing);
      timer ??= setTimeout(handOn, GATHER_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
