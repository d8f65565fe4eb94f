import 'reflect-metadata';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Database } from '../../src/persistence/database';
import { administer, urlOf } from './administer';
import { startMemoryDatabase } from './memory-database';
import { oncePerRun, runFolder } from './test-run';

/** The run's migrated PGlite, as a dump. */
export async function embeddedTemplate(): Promise<string> {
  const dump = path.join(runFolder(), 'migrated.tar');
  await oncePerRun('the migrated database', async () => {
    const memory = await startMemoryDatabase(null);
    await (await Database.open({ url: memory.url, poolSize: 1 })).close();
    await memory.stop(dump);
  });
  return dump;
}

/** Makes a database out of the run's migrated one. */
export async function copyServedTemplate(server: string, name: string): Promise<void> {
  const template = templateName();
  await oncePerRun('the template database', async () => {
    await administer(server, `create database ${template}`);
    await (await Database.open({ url: urlOf(server, template), poolSize: 1 })).close();
  });
  await administer(server, `create database ${name} template ${template}`);
}

/** Ends the run's template database, if one was made. */
export async function dropTemplate(): Promise<void> {
  const server = process.env.TEST_DATABASE_URL;
  if (server && existsSync(path.join(runFolder(), 'the template database.begun'))) {
    await administer(server, `drop database if exists ${templateName()} with (force)`);
  }
}

function templateName(): string {
  return `${path.basename(runFolder()).replaceAll(/\W/g, '_').toLowerCase()}_template`;
}
