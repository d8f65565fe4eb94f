import { type FastifyInstance, fastify } from 'fastify';
import type { PixelRule } from '../../src/domain/pixel-rule';
import { createEngine, type Engine } from '../../src/engine';
import { type Bus, MemoryBus } from '../../src/feed/bus';
import { PostgresBus } from '../../src/feed/postgres-bus';
import { createLog, type Log } from '../../src/log';
import { createMetrics, type Metrics } from '../../src/metrics';
import { createOutbound } from '../../src/outbound/http';
import { Database } from '../../src/persistence/database';
import { CampaignEntity, PixelEntity, PixelRuleEntity } from '../../src/persistence/entities';
import { newId } from '../../src/persistence/ids';
import { pixelContext } from '../../src/persistence/pixel-targets';
import { Keyring, newKey } from '../../src/persistence/secrets';
import { registerSandbox } from '../../src/sandbox';
import type { ConnectInput } from '../../src/workspace/pixel-input';
import { openTestDatabase } from './database';

const MANAGE = 'Bearer test-manage';

/** The engine on a real database with the real sandbox behind real HTTP. */
export interface World {
  engine: Engine;
  database: Database;
  workspaceId: string;
  campaignId: string;
  /** A Facebook pixel. */
  pixelId: string;
  sandboxUrl: string;
  /** Of the first node. */
  metrics: Metrics;
  /** Another node on the same database; only where it is served. */
  secondNode: (() => Promise<Engine>) | null;
  rule(fields?: Partial<PixelRule>): Promise<string>;
  /** Another pixel on the sandbox, good but for what `fields` say; answers its id. */
  connect(platform: string, fields?: Partial<ConnectInput>): Promise<string>;
  /** Of the Facebook pixel, or of another one. */
  fault(kind: string, count: number, pixelId?: string, more?: object): Promise<void>;
  /** Bodies that the sandbox got for the pixel, oldest first. */
  received(pixelId?: string): Promise<Received[]>;
  close(): Promise<void>;
}

export interface Received {
  path: string;
  headers: Record<string, string>;
  body: { data: Record<string, unknown>[] };
  status: number | null;
}

const GOOD_PIXELS: Record<string, Partial<ConnectInput>> = {
  FACEBOOK: { platformPixelId: '1234567890', accessToken: 'sandbox-token' },
  TIKTOK: { platformPixelId: 'C4TESTPIXEL123456789', accessToken: 'sandbox-token' },
  CUSTOM: { custom: { url: 'https://crm.example.com/hook', headers: [], body: '{"lead":"{lead_id}"}' } },
};

export async function createWorld(options: { schedule?: number[]; start?: boolean; log?: Log } = {}): Promise<World> {
  const opened = await openTestDatabase();
  const { database } = opened;
  const log = options.log ?? createLog('silent', false);
  const keyring = Keyring.parse(`k1:${newKey().toString('base64')}`);
  const sandbox = await startSandbox();
  const sandboxUrl = `${sandbox.listeningOrigin}/sandbox`;
  const metrics = createMetrics();
  const nodes: { engine: Engine; stop(): Promise<void> }[] = [];
  const node = async (on: Database, bus: Bus): Promise<Engine> => {
    const outbound = createOutbound({ timeoutMs: 5_000, allow: [] });
    const engine = createEngine({
      database: on,
      keyring,
      outbound,
      bus,
      log,
      metrics: nodes.length === 0 ? metrics : createMetrics(),
      sandbox: true,
      schedule: options.schedule ?? [0.2, 0.2, 0.2, 0.2],
      dispatches: true,
      isOnlyNode: opened.url === null,
      baseUrlOf: (row) => `${sandboxUrl}/${row.platform.toLowerCase()}/${row.id}`,
    });
    if (options.start !== false) engine.start();
    const stop = async () => {
      await engine.stop();
      await outbound.close();
      await bus.close();
      if (on !== database) await on.close();
    };
    nodes.push({ engine, stop });
    return engine;
  };
  const busOf = async (): Promise<Bus> => {
    if (opened.url === null) return new MemoryBus();
    const bus = new PostgresBus(opened.url, log);
    await bus.connect();
    return bus;
  };
  const engine = await node(database, await busOf());
  const workspaceId = await engine.workspaces.ensureBootstrap('a-test-key-that-is-long-enough-0123456789');
  const campaignId = newId();
  await database.manager.insert(CampaignEntity, {
    workspaceId,
    id: campaignId,
    name: 'Campaign',
    createdAt: new Date(),
  });
  const pixelId = await insertPixel(database, keyring, workspaceId);
  const management = (id: string, path: string) => `${sandboxUrl}/pixels/${id}/${path}`;
  const { url } = opened;
  return {
    engine,
    database,
    workspaceId,
    campaignId,
    pixelId,
    sandboxUrl,
    metrics,
    secondNode: url === null ? null : async () => node(await Database.open({ url, poolSize: 5 }), await busOf()),
    rule: (fields) => insertRule(database, { workspaceId, campaignId, pixelId, ...fields }),
    async connect(platform, fields) {
      const input = { name: platform, platform, endpoint: 'SANDBOX' as const, ...GOOD_PIXELS[platform], ...fields };
      return (await engine.services.pixels.connect(workspaceId, input)).id;
    },
    async fault(kind, count, id = pixelId, more = {}) {
      const body = JSON.stringify({ kind, count, ...more });
      const headers = { authorization: MANAGE, 'content-type': 'application/json' };
      const reply = await fetch(management(id, 'fault'), { method: 'PUT', headers, body });
      if (!reply.ok) throw new Error(await reply.text());
    },
    async received(id = pixelId) {
      const reply = await fetch(management(id, 'requests'), { headers: { authorization: MANAGE } });
      return ((await reply.json()) as { requests: Received[] }).requests;
    },
    async close() {
      for (const { stop } of nodes.reverse()) await stop();
      await sandbox.close();
      await opened.close();
    },
  };
}

async function startSandbox(): Promise<FastifyInstance> {
  const app = fastify();
  registerSandbox(app, { findPixel: async (header) => (header === MANAGE ? 'ALLOWED' : 'UNAUTHENTICATED') });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return app;
}

async function insertPixel(database: Database, keyring: Keyring, workspaceId: string): Promise<string> {
  const id = newId();
  const now = new Date();
  const secrets = JSON.stringify({ accessToken: 'sandbox-token' });
  await database.manager.insert(PixelEntity, {
    workspaceId,
    id,
    name: 'Pixel',
    platform: 'FACEBOOK',
    endpoint: 'SANDBOX',
    platformPixelId: '1234567890',
    paused: false,
    attentionReason: null,
    accessTokenHint: 'oken',
    custom: null,
    settings: {},
    secretsSealed: keyring.seal(secrets, pixelContext(workspaceId, id)),
    version: '1',
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  });
  return id;
}

async function insertRule(
  database: Database,
  { value, ...fields }: Partial<PixelRule> & { workspaceId: string; campaignId: string; pixelId: string },
): Promise<string> {
  const id = newId();
  const now = new Date();
  await database.manager.insert(PixelRuleEntity, {
    id,
    name: 'Rule',
    enabled: true,
    trigger: 'LEAD_QUALIFIED',
    platform: 'FACEBOOK',
    eventName: 'Lead',
    actionSource: 'SYSTEM_GENERATED',
    fireOnce: true,
    conditions: null,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
    valueAmount: value?.amount ?? null,
    valueCurrency: value?.currency ?? null,
    ...fields,
  } as PixelRuleEntity);
  await database.sql('update campaigns set rules_version = rules_version + 1 where id = $1', [fields.campaignId]);
  return id;
}
