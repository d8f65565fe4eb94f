import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { type Config, NO_FIRST_KEY } from './config';
import { type Demo, makeDemo } from './demo';
import { createEngine, type Engine } from './engine';
import { type Bus, MemoryBus } from './feed/bus';
import { PostgresBus } from './feed/postgres-bus';
import { RedisBus } from './feed/redis-bus';
import { createApi } from './graphql/api';
import { localSecrets } from './local-secrets';
import type { Log } from './log';
import { createMetrics, type Metrics } from './metrics';
import { createOutbound } from './outbound/http';
import { Database } from './persistence/database';
import { startEmbedded } from './persistence/embedded';
import type { PixelEntity } from './persistence/entities';
import { maintain } from './persistence/maintenance';
import { Keyring, newKey } from './persistence/secrets';
import { PLATFORMS, platformOf } from './platforms';
import { registerSandbox } from './sandbox';
import { serveConsole } from './server/console';
import { serveHealth } from './server/health';
import { createHttpServer, serveGraphql } from './server/http';
import { sandboxAccess } from './server/sandbox-access';
import { serveWebSocket } from './server/websocket';

const MAINTAIN_EVERY_MS = 10 * 60_000;

export interface App {
  /** Such as http://127.0.0.1:4000. */
  url: string;
  /** The first workspace's key where this installation keeps it itself. */
  apiKey: string | null;
  demo: Demo | null;
  /** Takes no more work, lets what is out come back, hands back the rest. */
  stop(): Promise<void>;
}

interface Secrets {
  encryptionKeys: string;
  apiKey: string | null;
}

/** What was started, to be stopped in the reverse order, also where a later step fails. */
class Started {
  private readonly stops: (() => Promise<unknown> | unknown)[] = [];

  add<Thing>(thing: Thing, stop: (thing: Thing) => Promise<unknown> | unknown): Thing {
    this.stops.push(() => stop(thing));
    return thing;
  }

  async stop(): Promise<void> {
    for (const stop of this.stops.splice(0).reverse()) await stop();
  }
}

/**
 * Puts everything together by hand and starts it. Throws an Error that says what is missing or wrong. With `opened` it
 * runs on that database instead of opening one, and leaves it open.
 */
export async function startApp(config: Config, log: Log, opened?: Database): Promise<App> {
  const started = new Started();
  try {
    return await start(config, log, started, opened);
  } catch (error) {
    await started.stop();
    throw error;
  }
}

async function start(config: Config, log: Log, started: Started, opened?: Database): Promise<App> {
  const { database, secrets } = opened
    ? { database: opened, secrets: givenSecrets(config) }
    : await openStorage(config, started);
  const keyring = Keyring.parse(secrets.encryptionKeys);
  const bus = await openBus(config, log, started);
  const metrics = createMetrics();
  let origin = '';
  const engine = assemble(config, { database, keyring, bus, log, metrics, started, sandboxOrigin: () => origin });
  const workspaceId = await firstWorkspace(config, secrets, engine);
  const app = await serve(config, { engine, database, log, metrics, started });
  origin = originOf(app);
  await repeat(() => maintain(database, config.retentionDays), MAINTAIN_EVERY_MS, log, started);
  engine.start();
  started.add(engine, ({ stop }) => stop());
  const demo = config.demo && workspaceId ? await makeDemo(engine.services, database, workspaceId) : null;
  return { url: origin, apiKey: secrets.apiKey, demo, stop: () => started.stop() };
}

/** An embedded database with secrets of its own, or the one that DATABASE_URL names. */
async function openStorage(config: Config, started: Started): Promise<{ database: Database; secrets: Secrets }> {
  const open = async (url: string, poolSize: number) =>
    started.add(await Database.open({ url, poolSize }), (database) => database.close());
  if (config.databaseUrl !== null) {
    return { database: await open(config.databaseUrl, config.databasePoolSize), secrets: givenSecrets(config) };
  }
  const embedded = started.add(await startEmbedded(config.dataDir), (running) => running.stop());
  const made = localSecrets(config.dataDir, () => ({
    encryptionKeys: `local:${newKey().toString('base64')}`,
    apiKey: `pt_${randomBytes(32).toString('base64url')}`,
  }));
  const secrets = {
    encryptionKeys: config.encryptionKeys ?? made.encryptionKeys,
    apiKey: config.bootstrapApiKey ?? made.apiKey,
  };
  return { database: await open(embedded.url, 1), secrets };
}

/** What the environment says, where the service keeps no secret itself. */
function givenSecrets(config: Config): Secrets {
  return { encryptionKeys: config.encryptionKeys ?? '', apiKey: null };
}

/** Redis where it is named, else the database's NOTIFY; with one node on an embedded database nothing has to cross. */
async function openBus(config: Config, log: Log, started: Started): Promise<Bus> {
  const { redisUrl, databaseUrl } = config;
  if (redisUrl === null && databaseUrl === null) return started.add(new MemoryBus(), (bus) => bus.close());
  const bus = redisUrl === null ? new PostgresBus(databaseUrl as string, log) : new RedisBus(redisUrl, log);
  started.add(bus, (open) => open.close());
  await bus.connect();
  return bus;
}

function assemble(
  config: Config,
  parts: {
    database: Database;
    keyring: Keyring;
    bus: Bus;
    log: Log;
    metrics: Metrics;
    started: Started;
    sandboxOrigin: () => string;
  },
): Engine {
  const { started, sandboxOrigin, ...rest } = parts;
  const outbound = started.add(
    createOutbound({ timeoutMs: config.deliveryTimeoutMs, allow: config.outboundAllow }),
    (client) => client.close(),
  );
  const sandboxUrl = () => config.sandboxUrl ?? `${sandboxOrigin()}/sandbox`;
  return createEngine({
    ...rest,
    outbound,
    schedule: config.retrySchedule,
    dispatches: config.role !== 'api',
    isOnlyNode: config.databaseUrl === null,
    sandbox: config.sandbox,
    baseUrlOf: (row) =>
      row.endpoint === 'SANDBOX' ? `${sandboxUrl()}/${row.platform.toLowerCase()}/${row.id}` : liveUrl(row, config),
  });
}

function liveUrl({ platform: code }: PixelEntity, { baseUrls }: Config): string {
  const platform = platformOf(code);
  return (platform.baseUrlVariable ? baseUrls[platform.baseUrlVariable] : undefined) ?? platform.defaultBaseUrl ?? '';
}

/** The key of the environment or of the data folder is made where it does not exist; a database without any is refused. */
async function firstWorkspace(config: Config, { apiKey }: Secrets, { workspaces }: Engine): Promise<string | null> {
  const bootstrap = config.bootstrapApiKey ?? apiKey;
  const workspaceId = bootstrap === null ? null : await workspaces.ensureBootstrap(bootstrap);
  if (workspaceId === null && config.role !== 'dispatcher') {
    if (!(await workspaces.hasKey())) throw new Error(NO_FIRST_KEY);
  }
  await workspaces.checkKeyring();
  return workspaceId;
}

async function serve(
  config: Config,
  parts: { engine: Engine; database: Database; log: Log; metrics: Metrics; started: Started },
): Promise<FastifyInstance> {
  const { engine, database, log, metrics, started } = parts;
  const { services } = engine;
  const api = createApi({ services, platforms: PLATFORMS, log });
  const http = await createHttpServer(log, config.corsOrigins, api.format);
  const app = started.add(http, (server) => server.close());
  serveHealth(app, { metrics, check: () => database.ping() });
  if (config.role !== 'dispatcher') {
    await serveGraphql(app, api, log);
    const pixelsByIds = services.pixels.byIds.bind(services.pixels);
    const findPixel = sandboxAccess({ authenticate: api.authenticate, pixelsByIds });
    if (config.sandbox) registerSandbox(app, { findPixel });
    await serveConsole(app);
    const { corsOrigins } = config;
    started.add(serveWebSocket(app.server, { api, log, corsOrigins, metrics }), (close) => close());
  }
  await app.listen({ host: config.host, port: config.port });
  return app;
}

/** Where this node itself can be reached from this machine. */
function originOf(app: FastifyInstance): string {
  const { address, port, family } = app.server.address() as AddressInfo;
  const host = ['0.0.0.0', '::'].includes(address) ? '127.0.0.1' : address;
  return `http://${family === 'IPv6' && host !== '127.0.0.1' ? `[${host}]` : host}:${port}`;
}

/** Once now, so that a start fails where it can't be done, then again and again; a failure then is logged. */
async function repeat(work: () => Promise<void>, everyMs: number, log: Log, started: Started): Promise<void> {
  await work();
  const timer = setInterval(() => {
    work().catch((error) => log.warn({ err: error }, 'maintenance failed; it is tried again'));
  }, everyMs);
  started.add(timer, clearInterval);
}
