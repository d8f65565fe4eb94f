import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What an embedded installation makes for itself and keeps beside its database. */
export interface LocalSecrets {
  encryptionKeys: string;
  apiKey: string;
}

/** Reads `secrets.json` in the folder, or makes it; only this user may read it. */
export function localSecrets(dataDir: string, make: () => LocalSecrets): LocalSecrets {
  const file = path.join(dataDir, 'secrets.json');
  const known = stored(file);
  if (known) return known;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const secrets = make();
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return secrets;
}

function stored(file: string): LocalSecrets | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LocalSecrets;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Error(`${file} can't be read: without it nothing that is stored can be decrypted`, { cause: error });
  }
}
