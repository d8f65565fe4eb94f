import type { ConversionEvent } from '../../../src/domain/conversion-event';
import type { LeadData } from '../../../src/domain/lead';
import type { ReplyReading } from '../../../src/domain/outcome';
import type { PixelTarget } from '../../../src/domain/pixel';
import { createOutbound } from '../../../src/outbound/http';
import { tiktok } from '../../../src/platforms/tiktok';
import { type SandboxServer, startSandbox } from '../../sandbox/sandbox-server';
import { eventOf, POOR, RICH, targetOf } from './leads';

const outbound = createOutbound({ timeoutMs: 20_000, allow: [] });
const hasty = createOutbound({ timeoutMs: 100, allow: [] });
let sandbox: SandboxServer;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(async () => {
  await outbound.close();
  await hasty.close();
  await sandbox.close();
});

type Sent = { lead: LeadData; more?: Partial<ConversionEvent> };

const at = (pixelId: string, settings = {}, more: Partial<PixelTarget> = {}) =>
  targetOf(settings, { id: pixelId, endpoint: 'SANDBOX', baseUrl: `${sandbox.url}/tiktok/${pixelId}`, ...more });

const prepare = (target: PixelTarget, sent: Sent[]) =>
  sent.map(({ lead, more }, index) => {
    const now = new Date();
    const event = eventOf(lead, { eventTime: now.toISOString(), eventId: `event-${index}`, ...more });
    return tiktok.prepare(event, target, now);
  });

/** Over real HTTP. */
async function post(
  target: PixelTarget,
  events = prepare(target, [{ lead: RICH }]),
  testEventCode: string | null = null,
) {
  const request = tiktok.buildRequest(events, target, { testEventCode, now: new Date() });
  const result = await outbound.send(request, { guarded: false });
  if (result.kind !== 'reply') throw new Error(result.message);
  return tiktok.readReply(result, events, target);
}

const outcomeOf = (reading: ReplyReading) => (reading.kind === 'all' ? reading.verdict.outcome : reading.kind);

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const address = { city: '東京', state: 'Île-de-France', postalCode: 'D-80331', country: 'de' };

test.each<[string, Sent[], Record<string, unknown>, string | null]>([
  ['a rich lead', [{ lead: RICH, more: { value: { amount: '25.5', currency: 'USD' } } }], {}, null],
  ['a poor lead', [{ lead: POOR }], {}, null],
  ['a lead with a click id alone', [{ lead: { clickIds: { ttclid: 'E.C.P.1' } } }], {}, null],
  ['a lead from elsewhere', [{ lead: { ...POOR, address } }], {}, null],
  [
    'an odd lead',
    [{ lead: { ...POOR, phone: 'x', ipAddress: 'x', address: { city: '?' }, sourceUrl: 'x' } }],
    {},
    null,
  ],
  ['a value of 0', [{ lead: POOR, more: { value: { amount: '0', currency: 'JPY' } } }], {}, null],
  ['limited data use', [{ lead: POOR }], { limitedDataUse: true }, null],
  ['a test event', [{ lead: POOR }], {}, 'TEST123'],
  ['an event of yesterday’s week', [{ lead: POOR, more: { eventTime: daysAgo(6.9) } }], {}, null],
  ['an old event of a CRM', [{ lead: POOR, more: { eventTime: daysAgo(27.9) } }], { eventSource: 'crm' }, null],
  ['an old offline event', [{ lead: POOR, more: { eventTime: daysAgo(27.9) } }], { eventSource: 'offline' }, null],
  ['an event ahead of time', [{ lead: POOR, more: { eventTime: daysAgo(-0.1) } }], {}, null],
  ['a thousand', Array.from({ length: 1_000 }, () => ({ lead: RICH })), {}, null],
])('the sandbox takes %s', async (_name, sent, settings, testEventCode) => {
  const target = at('good', settings);
  const events = prepare(target, sent);
  expect(events.map(({ unsendable }) => unsendable)).toEqual(sent.map(() => null));
  expect(await post(target, events, testEventCode)).toMatchObject({
    kind: 'all',
    verdict: {
      outcome: 'ACCEPTED',
      httpStatus: 200,
      platformCode: '0',
      message: null,
      traceId: expect.stringMatching(/^\d{14}/),
    },
    response: { code: 0, message: 'OK' },
  });
});

test.each([
  ['RATE_LIMIT', 'THROTTLED'],
  ['OUTAGE', 'UNAVAILABLE'],
  ['REFUSED_TOKEN', 'UNAUTHORIZED'],
  ['GARBAGE', 'UNKNOWN'],
  ['UNKNOWN_CODE', 'UNKNOWN'],
  ['BAD_EVENT', 'REFUSED'],
  ['SLOW', 'ACCEPTED'],
])('the fault %s is read as %s, and over after one request', async (kind, outcome) => {
  const target = at(`fault-${kind}`);
  await sandbox.setFault(target.id, { kind, count: 1, delayMs: 20 });
  expect(outcomeOf(await post(target))).toBe(outcome);
  const other = prepare(target, [{ lead: RICH, more: { eventId: 'another' } }]);
  expect(outcomeOf(await post(target, other))).toBe('ACCEPTED');
});

test('TIMEOUT has no reply to read', async () => {
  const target = at('fault-timeout');
  await sandbox.setFault(target.id, { kind: 'TIMEOUT', count: 1 });
  const events = prepare(target, [{ lead: RICH }]);
  const request = tiktok.buildRequest(events, target, { testEventCode: null, now: new Date() });
  expect(await hasty.send(request, { guarded: false })).toMatchObject({ kind: 'timeout' });
});

test('the wait that a throttled reply asks for arrives', async () => {
  const target = at('fault-wait');
  await sandbox.setFault(target.id, { kind: 'RATE_LIMIT', count: 1, retryAfterSeconds: 9 });
  expect(await post(target)).toMatchObject({ verdict: { outcome: 'THROTTLED', retryAfterMs: 9_000 } });
});

test('one bad event has its batch split, and stands alone in the end', async () => {
  const target = at('one-bad');
  const events = prepare(target, [{ lead: RICH }, { lead: POOR }, { lead: RICH }]);
  await sandbox.setFault(target.id, { kind: 'BAD_EVENT', count: 1 });
  expect(await post(target, events)).toMatchObject({ kind: 'split', suspects: [] });
  const outcomes = [];
  for (const event of events) outcomes.push(outcomeOf(await post(target, [event])));
  expect(outcomes.sort()).toEqual(['ACCEPTED', 'ACCEPTED', 'REFUSED']);
});

test('an event that the platform names is the suspect', async () => {
  const target = at('named');
  const events = prepare(target, [{ lead: RICH }, { lead: POOR, more: { eventTime: daysAgo(8) } }]);
  expect(events[1]?.unsendable).toMatchObject({ skip: 'TOO_OLD' });
  expect(await post(target, events)).toMatchObject({
    kind: 'split',
    suspects: [1],
    verdict: { platformCode: '40002', message: expect.stringContaining('older than 7 days') },
  });
});

test.each([
  ['a refused token', { accessToken: 'expired-1' }, 'UNAUTHORIZED', '40105'],
  ['a pixel without an id', { platformPixelId: null }, 'REFUSED', '40002'],
])('%s is one verdict for the whole batch', async (_name, more, outcome, platformCode) => {
  const target = at('refused', {}, more);
  const events = prepare(target, [{ lead: RICH }, { lead: POOR }]);
  expect(await post(target, events)).toMatchObject({ kind: 'all', verdict: { outcome, platformCode } });
});

test('a wrong address is refused with what to look at', async () => {
  const target = at('nowhere');
  const events = prepare(target, [{ lead: RICH }]);
  const request = tiktok.buildRequest(events, target, { testEventCode: null, now: new Date() });
  const lost = await outbound.send(
    { ...request, url: `${sandbox.url}/tiktok/nowhere/pixel/track/` },
    { guarded: false },
  );
  if (lost.kind !== 'reply') throw new Error(lost.kind);
  expect(tiktok.readReply(lost, events, target)).toMatchObject({
    verdict: {
      outcome: 'REFUSED',
      httpStatus: 404,
      platformCode: '40007',
      message: expect.stringContaining('pixel id'),
    },
  });
});
