/** An id that a platform made for a click or a browser, unchanged but for outer space; null where it has space inside. */
export function opaqueIdOf(raw: string): string | null {
  const id = raw.trim();
  return /^\S+$/.test(id) ? id : null;
}
