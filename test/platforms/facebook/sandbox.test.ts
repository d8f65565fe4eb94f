import fc from 'fast-check';
import type { ConversionEvent } from '../../../src/domain/conversion-event';
import type { LeadData } from '../../../src/domain/lead';
import type { PixelTarget } from '../../../src/domain/pixel';
import { facebook } from '../../../src/platforms/facebook';
import { type SandboxServer, startSandbox } from '../../sandbox/sandbox-server';
import { ACCESS_TOKEN, conversionEvent, pixelTarget, RICH_LEAD } from '../conversion-events';

let sandbox: SandboxServer;
let target: PixelTarget;
beforeAll(async () => {
  sandbox = await startSandbox();
  target = pixelTarget({ baseUrl: `${sandbox.url}/facebook/pixel-1` });
});
afterAll(() => sandbox.close());

/** Sends what may be sent, in one request; answers the reading and how many that were. */
async function send(
  events: readonly ConversionEvent[],
  settings: Record<string, unknown> = {},
  accessToken = ACCESS_TOKEN,
) {
  const now = new Date();
  const pixel = { ...target, settings, accessToken };
  const prepared = events
    .map((event) => facebook.prepare(event, pixel, now))
    .filter(({ unsendable }) => unsendable === null);
  const { method, url, headers, body } = facebook.buildRequest(prepared, pixel, { testEventCode: null, now });
  const answer = await fetch(url, { method, headers, body });
  const reply = { kind: 'reply' as const, status: answer.status, headers: {}, body: await answer.text() };
  return { count: prepared.length, reading: facebook.readReply(reply, prepared, pixel), pixel, now };
}

const eventOf = (lead: LeadData, fields: Partial<ConversionEvent> = {}) =>
  conversionEvent({ clickedAt: null, ...lead }, { eventTime: new Date(Date.now() - 1_000).toISOString(), ...fields });

const ACCEPTED = { kind: 'all', verdict: { outcome: 'ACCEPTED', httpStatus: 200 } };

it.each([
  ['rich, from every action source', RICH_LEAD, {}],
  ['rich, with all settings', RICH_LEAD, { apiVersion: 'v26.0', limitedDataUse: true, optOut: true }],
  ['poor', { email: 'a@example.com' }, {}],
])('the stand-in takes the events of a lead that is %s', async (_what, lead, settings) => {
  const events = facebook.actionSources.map((actionSource) => eventOf(lead as LeadData, { actionSource }));
  const { count, reading } = await send(events, settings);
  expect(count).toBeGreaterThanOrEqual(3);
  expect(reading).toMatchObject(ACCEPTED);
});

it('the stand-in takes a Purchase with the largest amount', async () => {
  const value = { amount: '999999999999.9999', currency: 'JPY' };
  expect((await send([eventOf(RICH_LEAD, { eventName: 'Purchase', value })])).reading).toMatchObject(ACCEPTED);
});

it('whatever a lead has: what passes the preflight, the stand-in takes', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constant(null),
    fc.constant('e'.repeat(64)),
    fc.constant('d'.repeat(32)),
  );
  const leads: fc.Arbitrary<LeadData> = fc.record({
    email: fc.emailAddress(),
    phone: text,
    firstName: text,
    lastName: text,
    dateOfBirth: text,
    gender: text,
    address: fc.record({ city: text, state: text, postalCode: text, country: text }),
    ipAddress: fc.oneof(text, fc.ipV4(), fc.ipV6()),
    userAgent: text,
    sourceUrl: fc.oneof(text, fc.webUrl({ withQueryParameters: true, withFragments: true })),
    clickIds: fc.record({ fbclid: text, fbc: text, fbp: fc.oneof(text, fc.constant('fb.7.1.x')) }),
  });
  const events = fc.sample(fc.tuple(leads, fc.constantFrom(...facebook.actionSources)), 500);
  const { count, reading } = await send(events.map(([lead, actionSource]) => eventOf(lead, { actionSource })));
  expect(count).toBeGreaterThan(300);
  expect(reading).toMatchObject(ACCEPTED);
});

it.each([
  ['invalid-token-0123', 'UNAUTHORIZED', '190'],
  ['expired-token-0123', 'UNAUTHORIZED', '190/463'],
])('a token %s is found out by events and by the probe', async (token, outcome, platformCode) => {
  const { reading, pixel, now } = await send([eventOf(RICH_LEAD)], {}, token);
  expect(reading).toMatchObject({ kind: 'all', verdict: { outcome, platformCode } });
  const probe = facebook.buildProbe?.(pixel, now);
  const answer = await fetch(probe?.url ?? '', { headers: probe?.headers });
  const probed = facebook.readProbe?.(
    { kind: 'reply', status: answer.status, headers: {}, body: await answer.text() },
    pixel,
  );
  expect(probed).toMatchObject({ outcome, platformCode });
});

it('the probe of a good token works', async () => {
  const probe = facebook.buildProbe?.(target, new Date());
  const answer = await fetch(probe?.url ?? '', { headers: probe?.headers });
  const reply = { kind: 'reply' as const, status: answer.status, headers: {}, body: await answer.text() };
  expect(facebook.readProbe?.(reply, target)).toMatchObject({ outcome: 'ACCEPTED', message: null });
});
