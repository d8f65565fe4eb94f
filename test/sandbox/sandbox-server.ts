import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { fastify } from 'fastify';
import { registerSandbox, type SandboxPixelAccess, type SandboxRequest } from '../../src/sandbox/index';

export const MANAGE = 'Bearer manage-key';

export interface Reply {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a foreign body, asserted on field by field
  body: any;
}

export interface SandboxServer {
  url: string;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  setFault(pixelId: string, fault: Record<string, unknown>): Promise<Reply>;
  requests(pixelId: string): Promise<SandboxRequest[]>;
  close(): Promise<void>;
}

const ACCESS: Record<string, SandboxPixelAccess> = { [MANAGE]: 'ALLOWED', 'Bearer read-key': 'FORBIDDEN' };

async function findPixel(authorization: string | undefined, pixelId: string): Promise<SandboxPixelAccess> {
  if (pixelId === 'broken') throw new Error('database password wrong');
  const access = ACCESS[authorization ?? ''] ?? 'UNAUTHENTICATED';
  return access === 'ALLOWED' && pixelId === 'foreign' ? 'NOT_FOUND' : access;
}

async function send(url: string, method: string, body: unknown, headers: Record<string, string>): Promise<Reply> {
  const json = body !== undefined && typeof body !== 'string';
  const response = await fetch(url, {
    method,
    headers: { ...(json ? { 'content-type': 'application/json' } : {}), ...headers },
    body: json ? JSON.stringify(body) : (body as string | undefined),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** A real server with nothing but the sandbox on it. */
export async function startSandbox(): Promise<SandboxServer> {
  const app = fastify();
  registerSandbox(app, { findPixel });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/sandbox`;
  const manage = { authorization: MANAGE };
  return {
    url,
    send: (method, path, body, headers = {}) => send(`${url}${path}`, method, body, headers),
    setFault: (pixelId, fault) => send(`${url}/pixels/${pixelId}/fault`, 'PUT', fault, manage),
    requests: async (pixelId) =>
      (await send(`${url}/pixels/${pixelId}/requests`, 'GET', undefined, manage)).body.requests,
    close: () => app.close(),
  };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function secondsAgo(seconds: number): number {
  return Math.floor(Date.now() / 1_000) - seconds;
}

export const A_DAY = 86_400;

type Tree = Record<string, unknown>;

/** A copy of the tree with one field replaced, by dotted path; undefined drops it. */
export function changed<T>(tree: T, path: string, value: unknown): T {
  const copy = structuredClone(tree) as Tree;
  const names = path.split('.');
  const last = names.pop() as string;
  const parent = names.reduce((node, name) => node[name] as Tree, copy);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy as T;
}
