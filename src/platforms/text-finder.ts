/** Longer texts are found by so much of their beginning: the work on words is their length times this, at most. */
export const LONGEST_KEY = 64;
/** Of texts with one beginning so many are compared to their end; of more, the longest one's length is taken. */
const COMPARED = 8;
const BASE = 0x01000193;
/** How many bits tell the texts' hashes apart: 256 KiB, of which 16,000 texts in several forms set few. */
const BITS = 21;
const { imul } = Math;
const NOT_ASCII = /[\u0080-\uffff]/;

/** A place in words, end exclusive. */
export interface Place {
  start: number;
  end: number;
}

/** Whether what was found may count, such as whole words alone. */
export type Allows = (words: string, place: Place) => boolean;

/**
 * Looks for many texts at once, without regard to case: from left to right, at each place the longest, none within
 * another. The time is the words' length times the number of different lengths up to 64, whatever the texts are: a
 * pattern of 2,000 alternatives took 21 s for 64 KiB. Of what is longer than 64 characters its beginning will do.
 */
export class TextFinder {
  private readonly longer = new Map<string, string[]>();
  private readonly bits = new Uint32Array(1 << (BITS - 5));
  /** The keys' lengths, the longest first, each with the power of the base that belongs to it. */
  private readonly lengths: { length: number; power: number }[];
  private sums = new Int32Array(1);

  constructor(
    texts: Iterable<string>,
    private readonly allows: Allows,
  ) {
    for (const text of texts) this.add(folded(text));
    const lengths = new Set([...this.longer.keys()].map(({ length }) => length));
    this.lengths = [...lengths].sort((a, b) => b - a).map((length) => ({ length, power: powerOf(length) }));
  }

  /** The places in order; reading one is finding the next, so that the first costs no more than itself. */
  *placesIn(words: string): Generator<Place, void> {
    const text = folded(words);
    const sums = this.sumsOf(text);
    for (let start = 0; start < text.length; ) {
      const end = this.endOf(words, text, sums, start);
      if (end > start) yield { start, end };
      start = Math.max(end, start + 1);
    }
  }

  private add(text: string): void {
    const key = text.slice(0, LONGEST_KEY);
    const known = this.longer.get(key) ?? [];
    if (text.length > LONGEST_KEY) known.push(text);
    this.longer.set(key, known);
    const bit = bitOf(this.sumsOf(key)[key.length] as number);
    this.bits[bit >>> 5] = (this.bits[bit >>> 5] as number) | (1 << (bit & 31));
  }

  /** Where the longest text that stands at `start` ends; `start` where none does. */
  private endOf(words: string, text: string, sums: Int32Array, start: number): number {
    const before = sums[start] as number;
    for (const { length, power } of this.lengths) {
      if (start + length > text.length) continue;
      const bit = bitOf((sums[start + length] as number) - imul(before, power));
      if (((this.bits[bit >>> 5] as number) & (1 << (bit & 31))) === 0) continue;
      const longer = this.longer.get(text.slice(start, start + length));
      if (!longer) continue;
      const end = Math.min(text.length, start + Math.max(length, extentOf(text, start, longer)));
      if (this.allows(words, { start, end })) return end;
    }
    return start;
  }

  /** Hashes of all beginnings: that of any part is told from two of them (Rabin and Karp). */
  private sumsOf(text: string): Int32Array {
    if (this.sums.length <= text.length) this.sums = new Int32Array(2 * text.length + 1);
    for (let index = 0; index < text.length; index++) {
      this.sums[index + 1] = imul(this.sums[index] as number, BASE) + text.charCodeAt(index);
    }
    return this.sums;
  }
}

function bitOf(sum: number): number {
  return imul(sum, 0x9e3779b1) >>> (32 - BITS);
}

function powerOf(length: number): number {
  let power = 1;
  for (let index = 0; index < length; index++) power = imul(power, BASE);
  return power;
}

/** How far one of the texts goes on from `start`; a text that was cut off counts as far as it is there. */
function extentOf(text: string, start: number, longer: readonly string[]): number {
  if (longer.length > COMPARED) return longer.reduce((most, { length }) => Math.max(most, length), 0);
  return longer.reduce((most, candidate) => {
    let length = LONGEST_KEY;
    while (length < candidate.length && text[start + length] === candidate[length]) length++;
    return Math.max(most, length);
  }, 0);
}

/** One case for all, each character as long as it was: positions hold for the words as they came. */
export function folded(text: string): string {
  return NOT_ASCII.test(text) ? text.replace(/[\u0080-\uffff]/g, foldedLetter).toLowerCase() : text.toLowerCase();
}

const FOLDED = new Map<string, string>();

function foldedLetter(letter: string): string {
  const known = FOLDED.get(letter);
  if (known !== undefined) return known;
  const upper = letter.toUpperCase();
  const lower = (upper.length === 1 ? upper : letter).toLowerCase()[0] as string;
  FOLDED.set(letter, lower);
  return lower;
}
