import { type App, startApp } from '../../src/app';
import { readConfig } from '../../src/config';
import { createLog } from '../../src/log';
import type { Database } from '../../src/persistence/database';
import { newKey } from '../../src/persistence/secrets';
import { openTestDatabase } from './database';
import { type Answer, ask, type Body } from './graphql-http';
import { type Connection, connect, type Stream } from './graphql-socket';
import { until } from './until';

const FIRST_KEY = 'the-first-key-of-the-tests-0123456789abcdef';

/** The real application on a port of its own, and a client for it. */
export interface TestServer {
  url: string;
  /** A key with every scope, of the first workspace. */
  key: string;
  database: Database;
  /** One operation over HTTP; null calls without a key. */
  query<Data = Body>(key: string | null, document: string, variables?: object): Promise<Answer<Data>>;
  /** What the operation answers; throws where it answers errors. */
  ok<Data = Body>(key: string, document: string, variables?: object): Promise<Data>;
  connect(key: string | null): Connection;
  /** One subscription on a socket of its own, which `close` ends. */
  subscribe(key: string | null, document: string, variables?: object): Stream;
  /** A key of the first workspace with these scopes. */
  keyWith(...scopes: string[]): Promise<string>;
  /** The ADMIN key of a new workspace. */
  newWorkspace(name?: string): Promise<string>;
  /** How many rows each table has once nothing waits to be sent: to see that a call stored nothing. */
  rows(): Promise<Record<string, number>>;
  close(): Promise<void>;
}

/** `environment` adds to or replaces the settings, named as in the environment. */
export async function startServer(environment: Record<string, string> = {}): Promise<TestServer> {
  const opened = await openTestDatabase();
  const config = readConfig({
    PORT: '0',
    SANDBOX: 'true',
    DEMO: 'false',
    LOG_LEVEL: 'silent',
    RETRY_SCHEDULE: '0.2,0.2,0.2,0.2',
    DATABASE_URL: opened.url ?? undefined,
    ENCRYPTION_KEYS: `k1:${newKey().toString('base64')}`,
    BOOTSTRAP_API_KEY: FIRST_KEY,
    ...environment,
  });
  const app = await startApp(config, createLog(config.logLevel, false), opened.database);
  return serverOf(app, opened);
}

function serverOf(app: App, opened: Awaited<ReturnType<typeof openTestDatabase>>): TestServer {
  const connections = new Set<Connection>();
  const query: TestServer['query'] = (key, document, variables) => ask(app.url, key, { query: document, variables });
  const ok: TestServer['ok'] = async <Data>(key: string, document: string, variables?: object) => {
    const { data, errors } = await ask<Data>(app.url, key, { query: document, variables });
    if (errors || !data) throw new Error(`refused: ${JSON.stringify(errors)}`);
    return data;
  };
  const open = (key: string | null) => {
    const connection = connect(app.url, key);
    connections.add(connection);
    return connection;
  };
  return {
    url: app.url,
    key: FIRST_KEY,
    database: opened.database,
    query,
    ok,
    connect: open,
    subscribe(key, document, variables) {
      const connection = open(key);
      const stream = connection.subscribe(document, variables);
      return { ...stream, close: () => connection.close() };
    },
    async keyWith(...scopes) {
      const document =
        'mutation ($name: String!, $scopes: [Scope!]!) { createApiKey(name: $name, scopes: $scopes) { secret } }';
      const made = await ok<{ createApiKey: { secret: string } }>(FIRST_KEY, document, { name: 'Key', scopes });
      return made.createApiKey.secret;
    },
    async newWorkspace(name = 'Another workspace') {
      const document = 'mutation ($name: String!) { createWorkspace(name: $name) { secret } }';
      return (await ok<{ createWorkspace: { secret: string } }>(FIRST_KEY, document, { name })).createWorkspace.secret;
    },
    rows: () => countRows(opened.database),
    async close() {
      for (const connection of connections) await connection.close();
      await app.stop();
      await opened.close();
    },
  };
}

/** Of every table, partitions counted with their parent. */
async function countRows(database: Database): Promise<Record<string, number>> {
  const waiting = "select 1 from firings where status in ('PENDING', 'RETRYING')";
  await until(
    'no firing that waits',
    () => database.sql(waiting),
    (rows) => rows.length === 0,
  );
  const tables = await database.sql<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
  );
  const counts = tables.map(({ name }) => `select '${name}' as name, count(*)::int as count from "${name}"`);
  const rows = await database.sql<{ name: string; count: number }>(counts.join(' union all '));
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}
