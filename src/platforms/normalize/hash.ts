import { createHash } from 'node:crypto';

/** 64 hex characters, with or without the 2- or 8-character appendix that Meta's parameter builder adds. */
const HASHED = /^([0-9a-f]{64})(\.[A-Za-z0-9_-]{2}|\.[A-Za-z0-9_-]{8})?$/i;

export function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Whether a text is a SHA-256 already, which nobody can read any more. */
export function isHashed(raw: string): boolean {
  return HASHED.test(raw.trim());
}

/**
 * The hash of a raw value, or null where it is unusable. What is a SHA-256 already is passed on once, lower-cased and
 * without an appendix, and never hashed again; an empty value is never hashed.
 */
export function hashedOrHash(
  raw: string | null | undefined,
  normalise: (text: string) => string | null,
): string | null {
  if (raw === null || raw === undefined) return null;
  const hashed = HASHED.exec(raw.trim());
  if (hashed?.[1]) return hashed[1].toLowerCase();
  const normal = normalise(raw.normalize('NFC'));
  return normal === null || normal === '' ? null : sha256Hex(normal);
}
