/** fb.<index>.<milliseconds>.<payload>, and a fifth part that Meta's own library may add. */
const FBC = /^fb\.[0-2]\.\d{10,13}\.([A-Za-z0-9_-]+)(\.[A-Za-z0-9_-]{2}|\.[A-Za-z0-9_-]{8})?$/;
const FBP = /^fb\.[0-2]\.\d{10,13}\.\d+(\.[A-Za-z0-9_-]{2}|\.[A-Za-z0-9_-]{8})?$/;
const FBCLID = /^[A-Za-z0-9_-]+$/;

/**
 * Facebook's click id as it wants it. One that came with the lead is kept where its payload is the fbclid; a newer
 * fbclid replaces it. The time is the click's, in milliseconds; case is kept, because the payload has one.
 */
export function fbcOf(clickIds: { fbc?: string | null; fbclid?: string | null }, clickedAtMs: number): string | null {
  const fbc = clickIds.fbc?.trim() ?? '';
  const payload = FBC.exec(fbc)?.[1] ?? null;
  const fbclid = clickIds.fbclid?.trim() ?? '';
  if (payload !== null && (fbclid === '' || payload === fbclid)) return fbc;
  return FBCLID.test(fbclid) ? `fb.1.${clickedAtMs}.${fbclid}` : null;
}

/** The browser id unchanged, or null where it has not its form. */
export function fbpOf(raw: string | null | undefined): string | null {
  const fbp = raw?.trim() ?? '';
  return FBP.test(fbp) ? fbp : null;
}
