/** The three forms of a date that RFC 9110 (5.6.7) knows begin with the name of a day. */
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /;

/** `Retry-After` in milliseconds: seconds, or a date set against the reply's own `Date`; null where there is none. */
export function retryAfterOf(headers: Record<string, string>): number | null {
  const text = headers['retry-after']?.trim();
  if (!text) return null;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  if (!HTTP_DATE.test(text)) return null;
  const wait = Date.parse(text) - Date.parse(headers.date ?? '');
  return Number.isNaN(wait) ? null : Math.max(0, wait);
}
