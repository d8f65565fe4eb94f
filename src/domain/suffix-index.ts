/**
 * Answers whether a text holds a part, without reading the text through: all its ends in order (a suffix array), built
 * by doubling in n log n. Worth it where one text is asked for many parts.
 */
export class SuffixIndex {
  private readonly order: Int32Array;

  constructor(private readonly text: string) {
    this.order = suffixOrder(text);
  }

  has(part: string): boolean {
    let [from, to] = [0, this.order.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.beginning(middle, part.length) < part) from = middle + 1;
      else to = middle;
    }
    return part === '' || (from < this.order.length && this.beginning(from, part.length) === part);
  }

  private beginning(place: number, length: number): string {
    const start = this.order[place] as number;
    return this.text.slice(start, start + length);
  }
}

function suffixOrder(text: string): Int32Array {
  const size = text.length;
  let rank: Int32Array = Int32Array.from({ length: size }, (_, index) => text.charCodeAt(index) + 1);
  let order = sortedBy(rank, Int32Array.from(rank.keys()), 0x10001);
  for (let known = 1, ranks = 0; size > 0 && ranks < size; known *= 2) {
    order = sortedBy(rank, movedBack(order, known), Math.max(size, 0x10000) + 1);
    [rank, ranks] = rankedBy(order, rank, known);
  }
  return order;
}

/** The ends in the order of what follows `known` characters later: those without so many come first. */
function movedBack(order: Int32Array, known: number): Int32Array {
  const moved = new Int32Array(order.length);
  const short = Math.min(known, order.length);
  let next = 0;
  for (let end = order.length - short; end < order.length; end++) moved[next++] = end;
  for (const end of order) if (end >= known) moved[next++] = end - known;
  return moved;
}

/** A stable counting sort of the ends by their rank. */
function sortedBy(rank: Int32Array, ends: Int32Array, most: number): Int32Array {
  const starts = new Int32Array(most + 1);
  for (const value of rank) starts[value + 1] = (starts[value + 1] as number) + 1;
  for (let value = 1; value <= most; value++) starts[value] = (starts[value] as number) + (starts[value - 1] as number);
  const sorted = new Int32Array(ends.length);
  for (const end of ends) {
    const value = rank[end] as number;
    const place = starts[value] as number;
    sorted[place] = end;
    starts[value] = place + 1;
  }
  return sorted;
}

/** New ranks, from 1 on, by twice as many characters as were known; and how many different ones there are. */
function rankedBy(order: Int32Array, before: Int32Array, known: number): [rank: Int32Array, ranks: number] {
  const rank = new Int32Array(before.length);
  const second = (end: number) => (end + known < before.length ? (before[end + known] as number) : 0);
  let ranks = 0;
  let last = -1;
  for (const end of order) {
    if (last < 0 || before[end] !== before[last] || second(end) !== second(last)) ranks++;
    rank[end] = ranks;
    last = end;
  }
  return [rank, ranks];
}
