import { Decimal } from 'decimal.js';

/** A moment as its milliseconds; `isDay` where only the day was given, which then means the whole UTC day. */
export interface Moment {
  from: number;
  isDay: boolean;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2})$/;
const DAY_MS = 86_400_000;

/** Text as it is compared: without regard to case and outer space. */
export function asText(value: unknown): string {
  return String(value).normalize('NFC').trim().toLowerCase();
}

/** The exact number a value is, or null. Booleans are none. */
export function asNumber(value: unknown): Decimal | null {
  return asNumeral(value)?.exact ?? null;
}

/** A number whose exact value is only made where its double does not tell it from another's. */
export class Numeral {
  readonly approximate: number;
  private made: Decimal | null = null;

  constructor(private readonly text: string) {
    this.approximate = Number(text);
  }

  get exact(): Decimal {
    this.made ??= new Decimal(this.text);
    return this.made;
  }

  /** Negative, 0 or positive. Doubles are in the order of what they stand for, or equal. */
  compareTo(other: Numeral): number {
    if (this.approximate !== other.approximate) return this.approximate - other.approximate;
    return this.text === other.text ? 0 : this.exact.comparedTo(other.exact);
  }
}

/** The number a value is, or null, as `asNumber`. */
export function asNumeral(value: unknown): Numeral | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  const text = String(value).trim();
  return text.length <= 100 && NUMBER.test(text) ? new Numeral(text) : null;
}

/** The date (YYYY-MM-DD) or time (RFC 3339) a value is, or null; the 30th of February is none. */
export function asMoment(value: unknown): Moment | null {
  if (typeof value !== 'string') return null;
  const text = value.trim();
  const day = DAY.exec(text.slice(0, 10));
  if (!day || !isCalendarDay(Number(day[1]), Number(day[2]), Number(day[3]))) return null;
  if (text.length === 10) return { from: Date.parse(`${text}T00:00:00Z`), isDay: true };
  const from = TIME.test(text) ? Date.parse(text.replace(' ', 'T')) : Number.NaN;
  return Number.isNaN(from) ? null : { from, isDay: false };
}

function isCalendarDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** Negative, 0 or positive. Where one side is a day, the other is compared by its UTC day. */
export function compareMoments(left: Moment, right: Moment): number {
  if (left.isDay === right.isDay) return left.from - right.from;
  return dayOf(left) - dayOf(right);
}

/** The UTC day that a moment is or is in, counted from 1970. */
export function dayOf({ from }: Moment): number {
  return Math.floor(from / DAY_MS);
}

/** The milliseconds that a moment stands for where it is compared with a time, both inclusive. */
export function spanOf({ from, isDay }: Moment): [from: number, to: number] {
  return [from, isDay ? from + DAY_MS - 1 : from];
}
