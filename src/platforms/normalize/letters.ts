/** Lower-case letters of any script; no digits, spaces or punctuation. */
export function lettersOf(raw: string): string {
  return raw.toLowerCase().replace(/[^\p{L}\p{M}]/gu, '');
}
