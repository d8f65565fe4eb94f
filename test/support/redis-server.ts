import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { freePort } from './free-port';
import { until } from './until';

export const HAS_REDIS_SERVER = spawnSync('redis-server', ['--version']).status === 0;

export interface RedisServer {
  url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A Redis of the test's own on a free port, keeping nothing on disk; it can be stopped and started again. */
export async function redisServer(): Promise<RedisServer> {
  const port = await freePort();
  let running: ChildProcess | null = null;
  return {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
      running = spawn('redis-server', options, { stdio: 'ignore' });
      await until('redis-server listens', () => answers(port), Boolean);
    },
    async stop() {
      if (!running) return;
      const ended = once(running, 'exit');
      running.kill('SIGKILL');
      await ended;
      running = null;
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (yes: boolean) => () => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', end(true)).once('error', end(false));
  });
}
