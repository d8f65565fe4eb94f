import { asMoment, asNumeral, asText, dayOf, type Moment, Numeral } from './comparable';
import type { ConditionFieldType } from './condition-fields';
import { lazy } from './lazy';
import { firstWhere, type Item, Scale } from './scale';
import { SuffixIndex } from './suffix-index';

/** After so many characters looked through an index is made: 64 KiB take it 10 to 20 ms, a part 3 µs from then on. */
const INDEXED_FROM = 500_000;
/** Stands between texts: in no value of a condition. */
const BETWEEN = '\u0000';

/** Values by what they can be compared as; each stands on one scale, or on two where it is a moment. */
interface Scales {
  numbers: Scale<Numeral>;
  /** In milliseconds. */
  times: Scale<number>;
  /** As `dayOf` counts them. */
  days: Scale<number>;
  /** What is neither, with its text as its key. */
  words: Scale<string>;
}

/**
 * What a lead has in one field: a value, or a list of up to 16,000. Read once, and only as what it is asked for: the
 * work of conditions must not grow with their values times the list's.
 */
export class FieldValues {
  private readonly elements: unknown[];
  private readonly texts = lazy(() => [...new Set(this.elements.map(asText))]);
  private readonly sorted = lazy(() => [...this.texts()].sort());
  private readonly sortedBackwards = lazy(() => this.texts().map(backwards).sort());
  private readonly joined = lazy(() => this.texts().join(BETWEEN));
  private readonly index = lazy(() => new SuffixIndex(this.joined()));
  private searched = 0;
  private readonly readScales = new Map<ConditionFieldType, Scales>();

  constructor(actual: unknown) {
    const all = Array.isArray(actual) ? actual : [actual];
    this.elements = all.filter((element) => !isMissing(element));
  }

  /** The values by what a field of this type compares them as. */
  scales(type: ConditionFieldType): Scales {
    const known = this.readScales.get(type);
    if (known) return known;
    const scales = scalesOf(this.elements, type);
    this.readScales.set(type, scales);
    return scales;
  }

  /** Whether any value has one of the parts in it. */
  contains(parts: readonly string[]): boolean {
    const joined = this.joined();
    this.searched += joined.length * parts.length;
    if (this.searched < INDEXED_FROM) return parts.some((part) => joined.includes(part));
    return parts.some((part) => this.index().has(part));
  }

  startsWith(beginnings: readonly string[]): boolean {
    return beginnings.some((beginning) => anyStarts(this.sorted(), beginning));
  }

  endsWith(endings: readonly string[]): boolean {
    return endings.some((ending) => anyStarts(this.sortedBackwards(), backwards(ending)));
  }
}

/** Missing is absent, null, "" or []. */
export function isMissing(actual: unknown): boolean {
  return actual === undefined || actual === null || actual === '' || (Array.isArray(actual) && actual.length === 0);
}

function anyStarts(sorted: readonly string[], beginning: string): boolean {
  const first = sorted[firstWhere(sorted, (text) => text >= beginning)];
  return first?.startsWith(beginning) ?? false;
}

/** By UTF-16 units: nobody reads it. */
function backwards(text: string): string {
  return text.split('').reverse().join('');
}

function scalesOf(elements: readonly unknown[], type: ConditionFieldType): Scales {
  const numbers: Item<Numeral>[] = [];
  const times: Item<number>[] = [];
  const days: Item<number>[] = [];
  const words: Item<string>[] = [];
  for (const element of elements) {
    const numeral = isOf(type, 'NUMBER') ? asNumeral(element) : null;
    const moment = numeral || !isOf(type, 'DATE') ? null : asMoment(element);
    const text = asText(element);
    if (numeral) numbers.push({ key: numeral, text });
    else if (moment) (moment.isDay ? days : times).push({ key: keyOf(moment), text });
    else words.push({ key: text, text });
  }
  const by = (left: number, right: number) => left - right;
  return {
    numbers: new Scale(numbers, (left, right) => left.compareTo(right)),
    times: new Scale(times, by),
    days: new Scale(days, by),
    words: new Scale(words, (left, right) => (left < right ? -1 : left > right ? 1 : 0)),
  };
}

function keyOf(moment: Moment): number {
  return moment.isDay ? dayOf(moment) : moment.from;
}

/** An answer may be anything. */
export function isOf(type: ConditionFieldType, wanted: 'NUMBER' | 'DATE'): boolean {
  return type === wanted || type === 'ANSWER';
}
