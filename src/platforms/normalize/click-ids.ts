/** fb.<index>.<time>.<payload>, and a fifth part that Meta's own library may add: 2 or 8 characters. */
const FACEBOOK_ID = /^fb\.\d+\.\d+\.([A-Za-z0-9_-]+)(\.[A-Za-z0-9_-]{2}|\.[A-Za-z0-9_-]{8})?$/;
const FBCLID = /^[A-Za-z0-9_-]+$/;

/**
 * Facebook's click id as it wants it. One that came with the lead is kept where its payload is the fbclid; a newer
 * fbclid replaces it. The time is the click's, in milliseconds; case is kept, because the payload has one.
 */
export function fbcOf(clickIds: { fbc?: string | null; fbclid?: string | null }, clickedAtMs: number): string | null {
  const fbc = clickIds.fbc?.trim() ?? '';
  const payload = FACEBOOK_ID.exec(fbc)?.[1] ?? null;
  const fbclid = clickIds.fbclid?.trim() ?? '';
  const isUsable = FBCLID.test(fbclid);
  if (payload !== null && (!isUsable || payload === fbclid)) return fbc;
  return isUsable ? `fb.1.${clickedAtMs}.${fbclid}` : null;
}

/** The browser id unchanged, or null where it has not its form. */
export function fbpOf(raw: string | null | undefined): string | null {
  const fbp = raw?.trim() ?? '';
  return FACEBOOK_ID.test(fbp) ? fbp : null;
}

/** The fbclid that a page's address carries, as it stands there; null where it carries none. */
export function fbclidIn(url: string | null | undefined): string | null {
  const query = url?.split('#', 1)[0]?.split('?').slice(1).join('?') ?? '';
  return new URLSearchParams(query).get('fbclid') || null;
}
