import ipaddr from 'ipaddr.js';
import { DEFAULT_SCHEDULE, parseSchedule } from './domain/retry-schedule';
import { parsedUrl } from './domain/url';
import { Keyring } from './persistence/secrets';
import { PLATFORMS } from './platforms';

export type Role = 'all' | 'api' | 'dispatcher';

/** The environment, read and checked once. */
export interface Config {
  host: string;
  port: number;
  role: Role;
  /** Null means embedded. */
  databaseUrl: string | null;
  /** Connections of this node; an embedded database always has one. */
  databasePoolSize: number;
  /** Null: the feed crosses nodes by PostgreSQL's NOTIFY. */
  redisUrl: string | null;
  dataDir: string;
  encryptionKeys: string | null;
  bootstrapApiKey: string | null;
  sandbox: boolean;
  sandboxUrl: string | null;
  demo: boolean;
  baseUrls: Record<string, string>;
  outboundAllow: string[];
  retrySchedule: number[];
  deliveryTimeoutMs: number;
  /** Null: firings are kept for ever. */
  retentionDays: number | null;
  corsOrigins: string[];
  logLevel: string;
}

type Environment = Record<string, string | undefined>;

/** Throws an Error that names every wrong or missing setting. Empty means unset. */
export function readConfig(environment: Environment): Config {
  const get = (name: string): string | null => environment[name]?.trim() || null;
  const faults: string[] = [];
  const databaseUrl = get('DATABASE_URL');
  const embedded = databaseUrl === null;
  const attempt = <Value>(read: () => Value, fallback: Value): Value => {
    try {
      return read();
    } catch (error) {
      faults.push((error as Error).message);
      return fallback;
    }
  };
  const config: Config = {
    host: get('HOST') ?? '127.0.0.1',
    port: attempt(() => wholeNumber('PORT', get('PORT') ?? '4000', 0, 65_535), 4000),
    role: attempt(() => choice('ROLE', get('ROLE') ?? 'all', ['all', 'api', 'dispatcher']), 'all'),
    databaseUrl: attempt(() => postgresUrl(databaseUrl), databaseUrl),
    databasePoolSize: attempt(() => wholeNumber('DATABASE_POOL_SIZE', get('DATABASE_POOL_SIZE') ?? '10', 1, 1_000), 10),
    dataDir: get('DATA_DIR') ?? '.data',
    encryptionKeys: attempt(() => keysOf(get('ENCRYPTION_KEYS')), ''),
    bootstrapApiKey: attempt(() => bootstrapKeyOf(get('BOOTSTRAP_API_KEY')), ''),
    sandbox: attempt(() => flag('SANDBOX', get('SANDBOX'), embedded), embedded),
    sandboxUrl: attempt(() => httpUrl('SANDBOX_URL', get('SANDBOX_URL')), null),
    demo: attempt(() => flag('DEMO', get('DEMO'), embedded), embedded),
    baseUrls: Object.fromEntries(BASE_URLS.flatMap((name) => attempt(() => baseUrl(name, get(name)), []))),
    outboundAllow: attempt(() => reachable(list(get('OUTBOUND_ALLOW'))), []),
    retrySchedule: attempt(() => scheduleOf(get('RETRY_SCHEDULE')), DEFAULT_SCHEDULE),
    deliveryTimeoutMs: attempt(
      () => wholeNumber('DELIVERY_TIMEOUT_MS', get('DELIVERY_TIMEOUT_MS') ?? '10000', 1, 600_000),
      10_000,
    ),
    retentionDays: attempt(() => optionalNumber('RETENTION_DAYS', get('RETENTION_DAYS'), 1, 36_500), null),
    redisUrl: attempt(() => urlIn('REDIS_URL', get('REDIS_URL'), ['redis:', 'rediss:']), null),
    corsOrigins: attempt(() => origins(list(get('CORS_ORIGINS'))), []),
    logLevel: attempt(() => choice('LOG_LEVEL', get('LOG_LEVEL') ?? 'info', LOG_LEVELS), 'info'),
  };
  if (!embedded && config.encryptionKeys === null) {
    faults.push('ENCRYPTION_KEYS is missing: with DATABASE_URL it must be set, as id:base64key of 32 random bytes');
    if (config.bootstrapApiKey === null) faults.push(NO_FIRST_KEY);
  }
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return config;
}

/** Settings that are allowed and will not do what they seem to; in words for the log. */
export function warningsOf({ role, databaseUrl, sandbox, sandboxUrl }: Config): string[] {
  const warnings: string[] = [];
  if (role !== 'all' && databaseUrl === null) {
    warnings.push(
      `ROLE=${role} without DATABASE_URL: no other node can share the embedded database, so nothing is ${role === 'api' ? 'delivered' : 'accepted'}`,
    );
  }
  if (role === 'dispatcher' && sandbox && sandboxUrl === null) {
    warnings.push('ROLE=dispatcher serves no sandbox: set SANDBOX_URL to that of a node with ROLE=all or api');
  }
  return warnings;
}

export const NO_FIRST_KEY =
  'BOOTSTRAP_API_KEY is missing: with DATABASE_URL it must be set while the database has no API key';

const BASE_URLS = PLATFORMS.flatMap(({ baseUrlVariable }) => baseUrlVariable ?? []);
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

function scheduleOf(text: string | null): number[] {
  return text === null ? DEFAULT_SCHEDULE : parseSchedule(text);
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least || number > most) {
    throw new Error(`${name} must be a whole number from ${least} to ${most}`);
  }
  return number;
}

function optionalNumber(name: string, text: string | null, least: number, most: number): number | null {
  return text === null ? null : wholeNumber(name, text, least, most);
}

function choice<Value extends string>(name: string, text: string, values: readonly Value[]): Value {
  const found = values.find((value) => value === text);
  if (!found) throw new Error(`${name} must be one of ${values.join(', ')}`);
  return found;
}

function flag(name: string, text: string | null, fallback: boolean): boolean {
  return text === null ? fallback : choice(name, text.toLowerCase(), ['true', 'false']) === 'true';
}

function list(text: string | null): string[] {
  return (text ?? '').split(',').flatMap((part) => part.trim() || []);
}

function baseUrl(name: string, text: string | null): [string, string][] {
  const url = httpUrl(name, text);
  return url === null ? [] : [[name, url]];
}

/** Where a platform's requests go instead, without the slashes at its end. */
function httpUrl(name: string, text: string | null): string | null {
  return urlIn(name, text, ['http:', 'https:'])?.replace(/\/+$/, '') ?? null;
}

/** The words name the variable and the schemes, never the value: it may hold a password. */
function urlIn(name: string, text: string | null, schemes: readonly string[]): string | null {
  if (text === null || schemes.includes(parsedUrl(text)?.protocol ?? '')) return text;
  throw new Error(`${name} must be a URL that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`);
}

/** Not parsed further: a socket's URL, which pg takes, is none to others. */
function postgresUrl(text: string | null): string | null {
  if (text === null || /^postgres(ql)?:\/\//.test(text)) return text;
  throw new Error('DATABASE_URL must be a URL that begins with postgresql://');
}

function keysOf(text: string | null): string | null {
  if (text !== null) Keyring.parse(text);
  return text;
}

function bootstrapKeyOf(text: string | null): string | null {
  if (text === null || /^[\x21-\x7e]{32,200}$/.test(text)) return text;
  throw new Error('BOOTSTRAP_API_KEY must be 32 to 200 visible characters');
}

function reachable(entries: string[]): string[] {
  for (const entry of entries) {
    const isKnown = entry.includes('/') ? ipaddr.isValidCIDR(entry) : /^[\w.:[\]-]+$/.test(entry);
    if (!isKnown) throw new Error('OUTBOUND_ALLOW must be hosts, host:port or address ranges such as 10.0.0.0/8');
  }
  return entries;
}

function origins(entries: string[]): string[] {
  for (const entry of entries) {
    if (parsedUrl(entry)?.origin !== entry || !/^https?:/.test(entry)) {
      throw new Error('CORS_ORIGINS must be origins such as https://app.example.com');
    }
  }
  return entries;
}
