const WORDS: Record<string, 'f' | 'm'> = {
  f: 'f',
  female: 'f',
  woman: 'f',
  girl: 'f',
  m: 'm',
  male: 'm',
  man: 'm',
  boy: 'm',
};

/** Meta takes `f` and `m`; any other word leaves the key out. */
export function genderOf(raw: string): string | null {
  const word = raw.trim().toLowerCase();
  return Object.hasOwn(WORDS, word) ? (WORDS[word] ?? null) : null;
}
