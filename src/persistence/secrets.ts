import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
export const KEY_BYTES = 32;

/** AES-256-GCM: version, nonce, tag, ciphertext. `context` is bound to it, so that a value can't be moved to another row. */
export function seal(key: Buffer, plain: Buffer | string, context: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION]), iv, cipher.getAuthTag(), body]);
}

/** Throws where the key or the context is another one, or the value was altered. */
export function open(key: Buffer, sealed: Buffer, context: string): Buffer {
  if (sealed[0] !== VERSION) throw new Error('sealed with an unknown version');
  const iv = sealed.subarray(1, 1 + IV_BYTES);
  const tag = sealed.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed.subarray(1 + IV_BYTES + TAG_BYTES)), decipher.final()]);
}

export function newKey(): Buffer {
  return randomBytes(KEY_BYTES);
}

/** ENCRYPTION_KEYS: `id:base64key,…`; the first encrypts, all decrypt. */
export class Keyring {
  private constructor(private readonly keys: Map<string, Buffer>) {}

  /** Throws an Error that names what is wrong, never the key. */
  static parse(text: string): Keyring {
    const keys = new Map<string, Buffer>();
    for (const entry of text.split(',')) {
      const [id, base64, ...rest] = entry.trim().split(':');
      const key = Buffer.from(base64 ?? '', 'base64');
      if (!id || id.length > 40 || rest.length > 0 || key.length !== KEY_BYTES) {
        throw new Error('ENCRYPTION_KEYS must be id:base64key,… with keys of 32 bytes');
      }
      if (keys.has(id)) throw new Error(`ENCRYPTION_KEYS names the key id ${id} twice`);
      keys.set(id, key);
    }
    return new Keyring(keys);
  }

  /** The key's id goes in front, so that every key of the ring can be found again. */
  seal(plain: Buffer | string, context: string): Buffer {
    const [id, key] = this.keys.entries().next().value as [string, Buffer];
    const name = Buffer.from(id);
    return Buffer.concat([Buffer.from([name.length]), name, seal(key, plain, context)]);
  }

  open(sealed: Buffer, context: string): Buffer {
    const length = sealed[0] ?? 0;
    const id = sealed.subarray(1, 1 + length).toString();
    const key = this.keys.get(id);
    if (!key) throw new Error(`ENCRYPTION_KEYS lacks the key ${id}`);
    return open(key, sealed.subarray(1 + length), context);
  }
}
