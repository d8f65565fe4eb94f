import { lazy } from './lazy';

/** One end of a range, by the values' keys or by their texts; true from there on, or up to there. */
export type Bound<Key> = { by: 'key'; holds(key: Key): boolean } | { by: 'text'; holds(text: string): boolean };

export interface Item<Key> {
  key: Key;
  text: string;
}

/** Many values of one kind, sorted once, so that a question to all of them takes a few steps. */
export class Scale<Key> {
  private readonly keys: () => Item<Key>[];
  private readonly texts: () => string[];
  private readonly greatestTextTo: () => string[];
  private readonly leastTextFrom: () => string[];

  constructor(items: readonly Item<Key>[], compare: (left: Key, right: Key) => number) {
    this.keys = lazy(() => [...items].sort((left, right) => compare(left.key, right.key)));
    this.texts = lazy(() => items.map(({ text }) => text).sort());
    this.greatestTextTo = lazy(() => extremes(this.keys(), (text, best) => text > best));
    this.leastTextFrom = lazy(() => extremes([...this.keys()].reverse(), (text, best) => text < best).reverse());
  }

  /** Whether any value is within: not below `from`, not above `to`; null is no end. */
  some(from: Bound<Key> | null, to: Bound<Key> | null): boolean {
    if (from?.by !== 'key' && to?.by !== 'key') {
      const text = firstIn(this.texts(), (value) => from?.holds(value) ?? true);
      return text !== undefined && (to?.holds(text) ?? true);
    }
    if (from?.by !== 'text' && to?.by !== 'text') {
      const item = firstIn(this.keys(), ({ key }) => from?.holds(key) ?? true);
      return item !== undefined && (to?.holds(item.key) ?? true);
    }
    return from?.by === 'key' ? this.someFromKey(from, to as ByText) : this.someToKey(from as ByText, to as ByKey<Key>);
  }

  /** Of all values that are not below by key the one with the least text. */
  private someFromKey(from: ByKey<Key>, to: ByText): boolean {
    const text = this.leastTextFrom()[firstWhere(this.keys(), ({ key }) => from.holds(key))];
    return text !== undefined && to.holds(text);
  }

  /** Of all values that are not above by key the one with the greatest text. */
  private someToKey(from: ByText, to: ByKey<Key>): boolean {
    const text = this.greatestTextTo()[firstWhere(this.keys(), ({ key }) => !to.holds(key)) - 1];
    return text !== undefined && from.holds(text);
  }
}

type ByKey<Key> = Extract<Bound<Key>, { by: 'key' }>;
type ByText = Extract<Bound<never>, { by: 'text' }>;

/** For each place the greatest or least text up to there. */
function extremes(items: readonly Item<unknown>[], isBetter: (text: string, best: string) => boolean): string[] {
  const found: string[] = [];
  for (const { text } of items) {
    const best = found.at(-1);
    found.push(best === undefined || isBetter(text, best) ? text : best);
  }
  return found;
}

/** The first place from which on it holds; the length where it never does. */
export function firstWhere<Value>(sorted: readonly Value[], holds: (value: Value) => boolean): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (holds(sorted[middle] as Value)) to = middle;
    else from = middle + 1;
  }
  return from;
}

function firstIn<Value>(sorted: readonly Value[], holds: (value: Value) => boolean): Value | undefined {
  return sorted[firstWhere(sorted, holds)];
}
