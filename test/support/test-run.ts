import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from './until';

const FOLDER = 'TEST_RUN_FOLDER';
const PREFIX = 'pixel-tracking-tests-';

/** The folder of this run of the suite: whatever its tests leave in it is gone when it ends. */
export function runFolder(): string {
  const folder = process.env[FOLDER];
  if (!folder) throw new Error(`${FOLDER} is not set: jest.config.cjs names the globalSetup that sets it`);
  return folder;
}

/** Makes the run's folder, and takes away those of runs that were killed. */
export function beginRun(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    if (!isAlive(Number(name.slice(PREFIX.length).split('-')[0]))) discard(path.join(tmpdir(), name));
  }
  process.env[FOLDER] = mkdtempSync(path.join(tmpdir(), `${PREFIX}${process.pid}-`));
}

export function endRun(): void {
  discard(runFolder());
}

/** A fresh folder that ends with the run. */
export function newFolder(): string {
  return path.join(runFolder(), randomBytes(6).toString('hex'));
}

/** Does the work in the first of the run's processes that asks for it; the others wait until it is done. */
export async function oncePerRun(name: string, work: () => Promise<void>): Promise<void> {
  const [begun, done, failed] = ['begun', 'done', 'failed'].map((state) => path.join(runFolder(), `${name}.${state}`));
  if (!claimed(begun as string)) {
    const ended = () => existsSync(done as string) || existsSync(failed as string);
    await until(`${name} is made`, ended, (yes) => yes, 60_000);
    if (existsSync(failed as string)) throw new Error(`${name} could not be made; another test file says why`);
    return;
  }
  try {
    await work();
    writeFileSync(done as string, '');
  } catch (error) {
    writeFileSync(failed as string, '');
    throw error;
  }
}

function claimed(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function discard(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
