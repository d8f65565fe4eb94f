const HEADERS = ['x-business-use-case-usage', 'x-app-usage', 'x-ad-account-usage'];
const PERCENT = /"(?:call_count|total_cputime|total_time|acc_id_util_pct)"\s*:\s*(\d{1,9}(?:\.\d{1,9})?)/g;
const MINUTES = /"estimated_time_to_regain_access"\s*:\s*(\d{1,9})/g;

const FULL = 90;
const PAUSE_MS = 60_000;
const LONGEST_MS = 24 * 3_600_000;

/**
 * How long to wait before the next request: the usage headers are in percent, and from 90 on the lane slows down before
 * Facebook does; where Facebook names the minutes until it takes requests again, these. 0: not at all.
 */
export function slowDownOf(headers: Record<string, string>): number {
  const texts = HEADERS.map((name) => headers[name] ?? '').join('\n');
  const minutes = highest(texts, MINUTES);
  if (minutes > 0) return Math.min(minutes * 60_000, LONGEST_MS);
  return highest(texts, PERCENT) >= FULL ? PAUSE_MS : 0;
}

function highest(text: string, pattern: RegExp): number {
  return Math.max(0, ...[...text.matchAll(pattern)].map((match) => Number(match[1])));
}
