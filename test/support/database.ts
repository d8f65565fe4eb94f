import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { Database } from '../../src/persistence/database';
import { startEmbedded } from '../../src/persistence/embedded';

export interface TestDatabase {
  database: Database;
  /** For a second node on the same database; null where it is embedded and has one session. */
  url: string | null;
  close(): Promise<void>;
}

/** A fresh database: on TEST_DATABASE_URL where set, else PGlite in a folder of its own. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_URL;
  return server ? openServed(server) : openEmbedded();
}

async function openEmbedded(): Promise<TestDatabase> {
  const folder = mkdtempSync(path.join(tmpdir(), 'pixel-tracking-test-'));
  const embedded = await startEmbedded(folder);
  const database = await Database.open({ url: embedded.url, poolSize: 1 });
  return {
    database,
    url: null,
    async close() {
      await database.close();
      await embedded.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openServed(server: string): Promise<TestDatabase> {
  const name = `pixel_tracking_test_${randomBytes(6).toString('hex')}`;
  await administer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const poolSize = Number(process.env.TEST_DATABASE_POOL_SIZE || '10');
  const database = await Database.open({ url: url.href, poolSize });
  return {
    database,
    url: url.href,
    async close() {
      await database.close();
      await administer(server, `drop database ${name} with (force)`);
    },
  };
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(statement);
  await client.end();
}
