import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { Database } from '../../src/persistence/database';
import { administer, urlOf } from './administer';
import { copyServedTemplate, embeddedTemplate } from './database-template';
import { startMemoryDatabase } from './memory-database';

export interface TestDatabase {
  database: Database;
  /** For a second node on the same database; null where it is embedded and has one session. */
  url: string | null;
  close(): Promise<void>;
}

/** A fresh migrated database: on TEST_DATABASE_URL where set, else PGlite in memory. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_URL;
  return server ? openServed(server) : openEmbedded();
}

async function openEmbedded(): Promise<TestDatabase> {
  const memory = await startMemoryDatabase(await embeddedTemplate());
  const database = await Database.open({ url: memory.url, poolSize: 1 });
  return {
    database,
    url: null,
    async close() {
      await database.close();
      await memory.stop();
    },
  };
}

async function openServed(server: string): Promise<TestDatabase> {
  const name = `pixel_tracking_test_${randomBytes(6).toString('hex')}`;
  await copyServedTemplate(server, name);
  const url = urlOf(server, name);
  const poolSize = Number(process.env.TEST_DATABASE_POOL_SIZE || '10');
  const database = await Database.open({ url, poolSize });
  return {
    database,
    url,
    async close() {
      await database.close();
      await administer(server, `drop database ${name} with (force)`);
    },
  };
}
