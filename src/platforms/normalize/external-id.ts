/** Meta's libraries: lower-case, no spaces; whoever joins on the id must do the same on every channel. */
export function externalIdOf(raw: string): string | null {
  return raw.toLowerCase().replace(/\s/g, '') || null;
}
