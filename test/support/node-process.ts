import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newKey } from '../../src/persistence/secrets';
import { administer, urlOf } from './administer';
import { type Answer, ask, type Body } from './graphql-http';
import { type Connection, connect } from './graphql-socket';
import { until } from './until';

const MAIN = path.join(__dirname, '../../dist/src/main.js');
const KEY = 'the-first-key-of-the-tests-0123456789abcdef';

/** A start takes a second; the machine may be busy with other tests. */
const START_MS = 60_000;

/** One node of the service as it is run: a process of its own, reached over HTTP and WebSocket alone. */
export interface NodeProcess {
  url: string;
  pid: number;
  /** All that it printed. */
  output(): string;
  query<Data = Body>(document: string, variables?: object): Promise<Answer<Data>>;
  /** What the operation answers; throws where it answers errors. */
  ok<Data = Body>(document: string, variables?: object): Promise<Data>;
  connect(): Connection;
  /** The sandbox's requests of a pixel, oldest first. */
  received(pixelId: string): Promise<Received[]>;
  fault(pixelId: string, kind: string, count: number): Promise<void>;
  /** As a crash or the kernel ends it. */
  kill(): Promise<void>;
  /** As an orchestrator ends it; answers the exit code. */
  stop(): Promise<number | null>;
}

export interface Received {
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: Body;
  status: number | null;
}

/** A place for nodes to live in: a data folder, or an empty database of TEST_DATABASE_URL. */
export interface Home {
  /** False where the database is embedded: then one node lives there at a time. */
  takesManyNodes: boolean;
  /** `environment` adds to or replaces the settings; ready when this resolves. */
  start(environment?: Record<string, string>): Promise<NodeProcess>;
  close(): Promise<void>;
}

/** Nodes of one home share keys and data. `embedded` asks for a data folder whatever the environment says. */
export async function openHome({ embedded = false } = {}): Promise<Home> {
  const folder = mkdtempSync(path.join(tmpdir(), 'pixel-tracking-home-'));
  const server = embedded ? '' : (process.env.TEST_DATABASE_URL ?? '');
  const name = path.basename(folder).replaceAll(/\W/g, '_').toLowerCase();
  if (server) await administer(server, `create database ${name}`);
  const settings = {
    PORT: '0',
    DATA_DIR: folder,
    DATABASE_URL: server && urlOf(server, name),
    ENCRYPTION_KEYS: `k1:${newKey().toString('base64')}`,
    BOOTSTRAP_API_KEY: KEY,
    SANDBOX: 'true',
    DEMO: 'false',
    RETRY_SCHEDULE: '0.2,0.2,0.2,0.2',
  };
  const nodes: NodeProcess[] = [];
  return {
    takesManyNodes: server !== '',
    async start(environment = {}) {
      const node = await startNode({ ...settings, ...environment });
      nodes.push(node);
      return node;
    },
    async close() {
      await Promise.all(nodes.map((node) => node.kill()));
      if (server) await administer(server, `drop database ${name} with (force)`);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startNode(environment: Record<string, string>): Promise<NodeProcess> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [MAIN], { env: { PATH, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => printed.push(String(chunk)));
  const output = () => printed.join('');
  const address = () => /"url":"([^"]+)"|Address +(\S+)/.exec(output());
  const started = await until(
    'an address, or the end of the process',
    () => ({ address: address(), ended: child.exitCode !== null }),
    (now) => now.address !== null || now.ended,
    START_MS,
  ).catch((error) => {
    child.kill('SIGKILL');
    throw error;
  });
  if (!started.address) throw new Error(`did not start: ${output()}`);
  const url = (started.address[1] ?? started.address[2]) as string;
  return { ...clientOf(url), pid: child.pid as number, output, ...endsOf(child) };
}

function clientOf(url: string): Pick<NodeProcess, 'url' | 'query' | 'ok' | 'connect' | 'received' | 'fault'> {
  const query: NodeProcess['query'] = (document, variables) => ask(url, KEY, { query: document, variables });
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
  return {
    url,
    query,
    async ok<Data>(document: string, variables?: object) {
      const { data, errors } = await ask<Data>(url, KEY, { query: document, variables });
      if (errors || !data) throw new Error(`refused: ${JSON.stringify(errors)}`);
      return data;
    },
    connect: () => connect(url, KEY),
    async received(pixelId) {
      const reply = await fetch(`${url}/sandbox/pixels/${pixelId}/requests`, { headers });
      return ((await reply.json()) as { requests: Received[] }).requests;
    },
    async fault(pixelId, kind, count) {
      const body = JSON.stringify({ kind, count });
      const reply = await fetch(`${url}/sandbox/pixels/${pixelId}/fault`, { method: 'PUT', headers, body });
      if (!reply.ok) throw new Error(await reply.text());
    },
  };
}

function endsOf(child: ChildProcess): Pick<NodeProcess, 'kill' | 'stop'> {
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    return child.exitCode;
  };
  return { kill: async () => void (await end('SIGKILL')), stop: () => end('SIGTERM') };
}
