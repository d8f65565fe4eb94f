import { ServiceError } from '../../src/domain/errors';
import { createLog } from '../../src/log';
import { PERSONAL_TEXTS, RICH_LEAD } from '../platforms/conversion-events';
import { until } from '../support/until';
import { createWorld, type World } from '../support/world';

/** Whatever a platform answers: no token and nothing personal in clear, neither in the history nor in the log. */
let world: World;
const lines: string[] = [];
beforeAll(async () => {
  const log = createLog('trace', false, { write: (line) => lines.push(line) });
  world = await createWorld({ schedule: [0.05], log });
});
afterAll(() => world.close());

const SECRET = 'sandbox-secret-token-1';
const PIXELS: Record<string, object> = {
  FACEBOOK: { accessToken: SECRET },
  TIKTOK: { accessToken: SECRET },
  CUSTOM: {
    custom: {
      method: 'POST',
      url: 'https://crm.example.com/hook?mail={email}&key={secret}',
      headers: [{ name: 'Authorization', value: `Bearer ${SECRET}`, secret: true }],
      body: '{"phone":"{phone}","name":"{first_name} {last_name}","ip":"{ip}","born":"{date_of_birth}","fbp":"{fbp}"}',
    },
    settings: { secret: SECRET },
  },
};

const ANSWERS = ['ACCEPTED', 'BAD_EVENT', 'REFUSED_TOKEN', 'GARBAGE', 'UNKNOWN_CODE', 'OUTAGE', 'RATE_LIMIT'];
const CASES = Object.keys(PIXELS).flatMap((platform) => ANSWERS.map((answer) => [platform, answer] as const));

test.each(CASES)('%s answering with %s', async (platform, answer) => {
  const pixelId = await world.connect(platform, PIXELS[platform]);
  if (answer !== 'ACCEPTED') await world.fault(answer, 9, pixelId, { named: true });
  lines.length = 0;
  const clickedAt = new Date(Date.now() - 3_600_000);
  const lead = { ...RICH_LEAD, clickedAt, id: `${platform}-${answer}`, campaignId: world.campaignId };
  const input = { pixelId, lead, eventName: 'Lead', actionSource: 'WEBSITE' as const };
  const { dispatcher, history } = world.engine.services;
  const [fired] = await dispatcher.firePixels(world.workspaceId, [input], () => 'input');
  if (!fired || fired instanceof ServiceError) throw fired;
  const firing = await until(
    'an end',
    async () => (await history.byIds(world.workspaceId, [fired.id]))[0],
    (row) => row !== undefined && row.status !== 'PENDING' && row.status !== 'RETRYING',
  );
  const attempts = await history.attempts(world.workspaceId, [fired.id]);
  expect(attempts.length).toBeGreaterThan(0);
  expect(firing?.request).not.toBeNull();
  const pixels = await world.engine.services.pixels.byIds(world.workspaceId, [pixelId]);
  const told = JSON.stringify([{ ...firing, leadUid: null }, attempts, pixels]).toLowerCase();
  const logged = lines.join('\n').toLowerCase();
  expect(logged).toContain('attempt');
  for (const text of [SECRET, ...PERSONAL_TEXTS])
    expect([text, told.includes(text), logged.includes(text)]).toEqual([text, false, false]);
});
