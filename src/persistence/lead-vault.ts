import type { LeadData } from '../domain/lead';
import { type Keyring, newKey, open, seal } from './secrets';

/** A lead's own key: what is sealed under it is gone for good once the lead's row is. */
export class LeadVault {
  private constructor(
    private readonly key: Buffer,
    private readonly uid: string,
  ) {}

  /** A new lead's vault, and its key as the row keeps it. */
  static create(keyring: Keyring, workspaceId: string, uid: string): { vault: LeadVault; keySealed: Buffer } {
    const key = newKey();
    return { vault: new LeadVault(key, uid), keySealed: keyring.seal(key, keyContext(workspaceId, uid)) };
  }

  static open(keyring: Keyring, workspaceId: string, uid: string, keySealed: Buffer): LeadVault {
    return new LeadVault(keyring.open(keySealed, keyContext(workspaceId, uid)), uid);
  }

  sealData(data: LeadData): Buffer {
    return seal(this.key, JSON.stringify(data), `data:${this.uid}`);
  }

  openData(sealed: Buffer): LeadData {
    return JSON.parse(open(this.key, sealed, `data:${this.uid}`).toString()) as LeadData;
  }

  /** `context` says what it is and whose: `event:{firing}`, `request:{firing}`, `trace:{decision}`. */
  sealJson(value: unknown, context: string): Buffer {
    return seal(this.key, JSON.stringify(value), context);
  }

  openJson(sealed: Buffer, context: string): unknown {
    return JSON.parse(open(this.key, sealed, context).toString());
  }
}

function keyContext(workspaceId: string, uid: string): string {
  return `lead:${workspaceId}:${uid}`;
}
