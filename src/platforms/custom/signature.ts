import { createHmac } from 'node:crypto';

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const PREFIX = 'whsec_';
/** Standard Webhooks recommends 24 to 64 bytes; some senders' have fewer, and 16 can't be guessed either. */
const MIN_BYTES = 16;
const MAX_BYTES = 64;

/** The key that a secret holds: base64, `whsec_` before it or not. Null where it is none. */
export function signingKey(secret: string): Buffer | null {
  const base64 = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret;
  const key = BASE64.test(base64) ? Buffer.from(base64, 'base64') : Buffer.alloc(0);
  return key.length >= MIN_BYTES && key.length <= MAX_BYTES ? key : null;
}

export interface SignedMessage {
  id: string;
  /** Seconds. */
  timestamp: number;
  /** Exactly as it is sent. */
  body: string;
}

/** One signature per secret, the current one first. Source: standard-webhooks.md, "Symmetric signatures". */
export function signatureOf({ id, timestamp, body }: SignedMessage, secrets: readonly string[]): string {
  const keys = secrets.map(signingKey).filter((key) => key !== null);
  return keys
    .map((key) => `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`, 'utf8').digest('base64')}`)
    .join(' ');
}
