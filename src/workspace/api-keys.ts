import { In, IsNull } from 'typeorm';
import { conflict, notFound, refuseIfAny, ServiceError } from '../domain/errors';
import { faultAt, nameFault } from '../domain/input-checks';
import { type ApiKey, type Caller, grants, type Scope } from '../domain/workspace';
import type { Log } from '../log';
import type { Database, Sql } from '../persistence/database';
import { ApiKeyEntity } from '../persistence/entities';
import { isId } from '../persistence/ids';
import { keyRow, newSecret, secretHashOf } from './workspaces';

/** A revoked key must stop within 5 seconds on every node: what is known of a key is asked again after this. */
const KNOWN_FOR_MS = 2_000;
const WATCH_EVERY_MS = 1_000;
/** `lastUsedAt` is true to the minute: a write per call would cost more than the call. */
const NOTED_EVERY_MS = 60_000;
const MOST_KEYS = 100;
const MOST_KNOWN = 10_000;

interface Known {
  caller: Caller | null;
  until: number;
}

function apiKeyOf({ id, workspaceId, name, scopes, hint, createdAt, lastUsedAt }: ApiKeyEntity): ApiKey {
  return { id, workspaceId, name, scopes, hint, createdAt, lastUsedAt };
}

/** Keys of a workspace: who may call, with which scopes. */
export class ApiKeys {
  private readonly known = new Map<string, Known>();
  private readonly notedAt = new Map<string, number>();
  private readonly watchers = new Map<string, Set<() => void>>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly database: Database,
    private readonly log: Log,
  ) {}

  /** The caller behind `Bearer KEY`, or null where the key is missing, unknown or revoked. */
  async authenticate(authorization: string | undefined): Promise<Caller | null> {
    const secret = /^Bearer +([\x21-\x7e]{32,200}) *$/i.exec(authorization ?? '')?.[1];
    if (!secret) return null;
    const hash = secretHashOf(secret);
    const name = hash.toString('base64');
    const known = this.known.get(name);
    const caller = known && known.until > Date.now() ? known.caller : await this.lookUp(hash, name);
    if (caller) this.note(caller);
    return caller;
  }

  private async lookUp(secretHash: Buffer, name: string): Promise<Caller | null> {
    const row = await this.database.manager.findOneBy(ApiKeyEntity, { secretHash, revokedAt: IsNull() });
    const caller = row ? { workspaceId: row.workspaceId, keyId: row.id, scopes: row.scopes } : null;
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    this.known.set(name, { caller, until: Date.now() + KNOWN_FOR_MS });
    return caller;
  }

  private note({ workspaceId, keyId }: Caller): void {
    if ((this.notedAt.get(keyId) ?? 0) > Date.now() - NOTED_EVERY_MS) return;
    if (this.notedAt.size >= MOST_KNOWN) this.notedAt.clear();
    this.notedAt.set(keyId, Date.now());
    this.database.manager
      .update(ApiKeyEntity, { workspaceId, id: keyId }, { lastUsedAt: new Date() })
      .catch((error) => this.log.warn({ err: error }, 'lastUsedAt was not noted'));
  }

  /** Calls back once when the key stops working, whichever node revoked it; answers a function that stops watching. */
  onRevoked(keyId: string, callback: () => void): () => void {
    const callbacks = this.watchers.get(keyId) ?? new Set();
    this.watchers.set(keyId, callbacks.add(callback));
    this.timer ??= setInterval(() => void this.lookForRevoked(), WATCH_EVERY_MS).unref();
    return () => {
      callbacks.delete(callback);
      if (callbacks.size === 0) this.watchers.delete(keyId);
    };
  }

  private async lookForRevoked(): Promise<void> {
    if (this.watchers.size === 0) return;
    try {
      const watched = In([...this.watchers.keys()]);
      const live = await this.database.manager.find(ApiKeyEntity, {
        where: { id: watched, revokedAt: IsNull() },
        select: { workspaceId: true, id: true },
      });
      const ids = new Set(live.map(({ id }) => id));
      for (const id of [...this.watchers.keys()].filter((watchedId) => !ids.has(watchedId))) this.tell(id);
    } catch (error) {
      this.log.warn({ err: error }, 'revoked keys were not looked for');
    }
  }

  private tell(keyId: string): void {
    const callbacks = this.watchers.get(keyId);
    this.watchers.delete(keyId);
    for (const callback of callbacks ?? []) callback();
  }

  close(): void {
    if (this.timer) clearInterval(this.timer);
    this.watchers.clear();
  }

  /** Newest first. */
  async list(workspaceId: string): Promise<ApiKey[]> {
    const where = { workspaceId, revokedAt: IsNull() };
    const rows = await this.database.manager.find(ApiKeyEntity, { where, order: { id: 'DESC' } });
    return rows.map(apiKeyOf);
  }

  /** Makes a key of the caller's workspace; it grants only scopes that the caller's own key has. */
  async create(caller: Caller, name: string, scopes: Scope[]): Promise<{ apiKey: ApiKey; secret: string }> {
    const none = scopes.length === 0 ? [{ path: 'scopes', message: 'must name at least one scope' }] : [];
    refuseIfAny([...faultAt('name', name, nameFault), ...none]);
    const excess = scopes.filter((scope) => !grants(caller.scopes, scope));
    if (excess.length > 0) throw new ServiceError('FORBIDDEN', `the calling key lacks the scope ${excess.join(', ')}`);
    const secret = newSecret();
    const row = keyRow(caller.workspaceId, name, [...new Set(scopes)], secret);
    await this.database.transaction(async (sql, manager) => {
      await lockWorkspace(sql, caller.workspaceId);
      const count = await manager.countBy(ApiKeyEntity, { workspaceId: caller.workspaceId, revokedAt: IsNull() });
      if (count >= MOST_KEYS) throw conflict(`a workspace has at most ${MOST_KEYS} keys: revoke one first`);
      await manager.insert(ApiKeyEntity, row);
    });
    return { apiKey: apiKeyOf(row), secret };
  }

  /** CONFLICT for the last ADMIN key: nobody could make another. */
  async revoke(workspaceId: string, id: string): Promise<void> {
    if (!isId(id)) throw notFound('API key', 'id');
    await this.database.transaction(async (sql, manager) => {
      await lockWorkspace(sql, workspaceId);
      const live = await manager.findBy(ApiKeyEntity, { workspaceId, revokedAt: IsNull() });
      const row = live.find((key) => key.id === id);
      if (!row) throw notFound('API key', 'id');
      const admins = live.filter(({ scopes }) => scopes.includes('ADMIN'));
      if (admins.length === 1 && admins[0] === row) throw conflict('the last ADMIN key of a workspace stays');
      await manager.update(ApiKeyEntity, { workspaceId, id }, { revokedAt: new Date() });
    });
    this.known.clear();
    this.tell(id);
  }
}

/** Counts of a workspace's keys are taken one at a time. */
async function lockWorkspace(sql: Sql, workspaceId: string): Promise<void> {
  await sql('select 1 from workspaces where id = $1 for update', [workspaceId]);
}
