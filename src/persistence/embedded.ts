import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

export interface EmbeddedDatabase {
  /** For the ordinary driver, with a pool of one: several connections would share one session. */
  url: string;
  stop(): Promise<void>;
}

/** Starts PGlite on `dataDir`/postgres, reached by a socket that only this user can open. */
export async function startEmbedded(dataDir: string): Promise<EmbeddedDatabase> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(dataDir);
  const socketFolder = mkdtempSync(path.join(tmpdir(), `pixel-tracking-${process.pid}-`));
  const worker = new Worker(path.join(__dirname, 'embedded-worker.cjs'), {
    workerData: { dataDir: path.join(dataDir, 'postgres'), socketPath: path.join(socketFolder, '.s.PGSQL.5432') },
  });
  const end = async () => {
    await worker.terminate();
    rmSync(socketFolder, { recursive: true, force: true });
    unlock();
  };
  try {
    await answer(worker, 'ready');
  } catch (error) {
    await end();
    throw new Error(`the embedded database in ${dataDir} did not start`, { cause: error });
  }
  return {
    url: `postgresql://postgres@/postgres?host=${encodeURIComponent(socketFolder)}`,
    async stop() {
      const stopped = answer(worker, 'stopped');
      worker.postMessage('stop');
      await stopped;
      await end();
    },
  };
}

function answer(worker: Worker, expected: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = (code: number) => reject(new Error(`the embedded database ended with code ${code}`));
    worker.once('error', reject).once('exit', ended);
    worker.once('message', (message) => {
      worker.off('error', reject).off('exit', ended);
      message === expected ? resolve() : reject(new Error(`the embedded database answered ${message}`));
    });
  });
}

/** Two processes on one folder would destroy it: a pid file keeps the second out, and a dead process's is taken over. */
function lockFolder(dataDir: string): () => void {
  const file = path.join(dataDir, 'lock.pid');
  const holder = pidIn(file);
  if (holder !== null && holder !== process.pid && isAlive(holder)) {
    throw new Error(`${dataDir} is in use by process ${holder}; stop it, or set DATA_DIR to another folder`);
  }
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

function pidIn(file: string): number | null {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
