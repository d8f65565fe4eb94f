import { createHash } from 'node:crypto';
import type { Connection, Stream } from '../support/graphql-socket';
import { type Home, type NodeProcess, openHome } from '../support/node-process';
import { report, type Scene, setScene, settledFiringsOf } from '../support/scene';

const FEED = `subscription ($after: String) { firingUpdated(after: $after) {
  cursor firing { id status pixel { platform } lead { id } attempts { number } } } }`;

let home: Home;
let node: NodeProcess;
let scene: Scene;
let socket: Connection;
let feed: Stream;

beforeAll(async () => {
  home = await openHome();
  node = await home.start();
  scene = await setScene(node);
  socket = node.connect();
  feed = socket.subscribe(FEED);
  await socket.ready();
});

afterAll(async () => {
  await socket.close();
  await home.close();
});

const ada = () => ({
  id: 'lead-Ada',
  campaignId: scene.campaignId,
  email: ' Ada@Example.com',
  phone: '(415) 555-0134',
  firstName: 'Ada',
  lastName: 'Lovelace',
  dateOfBirth: '1990-12-10',
  gender: 'female',
  address: { city: 'San Francisco', state: 'California', postalCode: '94107-1234', country: 'US' },
  ipAddress: '203.0.113.7, 10.0.0.1',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
  sourceUrl: 'https://solar.example.com/quote',
  clickIds: { fbclid: 'IwAR0AbC', fbp: 'fb.1.1700000000000.1234567890', ttclid: 'E.C.P.tt', ttp: '94e2a4j9-h3ss-k5' },
  clickedAt: '2026-11-20T10:00:00Z',
  answers: { age: 42, homeowner: 'yes' },
  consentGranted: true,
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

test('a qualified lead whose conditions hold is fired to Facebook, TikTok and a custom pixel', async () => {
  const reported = await report(node, ada());
  expect(reported.newOccurrence).toBe(true);
  expect(reported.decisions.map(({ outcome }) => outcome)).toEqual(['FIRED', 'FIRED', 'FIRED']);
  const firings = await settledFiringsOf(node, 'lead-Ada');
  expect(firings.map(({ pixel, status }) => `${pixel.platform} ${status}`).sort()).toEqual([
    'CUSTOM SUCCEEDED',
    'FACEBOOK SUCCEEDED',
    'TIKTOK SUCCEEDED',
  ]);
  expect(new Set(firings.map(({ eventId }) => eventId)).size).toBe(3);
});

test('Facebook got every identifier in its own form', async () => {
  const [request] = await node.received(scene.pixels.FACEBOOK);
  const [event] = request?.body.data ?? [];
  expect(event).toMatchObject({
    event_name: 'Lead',
    action_source: 'system_generated',
    custom_data: { value: 25.5, currency: 'USD' },
    user_data: {
      em: [sha256('ada@example.com')],
      ph: [sha256('14155550134')],
      fn: [sha256('ada')],
      ln: [sha256('lovelace')],
      db: [sha256('19901210')],
      ge: [sha256('f')],
      ct: [sha256('sanfrancisco')],
      st: [sha256('ca')],
      zp: [sha256('94107')],
      country: [sha256('us')],
      client_ip_address: '203.0.113.7',
      client_user_agent: 'Mozilla/5.0 (X11; Linux x86_64)',
      fbc: `fb.1.${Date.parse('2026-11-20T10:00:00Z')}.IwAR0AbC`,
      fbp: 'fb.1.1700000000000.1234567890',
    },
  });
});

test('TikTok got every identifier in its own form', async () => {
  const [request] = await node.received(scene.pixels.TIKTOK);
  const [event] = request?.body.data ?? [];
  expect(event).toMatchObject({
    event: 'SubmitForm',
    properties: { value: 25.5, currency: 'USD' },
    user: {
      email: sha256('ada@example.com'),
      phone: sha256('+14155550134'),
      ip: '203.0.113.7',
      user_agent: 'Mozilla/5.0 (X11; Linux x86_64)',
      ttclid: 'E.C.P.tt',
      ttp: '94e2a4j9-h3ss-k5',
    },
  });
});

test('the custom receiver got its own template filled', async () => {
  const [request] = await node.received(scene.pixels.CUSTOM);
  expect(request).toMatchObject({ path: expect.stringMatching(/\/conversions$/), query: { lead: 'lead-Ada' } });
  expect(request?.body).toMatchObject({ event: 'Lead', email: sha256('ada@example.com'), value: 25.5 });
});

test('the subscriber got every change in order, and gets the same again after a cursor', async () => {
  const events = (await feed.next(6)).map(({ data }) => data.firingUpdated);
  for (const platform of ['FACEBOOK', 'TIKTOK', 'CUSTOM']) {
    const own = events.filter(({ firing }) => firing.pixel.platform === platform);
    expect(own.map(({ firing }) => firing.status)).toEqual(['PENDING', 'SUCCEEDED']);
  }
  const replay = socket.subscribe(FEED, { after: events[1].cursor });
  const replayed = (await replay.next(4)).map(({ data }) => data.firingUpdated.cursor);
  expect(replayed).toEqual(events.slice(2).map(({ cursor }) => cursor));
  await replay.close();
});

test('history shows what was sent, masked, and what the platform answered', async () => {
  const { lead } = await node.ok(
    `query { lead(id: "lead-Ada") { firings { nodes { request pixel { platform } attempts { outcome httpStatus response } } } } }`,
  );
  const shown = JSON.stringify(lead);
  expect(shown).not.toMatch(/ada@example|4155550134|a-token-of-the-sandbox/i);
  for (const { attempts } of lead.firings.nodes)
    expect(attempts).toMatchObject([{ outcome: 'ACCEPTED', httpStatus: 200 }]);
});

test('a lead whose conditions do not hold fires nothing and says why', async () => {
  const { decisions, firings } = await report(node, {
    ...ada(),
    id: 'lead-Ben',
    answers: { age: 17, homeowner: 'no' },
  });
  expect(firings).toEqual([]);
  expect(decisions.map(({ outcome }) => outcome)).toEqual([
    'CONDITIONS_NOT_MET',
    'CONDITIONS_NOT_MET',
    'CONDITIONS_NOT_MET',
  ]);
  expect(decisions[0]?.reason).toMatch(/age/);
});

test('two hundred concurrent reports of one lead in one status: one occurrence, one firing a rule', async () => {
  const lead = { ...ada(), id: 'lead-many' };
  const reports = await Promise.all(Array.from({ length: 200 }, () => report(node, lead)));
  expect(reports.filter(({ newOccurrence }) => newOccurrence)).toHaveLength(1);
  const firings = await settledFiringsOf(node, 'lead-many');
  expect(firings).toHaveLength(3);
  for (const { firings: answered } of reports) {
    expect(answered.map(({ id }) => id).sort()).toEqual(firings.map(({ id }) => id).sort());
  }
});

test('nothing waits, and a clean stop ends with code 0', async () => {
  const other = await home.start().catch((error: Error) => error);
  if (home.takesManyNodes) expect(await (other as NodeProcess).stop()).toBe(0);
  else expect(String(other)).toMatch(/in use/i);
  expect(await node.stop()).toBe(0);
});
