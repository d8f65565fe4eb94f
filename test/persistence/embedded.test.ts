import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Database } from '../../src/persistence/database';
import { startEmbedded } from '../../src/persistence/embedded';
import { newFolder } from '../support/test-run';

const sockets = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`pixel-tracking-${process.pid}-`));

test('what is stored is there after the next start; a stop leaves no socket and no lock', async () => {
  const folder = newFolder();
  for (const expected of [[], [{ value: 'yes' }]]) {
    const embedded = await startEmbedded(folder);
    const database = await Database.open({ url: embedded.url, poolSize: 1 });
    expect(await database.sql(`select value from service_state where name = 'kept'`)).toEqual(expected);
    await database.sql(`insert into service_state (name, value) values ('kept', 'yes') on conflict do nothing`);
    await database.close();
    await embedded.stop();
  }
  expect(sockets()).toEqual([]);
  expect(existsSync(path.join(folder, 'lock.pid'))).toBe(false);
  expect(statSync(folder).mode & 0o077).toBe(0);
});

test('a folder that a living process uses is refused with words, and left alone', async () => {
  const folder = newFolder();
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'lock.pid'), String(process.ppid));
  await expect(startEmbedded(folder)).rejects.toThrow(`is in use by process ${process.ppid}`);
  expect(readdirSync(folder)).toEqual(['lock.pid']);
});

test('the lock of a process that is gone is taken over', async () => {
  const folder = newFolder();
  mkdirSync(folder);
  const { pid } = spawnSync(process.execPath, ['--version']);
  writeFileSync(path.join(folder, 'lock.pid'), String(pid));
  const embedded = await startEmbedded(folder);
  await embedded.stop();
});

test('a start that fails says so and leaves no socket and no lock', async () => {
  const folder = newFolder();
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'postgres'), 'a file where the data should be');
  await expect(startEmbedded(folder)).rejects.toThrow(`the embedded database in ${folder} did not start`);
  expect(sockets()).toEqual([]);
  expect(readdirSync(folder)).toEqual(['postgres']);
});
