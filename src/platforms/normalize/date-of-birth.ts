const YEAR_FIRST = /^(\d{4})[-./ ]?(\d{1,2})[-./ ]?(\d{1,2})$/;
const YEAR_LAST = /^(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})$/;
const COMPACT = /^\d{5,7}$/;

/**
 * Meta: YYYYMMDD of a day that existed, from 1900 to now. Takes the year first, and the year last where day and month
 * can't be mistaken for each other: 31/12/1990, but not 02/01/1990, whose order nobody can know.
 */
export function dateOfBirthOf(raw: string, today: Date): string | null {
  const parts = partsOf(raw.trim());
  if (!parts) return null;
  const [year, month, day] = parts;
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists && year >= 1900 && date <= today ? date.toISOString().slice(0, 10).replaceAll('-', '') : null;
}

function partsOf(text: string): [year: number, month: number, day: number] | null {
  const yearFirst = COMPACT.test(text) ? null : YEAR_FIRST.exec(text);
  if (yearFirst) return [Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3])];
  const yearLast = YEAR_LAST.exec(text);
  if (!yearLast) return null;
  const [first, second, year] = [Number(yearLast[1]), Number(yearLast[2]), Number(yearLast[3])];
  if (first > 12) return [year, second, first];
  return second > 12 || first === second ? [year, first, second] : null;
}
