/** `Retry-After` in milliseconds: seconds, or a date set against the reply's own `Date`; null where there is none. */
export function retryAfterOf(headers: Record<string, string>): number | null {
  const text = headers['retry-after']?.trim();
  if (!text) return null;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const wait = Date.parse(text) - Date.parse(headers.date ?? '');
  return Number.isNaN(wait) ? null : Math.max(0, wait);
}
