/** A number with more digits than a double keeps. In a request it is written digit by digit; elsewhere it shows as text. */
export class ExactNumber {
  constructor(readonly digits: string) {}

  toJSON(): string {
    return this.digits;
  }
}

/** The amount as a number of JSON: a plain one where a double holds it exactly, as all below 5 * 10^11 are. */
export function exactNumberOf(amount: string): number | ExactNumber {
  return String(Number(amount)) === amount ? Number(amount) : new ExactNumber(amount);
}

/** Before the digits, within quotation marks, until they are taken away; no stored text can hold a NUL. */
const MARK = '\u0000exact:';
const MARKED = /"\\u0000exact:(\d+(?:\.\d+)?)"/g;

/** The value as JSON text, exact numbers with all their digits. */
export function exactJson(value: unknown): string {
  const text = JSON.stringify(value, function (this: Record<string, unknown>, name, member) {
    const own = this[name];
    return own instanceof ExactNumber ? `${MARK}${own.digits}` : member;
  });
  return text.replace(MARKED, '$1');
}
