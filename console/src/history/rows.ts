/** What the list needs to know of a firing to keep it in its place. */
export interface Placed {
  id: string;
  createdAt: string;
  status: string;
}

/**
 * So many rows are kept at once, however far one reads: the memory of a tab, the height that a browser gives to an
 * element, and the work for each page stay the same at the millionth row as at the first.
 */
export const MOST_ROWS = 20_000;
/** Rows that are let go of at a time, so that it is done seldom. */
const LET_GO = 5_000;

export interface Rows<Row extends Placed = Placed> {
  /** Newest first. */
  shown: Row[];
  /** New ones that wait until the reader comes to the top, so that nothing moves under the eyes. */
  fresh: Row[];
  hasMore: boolean;
  endCursor: string | null;
  /** How many of the newest rows of `shown` were let go of. */
  dropped: number;
  /** The newest are not in the list any more: what comes in has no place in it, and the top is read anew. */
  detached: boolean;
}

export const NO_ROWS: Rows<never> = {
  shown: [],
  fresh: [],
  hasMore: false,
  endCursor: null,
  dropped: 0,
  detached: false,
};

/** Newest first, as the API orders them; its times are all of one form, so that their texts compare as they do. */
function byTime(one: Placed, other: Placed): number {
  if (one.createdAt !== other.createdAt) return one.createdAt < other.createdAt ? 1 : -1;
  return one.id < other.id ? 1 : -1;
}

export interface OlderPage<Row> {
  nodes: readonly Row[];
  hasNextPage: boolean;
  endCursor: string | null;
}

/** The list with a further page of older ones. */
export function withPage<Row extends Placed>(
  rows: Rows<Row>,
  { nodes, hasNextPage, endCursor }: OlderPage<Row>,
): Rows<Row> {
  const known = new Set([...rows.shown, ...rows.fresh].map(({ id }) => id));
  const shown = [...rows.shown, ...nodes.filter(({ id }) => !known.has(id))];
  return bounded({ ...rows, shown, hasMore: hasNextPage, endCursor: endCursor ?? rows.endCursor });
}

/** The statuses that the filter asks for; none asks for all. */
export type Statuses = readonly string[] | null | undefined;

function matching(statuses: Statuses): (firing: Placed) => boolean {
  return ({ status }) => !statuses || statuses.length === 0 || statuses.includes(status);
}

/**
 * The list after changes of the feed: known firings change in place, even out of the filter, so that nothing moves;
 * unknown ones wait among the fresh.
 */
export function withChanges<Row extends Placed>(
  rows: Rows<Row>,
  changes: readonly Row[],
  statuses: Statuses,
): Rows<Row> {
  const matches = matching(statuses);
  const latest = new Map(changes.map((firing) => [firing.id, firing]));
  const replaced = (row: Row) => {
    const next = latest.get(row.id);
    if (next) latest.delete(row.id);
    return next ?? row;
  };
  const shown = rows.shown.some(({ id }) => latest.has(id)) ? rows.shown.map(replaced) : rows.shown;
  const fresh = rows.fresh.map(replaced).filter(matches);
  const oldest = shown.at(-1);
  const isOnPage = (firing: Row) => !rows.hasMore || oldest === undefined || byTime(firing, oldest) < 0;
  const added = [...latest.values()].filter((firing) => matches(firing) && isOnPage(firing));
  return bounded({ ...rows, shown, fresh: [...fresh, ...added] });
}

/** The list as it is at the top: the fresh ones are taken in, and what has left the filter is let go of. */
export function withFreshShown<Row extends Placed>(rows: Rows<Row>, statuses: Statuses): Rows<Row> {
  const matches = matching(statuses);
  if (rows.fresh.length === 0 && rows.shown.every(matches)) return rows;
  return { ...rows, shown: [...rows.fresh, ...rows.shown].filter(matches).sort(byTime), fresh: [] };
}

/** Lets go of the newest where there are too many. */
function bounded<Row extends Placed>(rows: Rows<Row>): Rows<Row> {
  const tooMany = rows.shown.length - MOST_ROWS;
  const letGo = tooMany <= 0 ? 0 : Math.max(tooMany, LET_GO);
  if (!rows.detached && letGo === 0 && rows.fresh.length <= MOST_ROWS) return rows;
  const shown = letGo === 0 ? rows.shown : rows.shown.slice(letGo);
  return { ...rows, shown, fresh: [], dropped: rows.dropped + letGo, detached: true };
}
