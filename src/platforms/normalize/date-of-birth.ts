const DATE = /^(\d{4})-?(\d{2})-?(\d{2})$/;

/** Meta: YYYYMMDD of a day that existed, from 1900 to now. Takes YYYY-MM-DD and YYYYMMDD. */
export function dateOfBirthOf(raw: string, today: Date): string | null {
  const match = DATE.exec(raw.trim());
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists && year >= 1900 && date <= today ? `${match[1]}${match[2]}${match[3]}` : null;
}
