/**
 * {base}/open_api/v1.3/event/track/, the slash at the end included: Events API 2.0 lives in version 1.3 of the
 * Business API (business-api.tiktok.com/portal/docs?id=1771100779668482), as public integrations call it on 2026-11-23.
 */
export const BASE_URL = 'https://business-api.tiktok.com';
export const VERSION = 'v1.3';
export const TRACK_PATH = `/open_api/${VERSION}/event/track/`;
