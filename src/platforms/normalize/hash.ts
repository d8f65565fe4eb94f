import { createHash } from 'node:crypto';

/** 64 hex characters, with or without the 2- or 8-character appendix that Meta's parameter builder adds. */
const SHA256 = /^([0-9a-f]{64})(\.[A-Za-z0-9_-]{2}|\.[A-Za-z0-9_-]{8})?$/i;
const MD5 = /^[0-9a-f]{32}$/i;
const SHA256_OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const MD5_OF_NOTHING = 'd41d8cd98f00b204e9800998ecf8427e';

export function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Meta's own libraries take an MD5 for a hash too, and pass on even the hash of an empty text. */
export interface HashOptions {
  asMeta?: boolean;
}

/** The hash that a text already is, lower-cased and without an appendix; null where it is none. */
export function readyHashOf(raw: string, { asMeta = false }: HashOptions = {}): string | null {
  const text = raw.trim();
  const hash = SHA256.exec(text)?.[1] ?? (asMeta && MD5.test(text) ? text : null);
  return hash?.toLowerCase() ?? null;
}

/** The hash of an empty text says nothing of anybody: whoever reported it has hashed a missing value. */
export function isHashOfNothing(hash: string): boolean {
  return hash === SHA256_OF_NOTHING || hash === MD5_OF_NOTHING;
}

/**
 * The hash of a raw value, or null where it is unusable. What is a SHA-256 already is passed on once, lower-cased and
 * without an appendix, and never hashed again; an empty value is never hashed.
 */
export function hashedOrHash(
  raw: string | null | undefined,
  normalise: (text: string) => string | null,
  options: HashOptions = {},
): string | null {
  if (raw === null || raw === undefined) return null;
  const ready = readyHashOf(raw, options);
  if (ready !== null) return isHashOfNothing(ready) && !options.asMeta ? null : ready;
  const normal = normalise(raw.normalize('NFC'));
  return normal === null || normal === '' ? null : sha256Hex(normal);
}
