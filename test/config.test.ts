import { readConfig } from '../src/config';
import { newKey } from '../src/persistence/secrets';

const KEYS = `k1:${newKey().toString('base64')}`;
const API_KEY = 'a-key-of-at-least-thirty-two-characters';
const SERVED = { DATABASE_URL: 'postgresql://db/pixels', ENCRYPTION_KEYS: KEYS, BOOTSTRAP_API_KEY: API_KEY };

function faultsOf(environment: Record<string, string>): string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n');
  }
}

test('with nothing set it is embedded, with sandbox and demo, for this machine alone', () => {
  expect(readConfig({})).toEqual({
    host: '127.0.0.1',
    port: 4000,
    role: 'all',
    databaseUrl: null,
    databasePoolSize: 10,
    redisUrl: null,
    dataDir: '.data',
    encryptionKeys: null,
    bootstrapApiKey: null,
    sandbox: true,
    sandboxUrl: null,
    demo: true,
    baseUrls: {},
    outboundAllow: [],
    retrySchedule: expect.arrayContaining([5, 30, 120]),
    deliveryTimeoutMs: 10_000,
    retentionDays: null,
    corsOrigins: [],
    logLevel: 'info',
  });
});

test('with a database sandbox and demo are off unless asked for', () => {
  expect(readConfig(SERVED)).toMatchObject({ sandbox: false, demo: false });
  expect(readConfig({ ...SERVED, SANDBOX: 'TRUE', DEMO: 'true' })).toMatchObject({ sandbox: true, demo: true });
});

test('empty and blank mean unset', () => {
  expect(readConfig({ PORT: '', HOST: '  ', DATABASE_URL: '', REDIS_URL: ' ', RETENTION_DAYS: '' })).toEqual(
    readConfig({}),
  );
});

test.each([
  [{ PORT: '0' }, { port: 0 }],
  [{ HOST: '0.0.0.0' }, { host: '0.0.0.0' }],
  [{ ROLE: 'dispatcher' }, { role: 'dispatcher' }],
  [{ DATABASE_POOL_SIZE: '25' }, { databasePoolSize: 25 }],
  [{ REDIS_URL: 'rediss://:secret@cache:6380/1' }, { redisUrl: 'rediss://:secret@cache:6380/1' }],
  [{ DATA_DIR: '/var/lib/pixels' }, { dataDir: '/var/lib/pixels' }],
  [{ SANDBOX_URL: 'http://sandbox:4000/sandbox//' }, { sandboxUrl: 'http://sandbox:4000/sandbox' }],
  [
    { FACEBOOK_API_URL: 'https://proxy.example.com/fb/', TIKTOK_API_URL: 'http://127.0.0.1:9' },
    { baseUrls: { FACEBOOK_API_URL: 'https://proxy.example.com/fb', TIKTOK_API_URL: 'http://127.0.0.1:9' } },
  ],
  [
    { OUTBOUND_ALLOW: 'hooks.internal, 10.0.0.0/8,[::1]:80,fd00::/8,' },
    { outboundAllow: ['hooks.internal', '10.0.0.0/8', '[::1]:80', 'fd00::/8'] },
  ],
  [{ RETRY_SCHEDULE: '1, 2.5,60' }, { retrySchedule: [1, 2.5, 60] }],
  [{ DELIVERY_TIMEOUT_MS: '250' }, { deliveryTimeoutMs: 250 }],
  [{ RETENTION_DAYS: '90' }, { retentionDays: 90 }],
  [
    { CORS_ORIGINS: 'https://app.example.com,http://localhost:3000' },
    { corsOrigins: ['https://app.example.com', 'http://localhost:3000'] },
  ],
  [{ LOG_LEVEL: 'debug' }, { logLevel: 'debug' }],
  [
    { ENCRYPTION_KEYS: KEYS, BOOTSTRAP_API_KEY: API_KEY },
    { encryptionKeys: KEYS, bootstrapApiKey: API_KEY },
  ],
  [
    { ...SERVED, DATABASE_URL: 'postgres://root@/test?host=/run/postgresql' },
    { databaseUrl: 'postgres://root@/test?host=/run/postgresql' },
  ],
])('%j is read', (environment, expected) => {
  expect(readConfig(environment as Record<string, string>)).toMatchObject(expected);
});

const BAD: [string, string][] = [
  ['PORT', '65536'],
  ['PORT', '80a'],
  ['ROLE', 'everything'],
  ['DATABASE_URL', 'mysql://db/pixels'],
  ['DATABASE_URL', 'localhost:5432'],
  ['DATABASE_POOL_SIZE', '0'],
  ['REDIS_URL', 'localhost:6379'],
  ['REDIS_URL', 'http://cache'],
  ['ENCRYPTION_KEYS', 'k1:short'],
  ['BOOTSTRAP_API_KEY', 'short'],
  ['BOOTSTRAP_API_KEY', `${API_KEY} with spaces`],
  ['SANDBOX', 'yes'],
  ['SANDBOX_URL', 'sandbox:4000'],
  ['SANDBOX_URL', 'ftp://sandbox'],
  ['DEMO', '1'],
  ['FACEBOOK_API_URL', 'graph.facebook.com'],
  ['FACEBOOK_API_URL', 'file:///etc/passwd'],
  ['TIKTOK_API_URL', 'https//typo'],
  ['OUTBOUND_ALLOW', '10.0.0.0/99'],
  ['OUTBOUND_ALLOW', 'http://hooks.internal'],
  ['OUTBOUND_ALLOW', 'two words'],
  ['RETRY_SCHEDULE', '5,,30'],
  ['RETRY_SCHEDULE', '5,-1'],
  ['RETRY_SCHEDULE', 'soon'],
  ['DELIVERY_TIMEOUT_MS', '0'],
  ['DELIVERY_TIMEOUT_MS', '1.5'],
  ['RETENTION_DAYS', '0'],
  ['CORS_ORIGINS', '*'],
  ['CORS_ORIGINS', 'app.example.com'],
  ['CORS_ORIGINS', 'https://app.example.com/path'],
  ['LOG_LEVEL', 'loud'],
];

test.each(BAD)('%s=%s is refused with words that name it alone', (name, value) => {
  const environment = name === 'DATABASE_URL' ? { ...SERVED, [name]: value } : { [name]: value };
  const faults = faultsOf(environment);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(new RegExp(`^${name} must be `));
});

test('all that is wrong is told at once', () => {
  const bad = Object.fromEntries(BAD);
  const names = faultsOf(bad).map((fault) => fault.split(' ')[0]);
  expect(names.sort()).toEqual(Object.keys(bad).sort());
});

test('no secret is repeated in the words', () => {
  const secrets = {
    DATABASE_URL: 'mysql://u:hunter2@db',
    REDIS_URL: 'http://:hunter2@r',
    ENCRYPTION_KEYS: 'hunter2',
    BOOTSTRAP_API_KEY: 'hunter2',
  };
  expect(faultsOf(secrets).join()).not.toContain('hunter2');
});

test('a database of its own needs its keys named', () => {
  const faults = faultsOf({ DATABASE_URL: 'postgresql://db/pixels' });
  expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['ENCRYPTION_KEYS', 'BOOTSTRAP_API_KEY']);
  expect(faultsOf({ DATABASE_URL: 'postgresql://db/pixels', ENCRYPTION_KEYS: KEYS })).toEqual([]);
});
