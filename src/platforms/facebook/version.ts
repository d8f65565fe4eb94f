/** https://graph.facebook.com/{version}/{pixel}/events. Versions live two years at least; checked 2026-11-23. */
export const BASE_URL = 'https://graph.facebook.com';
export const DEFAULT_VERSION = 'v25.0';
/** Versions before this one are near their end or past it. */
export const OLDEST_GOOD_VERSION = 22;
