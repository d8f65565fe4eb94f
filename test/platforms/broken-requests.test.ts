import type { HttpRequest } from '../../src/domain/http-exchange';
import type { ActionSource } from '../../src/domain/pixel';
import { createOutbound } from '../../src/outbound/http';
import { platformOf } from '../../src/platforms';
import { A_DAY, changed, type SandboxServer, secondsAgo, startSandbox } from '../sandbox/sandbox-server';
import { conversionEvent, RICH_LEAD } from './conversion-events';
import { targetOf } from './platform-cases';

/** A request that its adapter built rightly, broken on purpose: the stand-in refuses it with the platform's own code. */
let sandbox: SandboxServer;
const outbound = createOutbound({ timeoutMs: 20_000, allow: [] });
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(async () => {
  await outbound.close();
  await sandbox.close();
});

type Json = Record<string, unknown>;
interface Body extends Json {
  data: Json[];
}

/** The whole that the adapter makes of a rich lead's purchase, two in a batch. */
function built(code: string, actionSource: ActionSource = 'WEBSITE') {
  const platform = platformOf(code);
  const target = { ...targetOf(platform), baseUrl: `${sandbox?.url}/${code.toLowerCase()}/px` };
  const now = new Date();
  const fields = {
    eventName: 'Purchase',
    eventTime: new Date(now.getTime() - 60_000).toISOString(),
    actionSource,
  };
  const prepared = [1, 2].map((nth) =>
    platform.prepare(
      conversionEvent({ ...RICH_LEAD, clickedAt: null }, { ...fields, eventId: `e${nth}` }),
      target,
      now,
    ),
  );
  const request = platform.buildRequest(prepared, target, { testEventCode: null, now });
  return { platform, target, prepared, request, body: JSON.parse(request.body ?? '') as Body };
}

/** Sends it over HTTP; what the adapter makes of the answer. */
async function verdictOn(code: string, broken: (body: Body, request: HttpRequest) => Partial<HttpRequest>) {
  const { platform, target, prepared, request, body } = built(code);
  const result = await outbound.send({ ...request, ...broken(body, request) }, { guarded: false });
  if (result.kind !== 'reply') throw new Error(result.message);
  const reading = platform.readReply(result, prepared, target);
  if (reading.kind === 'each') throw new Error('one verdict was expected');
  return { kind: reading.kind, ...reading.verdict, suspects: reading.kind === 'split' ? reading.suspects : [] };
}

const withBody = (body: Json): Partial<HttpRequest> => ({ body: JSON.stringify(body) });
const withEvent = (body: Body, path: string, value: unknown) =>
  withBody({ ...body, data: [body.data[0], changed(body.data[1] as Json, path, value)] });
/** The keys of the lead that the adapter hashed, as the body has them. */
const hashedKeys = (code: string, key: string) =>
  Object.entries(built(code).body.data[0]?.[key] as Json)
    .filter(([, value]) => /^[0-9a-f]{64}$/.test(String(value)))
    .map(([name]) => name);

const HASHED = { FACEBOOK: hashedKeys('FACEBOOK', 'user_data'), TIKTOK: hashedKeys('TIKTOK', 'user') };

test('the rich lead has every hashed key of its platform, and is taken as it is', async () => {
  const facebook = ['em', 'ph', 'fn', 'ln', 'db', 'ge', 'ct', 'st', 'zp', 'country', 'external_id'];
  expect(HASHED.FACEBOOK).toEqual(facebook);
  expect(HASHED.TIKTOK).toEqual(['email', 'phone', 'external_id', 'first_name', 'last_name', 'zip_code']);
  for (const code of ['FACEBOOK', 'TIKTOK'])
    expect(await verdictOn(code, (body) => withBody(body))).toMatchObject({ outcome: 'ACCEPTED' });
});

/** Of one event: its path, the wrong value (undefined drops it), the platform's code. */
const WRONG_EVENTS: Record<string, [string, unknown, string][]> = {
  FACEBOOK: [
    ...[
      'event_name',
      'event_time',
      'action_source',
      'user_data',
      'event_source_url',
      'user_data.client_user_agent',
      'custom_data',
      'custom_data.value',
      'custom_data.currency',
    ].map((path): [string, unknown, string] => [path, undefined, '100/2804019']),
    // Hashing is only recommended for external_id.
    ...HASHED.FACEBOOK.filter((key) => key !== 'external_id').map((key): [string, unknown, string] => [
      `user_data.${key}`,
      ['john'],
      '100/2804016',
    ]),
    ['user_data', {}, '100/2804050'],
    ['event_time', secondsAgo(7 * A_DAY + 60), '100/2804003'],
    ['event_time', secondsAgo(-3_600), '100/2804019'],
    ['event_time', Date.now(), '100/2804019'],
  ],
  TIKTOK: [
    ...['event', 'event_time', 'event_id', 'user'].map((path): [string, unknown, string] => [path, undefined, '40002']),
    ...HASHED.TIKTOK.map((key): [string, unknown, string] => [`user.${key}`, 'john', '40002']),
    ['user', {}, '40002'],
    ['event_time', secondsAgo(7 * A_DAY + 60), '40002'],
    ['event_time', secondsAgo(-3_600), '40002'],
    ['event_time', Date.now(), '40002'],
  ],
};

const CASES = Object.entries(WRONG_EVENTS).flatMap(([code, rows]) => rows.map((row) => [code, ...row] as const));

test.each(CASES)('%s: %s = %j is refused with %s, and the guilty one is named', async (code, path, value, refusal) => {
  const verdict = await verdictOn(code, (body) => withEvent(body, path, value));
  expect(verdict).toMatchObject({ kind: 'split', outcome: 'REFUSED', platformCode: refusal, suspects: [1] });
});

type Break = (body: Body, request: HttpRequest) => Partial<HttpRequest>;
const many: Break = (body) => withBody({ ...body, data: Array.from({ length: 1_001 }, () => body.data[0]) });
const without =
  (name: string): Break =>
  (body) =>
    withBody(changed(body as Json, name, undefined));
const header =
  (name: string, value: string): Break =>
  (_body, { headers }) => ({ headers: { ...headers, [name]: value } });
const address =
  (from: RegExp, to: string): Break =>
  (_body, { url }) => ({ url: url.replace(from, to) });

test.each<[string, string, Break, string, string]>([
  ['FACEBOOK', 'an oversized batch', many, 'REFUSED', '100/2804019'],
  ['FACEBOOK', 'no events', without('data'), 'REFUSED', '100/2804019'],
  ['FACEBOOK', 'a wrong token', header('authorization', 'Bearer invalid-1'), 'UNAUTHORIZED', '190'],
  ['FACEBOOK', 'an expired token', header('authorization', 'Bearer expired-1'), 'UNAUTHORIZED', '190/463'],
  ['FACEBOOK', 'no token', header('authorization', ''), 'UNAUTHORIZED', '190'],
  ['FACEBOOK', 'a version that is none', address(/\/v\d+\.\d/, '/25'), 'UNAUTHORIZED', '2500'],
  ['FACEBOOK', 'a pixel that is none', address(/\d+\/events/, 'nobody/events'), 'UNAUTHORIZED', '100/33'],
  ['TIKTOK', 'an oversized batch', many, 'REFUSED', '40002'],
  ['TIKTOK', 'no events', without('data'), 'REFUSED', '40002'],
  ['TIKTOK', 'no event source', without('event_source'), 'REFUSED', '40002'],
  ['TIKTOK', 'no pixel', without('event_source_id'), 'REFUSED', '40002'],
  ['TIKTOK', 'a wrong token', header('access-token', 'invalid-1'), 'UNAUTHORIZED', '40105'],
  ['TIKTOK', 'no token', header('access-token', ''), 'UNAUTHORIZED', '40105'],
  ['TIKTOK', 'an address that is none', address(/event\/track/, 'pixel/track'), 'REFUSED', '40007'],
  ['TIKTOK', 'what is no JSON', () => ({ body: '{"data"' }), 'REFUSED', '40002'],
])('%s: %s is refused', async (code, _what, broken, outcome, platformCode) => {
  expect(await verdictOn(code, broken)).toMatchObject({ outcome, platformCode });
});

describe('a bad event that the sandbox is asked for', () => {
  const faulty = async (code: string, fault: object) => {
    await sandbox.setFault('px', { kind: 'BAD_EVENT', count: 1, ...fault });
    const { platform, target, prepared, request } = built(code);
    const result = await outbound.send(request, { guarded: false });
    await sandbox.setFault('px', { kind: 'BAD_EVENT', count: 0 });
    if (result.kind !== 'reply') throw new Error(result.message);
    return platform.readReply(result, prepared, target);
  };

  test.each([
    ['FACEBOOK', {}, []],
    ['FACEBOOK', { named: true }, [1]],
    ['FACEBOOK', { named: true, partial: true }, [1]],
    ['TIKTOK', {}, []],
    ['TIKTOK', { named: true }, [1]],
    ['TIKTOK', { partial: true }, []],
  ])('splits a batch of %s under %j', async (code, fault, suspects) => {
    expect(await faulty(code, fault)).toMatchObject({ kind: 'split', suspects });
  });

  test('is refused alone where TikTok takes the others and names it', async () => {
    expect(await faulty('TIKTOK', { named: true, partial: true })).toMatchObject({
      kind: 'each',
      verdicts: [
        { outcome: 'ACCEPTED', platformCode: '20001' },
        { outcome: 'REFUSED', platformCode: '20001/40002' },
      ],
    });
  });
});
