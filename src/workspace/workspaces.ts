import { createHash, randomBytes } from 'node:crypto';
import { type EntityManager, IsNull } from 'typeorm';
import { refuseIfAny } from '../domain/errors';
import { faultAt, nameFault } from '../domain/input-checks';
import { SCOPES, type Scope } from '../domain/workspace';
import { LOCKS } from '../persistence/advisory-locks';
import type { Database } from '../persistence/database';
import { ApiKeyEntity, WorkspaceEntity } from '../persistence/entities';
import { newId } from '../persistence/ids';
import { type Keyring, newKey } from '../persistence/secrets';

/** The secret itself is shown once and never stored. */
export function secretHashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

export function newSecret(): string {
  return `pt_${randomBytes(32).toString('base64url')}`;
}

export function keyRow(workspaceId: string, name: string, scopes: Scope[], secret: string): ApiKeyEntity {
  return {
    workspaceId,
    id: newId(),
    name,
    scopes,
    secretHash: secretHashOf(secret),
    hint: secret.slice(-4),
    createdAt: new Date(),
    lastUsedAt: null,
    revokedAt: null,
  };
}

/** Workspaces and what belongs to one alone: its name and its hash key. */
export class Workspaces {
  private readonly hashKeys = new Map<string, Buffer>();

  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  async nameOf(workspaceId: string): Promise<string> {
    return (await this.database.manager.findOneByOrFail(WorkspaceEntity, { id: workspaceId })).name;
  }

  async create(name: string): Promise<{ id: string; name: string; secret: string }> {
    refuseIfAny(faultAt('name', name, nameFault));
    const secret = newSecret();
    const id = await this.database.transaction(async (_sql, manager) => {
      const workspaceId = await this.insert(manager, name);
      await manager.insert(ApiKeyEntity, keyRow(workspaceId, 'First key', ['ADMIN'], secret));
      return workspaceId;
    });
    return { id, name, secret };
  }

  /** The key behind event ids and hashed lead ids; it never changes. */
  async hashKeyOf(workspaceId: string): Promise<Buffer> {
    const known = this.hashKeys.get(workspaceId);
    if (known) return known;
    const row = await this.database.manager.findOneByOrFail(WorkspaceEntity, { id: workspaceId });
    const key = this.keyring.open(row.hashKeySealed, `workspace:${workspaceId}`);
    this.hashKeys.set(workspaceId, key);
    return key;
  }

  /** Whether anybody can call. */
  hasKey(): Promise<boolean> {
    return this.database.manager.existsBy(ApiKeyEntity, { revokedAt: IsNull() });
  }

  /** Makes the first workspace with a key of every scope where the key does not exist; safe on several nodes at once. */
  async ensureBootstrap(secret: string): Promise<string> {
    return this.database.transaction(async (sql, manager) => {
      await sql('select pg_advisory_xact_lock($1)', [LOCKS.bootstrap]);
      const known = await manager.findOneBy(ApiKeyEntity, { secretHash: secretHashOf(secret) });
      if (known) return known.workspaceId;
      const [first] = await sql<{ id: string }>('select id from workspaces order by id limit 1');
      const workspaceId = first?.id ?? (await this.insert(manager, 'First workspace'));
      await manager.insert(ApiKeyEntity, keyRow(workspaceId, 'Bootstrap key', [...SCOPES], secret));
      return workspaceId;
    });
  }

  /** Throws where ENCRYPTION_KEYS is not what the database was written with: better now than at the first lead. */
  async checkKeyring(): Promise<void> {
    const [row] = await this.database.manager.find(WorkspaceEntity, { order: { id: 'ASC' }, take: 1 });
    if (!row) return;
    try {
      this.keyring.open(row.hashKeySealed, `workspace:${row.id}`);
    } catch (error) {
      throw new Error('ENCRYPTION_KEYS does not open what this database holds: is a key missing?', { cause: error });
    }
  }

  private async insert(manager: EntityManager, name: string): Promise<string> {
    const id = newId();
    const hashKeySealed = this.keyring.seal(newKey(), `workspace:${id}`);
    await manager.insert(WorkspaceEntity, { id, name, hashKeySealed, createdAt: new Date() });
    return id;
  }
}
