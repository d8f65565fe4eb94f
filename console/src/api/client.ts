import { type Cache, cacheExchange, type UpdateResolver } from '@urql/exchange-graphcache';
import { Client, fetchExchange, mapExchange, subscriptionExchange } from 'urql';
import { codeOf } from './errors';
import { currentKey, signOut } from './session';
import { openSocket } from './socket';

/** Parts of their parent, without an identity of their own. */
const WITHOUT_ID = [
  'Attempt',
  'Condition',
  'ConditionField',
  'ConditionGroup',
  'CreatedApiKey',
  'CustomPixelSettings',
  'FiringBucket',
  'FiringStats',
  'FiringUpdate',
  'Header',
  'Money',
  'PlatformInfo',
  'ReportLeadPayload',
  'RuleDecision',
  'RulePreview',
  'SettingsField',
  'TestFireResult',
  'Viewer',
];

/** Which lists are read anew after a mutation; what it returns is merged by id anyway. */
const LISTS_CHANGED: Record<string, readonly string[]> = {
  createCampaign: ['campaigns'],
  connectPixel: ['pixels'],
  disconnectPixel: ['pixels'],
  createPixelRule: ['pixelRules'],
  deletePixelRule: ['pixelRules'],
  restorePixelRule: ['pixelRules'],
  createApiKey: ['apiKeys'],
  revokeApiKey: ['apiKeys'],
  updatePixel: ['firingStats'],
};

function forget(cache: Cache, names: readonly string[]): void {
  for (const { fieldName, fieldKey } of cache.inspectFields('Query')) {
    if (names.includes(fieldName)) cache.invalidate('Query', fieldKey);
  }
}

function updates(): Record<string, UpdateResolver> {
  const entries = Object.entries(LISTS_CHANGED).map(([mutation, lists]): [string, UpdateResolver] => [
    mutation,
    (_result, _args, cache) => forget(cache, lists),
  ]);
  return Object.fromEntries(entries);
}

/** Where and as whom every client asks. */
const SERVICE = {
  url: '/graphql',
  preferGetMethod: false,
  fetchOptions: (): RequestInit => ({ headers: { authorization: `Bearer ${currentKey()}` }, credentials: 'omit' }),
};

/** A refused key signs out. */
const watchKey = mapExchange({
  onError(error) {
    if (codeOf(error) === 'UNAUTHENTICATED') signOut('revoked');
  },
});

/** A client that keeps nothing of what it reads: for lists that may be as long as the history. */
export function openReader(): Client {
  return new Client({ ...SERVICE, requestPolicy: 'network-only', exchanges: [watchKey, fetchExchange] });
}

/** A client of the public API with this tab's key. */
export function openClient(): Client {
  const socket = openSocket();
  return new Client({
    ...SERVICE,
    requestPolicy: 'cache-and-network',
    exchanges: [
      watchKey,
      cacheExchange({
        keys: Object.fromEntries(WITHOUT_ID.map((name) => [name, () => null])),
        updates: { Mutation: updates() },
      }),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables }, sink as never) }),
        }),
      }),
    ],
  });
}
