import type { Filter, Row } from './queries';

export interface Rows {
  /** Newest first. */
  shown: Row[];
  /** New ones that wait until the reader comes to the top, so that nothing moves under the eyes. */
  fresh: Row[];
  hasMore: boolean;
  endCursor: string | null;
}

export const NO_ROWS: Rows = { shown: [], fresh: [], hasMore: false, endCursor: null };

/** Newest first, as the API orders them. */
function byTime(one: Row, other: Row): number {
  const [left, right] = [Date.parse(one.createdAt), Date.parse(other.createdAt)];
  if (left !== right) return right - left;
  return one.id < other.id ? 1 : -1;
}

/** The list with a further page of older ones. */
export function withPage(rows: Rows, page: readonly Row[], hasMore: boolean, endCursor: string | null): Rows {
  const known = new Set([...rows.shown, ...rows.fresh].map(({ id }) => id));
  const shown = [...rows.shown, ...page.filter(({ id }) => !known.has(id))];
  return { ...rows, shown, hasMore, endCursor: endCursor ?? rows.endCursor };
}

/** The list after changes of the feed: known firings change in place, unknown ones wait among the fresh. */
export function withChanges(rows: Rows, changes: readonly Row[], statuses: Filter['statuses']): Rows {
  const latest = new Map(changes.map((firing) => [firing.id, firing]));
  const replaced = (row: Row) => {
    const next = latest.get(row.id);
    if (next) latest.delete(row.id);
    return next ?? row;
  };
  const shown = rows.shown.some(({ id }) => latest.has(id)) ? rows.shown.map(replaced) : rows.shown;
  const fresh = rows.fresh.map(replaced);
  const oldest = shown.at(-1);
  const isOnPage = (firing: Row) => !rows.hasMore || oldest === undefined || byTime(firing, oldest) < 0;
  const matches = ({ status }: Row) => !statuses || statuses.length === 0 || statuses.includes(status);
  const added = [...latest.values()].filter((firing) => matches(firing) && isOnPage(firing));
  return { ...rows, shown, fresh: [...fresh, ...added] };
}

/** The fresh ones taken into the list. */
export function withFreshShown(rows: Rows): Rows {
  if (rows.fresh.length === 0) return rows;
  return { ...rows, shown: [...rows.fresh, ...rows.shown].sort(byTime), fresh: [] };
}
