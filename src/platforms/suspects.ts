const PLACES = /\bdata(?:\[(\d{1,4})\]|\.(\d{1,4})\b)|\['data'\]\[(\d{1,4})\]/g;

/**
 * Events that a platform's words point at by their place in `data`: `data[3].user.email`, `data.3.event_time`, and
 * `$['data'][3]`, as bug reports quote Facebook's messages.
 */
export function suspectsIn(words: string | null): number[] {
  const places = (words ?? '').matchAll(PLACES);
  return [...new Set([...places].map((match) => Number(match[1] ?? match[2] ?? match[3])))];
}
