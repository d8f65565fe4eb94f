const SHORTEST = 4;

/** Cleans a platform's words of what it was told. */
export type Clean = (text: string) => string;

/**
 * A platform may echo what it was told in clear: the access token, an IP address, a click id. What of `told` stands in
 * the body is looked for once, however many events were sent; anything shorter than four characters is too common.
 */
export function echoCleaner(body: string, told: readonly string[]): Clean {
  const text = withoutEscapes(body);
  const echoes = [...new Set(told)]
    .filter((value) => value.length >= SHORTEST)
    .flatMap((value) => [value, JSON.stringify(value).slice(1, -1)])
    .filter((value) => text.includes(value))
    .sort((a, b) => b.length - a.length);
  return (words) => echoes.reduce((rest, value) => rest.replaceAll(value, '***'), words);
}

/** JSON with no more escapes than it needs, because a letter may stand in it as \u00fc; other text as it is. */
export function withoutEscapes(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}
