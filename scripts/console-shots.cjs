// Makes a picture of every page of the console, at two widths and in both themes: `npm run console:shots`.
// All of them go to docs/console/all (not committed), those that docs/console.md shows to docs/console.
const { spawn } = require('node:child_process');
const { copyFileSync, mkdirSync, mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { chromium } = require('playwright-core');

const root = path.join(__dirname, '..');
const folder = path.join(root, 'docs/console');
const SHOWN = [
  'sign-in-360-dark',
  'overview-1280-light',
  'marketing-1280-dark',
  'rule-1280-light',
  'connect-360-light',
  'integrations-1280-light',
  'test-fire-1280-dark',
  'history-1280-light',
  'history-360-dark',
  'reported-1280-light',
  'firing-1280-light',
  'api-1280-dark',
  'explorer-360-dark',
];
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

async function startService(home) {
  const env = { PATH: process.env.PATH, PORT: '0', DATA_DIR: home, RETRY_SCHEDULE: '600' };
  const child = spawn(process.execPath, [path.join(root, 'dist/src/main.js')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  const link = await new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      printed += chunk;
      const [, found] = /Console +(\S+)/.exec(printed) ?? [];
      if (found) resolve(new URL(found));
    });
    child.once('exit', () => reject(new Error(printed)));
  });
  return { link, child };
}

/** Asks the API as any client does. */
function clientOf(link) {
  const headers = { authorization: `Bearer ${link.hash.slice('#key='.length)}`, 'content-type': 'application/json' };
  return {
    async ask(query, variables) {
      const body = JSON.stringify({ query, variables });
      const reply = await (await fetch(`${link.origin}/graphql`, { method: 'POST', headers, body })).json();
      if (reply.errors) throw new Error(JSON.stringify(reply.errors));
      return reply.data;
    },
    fault: (pixelId, kind, count) =>
      fetch(`${link.origin}/sandbox/pixels/${pixelId}/fault`, {
        method: 'PUT',
        headers,
        body: JSON.stringify({ kind, count }),
      }),
  };
}

const REPORTS = 'mutation ($inputs: [ReportLeadInput!]!) { reportLeads(inputs: $inputs) { newOccurrence } }';

function leads(campaignId, from, to) {
  const numbers = Array.from({ length: to - from }, (_, index) => from + index);
  return numbers.map((number) => ({
    status: 'QUALIFIED',
    lead: {
      id: `lead-${1000 + number}`,
      campaignId,
      email: `lead.${number}@example.com`,
      ...(number % 3 ? { phone: '+1 415 555 0134', ipAddress: '203.0.113.7', userAgent: 'Mozilla/5.0' } : {}),
      ...(number % 2 ? { clickIds: { fbclid: `Shot${number}` } } : {}),
      answers: { age: 20 + number, homeowner: number % 5 ? 'yes' : 'no' },
    },
  }));
}

/** More than the demo brings: firings of every status, nested conditions, a pixel that needs attention. */
async function fill({ ask, fault }) {
  const { campaigns, pixels } = await ask('{ campaigns { nodes { id } } pixels { nodes { id platform } } }');
  const campaignId = campaigns.nodes[0].id;
  const pixelOf = (platform) => pixels.nodes.find((pixel) => pixel.platform === platform).id;
  const rule = {
    campaignId,
    pixelId: pixelOf('FACEBOOK'),
    name: 'Sunny states, grown-up owners',
    trigger: 'LEAD_DELIVERED',
    eventName: 'Purchase',
    actionSource: 'SYSTEM_GENERATED',
    value: { amount: '120', currency: 'USD' },
    conditions: {
      combinator: 'ALL',
      conditions: [{ field: 'answers.age', operator: 'GREATER_OR_EQUAL', values: ['18'] }],
      groups: [
        {
          combinator: 'ANY',
          conditions: [
            { field: 'address.state', operator: 'EQUALS', values: ['CA', 'NV'] },
            { field: 'answers.homeowner', operator: 'EQUALS', values: ['yes'] },
          ],
        },
      ],
    },
  };
  const made = await ask('mutation ($input: CreatePixelRuleInput!) { createPixelRule(input: $input) { id } }', {
    input: rule,
  });
  await ask(REPORTS, { inputs: leads(campaignId, 0, 12) });
  await settle(ask, 'PENDING');
  await fault(pixelOf('TIKTOK'), 'REFUSED_TOKEN', 1);
  await fault(pixelOf('FACEBOOK'), 'BAD_EVENT', 1);
  await fault(pixelOf('CUSTOM'), 'OUTAGE', 1);
  await ask(REPORTS, { inputs: leads(campaignId, 12, 18) });
  await settle(ask, 'PENDING');
  const { firings } = await ask('{ firings(filter: { statuses: [FAILED] }) { nodes { id } } }');
  return { campaignId, ruleId: made.createPixelRule.id, firingId: firings.nodes[0].id };
}

async function settle(ask, status) {
  for (;;) {
    const { firings } = await ask(
      'query ($s: FiringStatus!) { firings(filter: { statuses: [$s] }) { nodes { id } } }',
      { s: status },
    );
    if (firings.nodes.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Each page by its address; `after` brings it into the state that is shown. */
function pagesOf({ campaignId, ruleId, firingId }) {
  const fire = async (page) => {
    await page.getByRole('button', { name: 'Fire the test' }).click();
    await page.getByText('nothing left this service').waitFor();
  };
  const report = async (page) => {
    await page.getByRole('button', { name: 'Report the lead' }).click();
    await page.getByRole('button', { name: 'Report another' }).waitFor();
  };
  return [
    ['sign-in', null],
    ['overview', '/'],
    ['campaigns', '/campaigns'],
    ['marketing', `/campaigns/${campaignId}/marketing`],
    ['rule', `/campaigns/${campaignId}/marketing/${ruleId}`],
    ['integrations', '/integrations'],
    ['connect', '/integrations/connect/FACEBOOK'],
    ['connect-custom', '/integrations/connect/CUSTOM'],
    ['new-rule', '/rules/new'],
    ['test-fire', `/test-fire?rule=${ruleId}&lead=lead-1001`, fire],
    ['history', '/history'],
    ['report', `/history?report=${campaignId}`],
    ['reported', `/history?report=${campaignId}`, report],
    ['firing', `/history?firing=${firingId}`],
    ['api', '/api?tab=snippets'],
    ['keys', '/api'],
    ['explorer', '/api?tab=explorer'],
  ];
}

async function shoot(browser, link, pages) {
  for (const width of [360, 1280]) {
    for (const colorScheme of ['light', 'dark']) {
      for (const [name, place, after] of pages) {
        const viewport = { width, height: width === 360 ? 740 : 860 };
        const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
        const page = await context.newPage();
        await page.goto(place === null ? link.origin : `${link.origin}${place}${link.hash}`);
        await page.waitForLoadState('networkidle');
        await page.waitForFunction('!document.querySelector("[aria-busy=true]")');
        await after?.(page);
        await page.waitForTimeout(500);
        const shot = `${name}-${width}-${colorScheme}`;
        // The overview's plots lie below the window's edge.
        const fullPage = name === 'overview';
        await page.screenshot({ path: path.join(folder, 'all', `${shot}.jpg`), type: 'jpeg', quality: 72, fullPage });
        await context.close();
      }
    }
  }
}

async function main() {
  mkdirSync(path.join(folder, 'all'), { recursive: true });
  const home = mkdtempSync(path.join(tmpdir(), 'console-shots-'));
  const { link, child } = await startService(home);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH || '/usr/bin/chromium',
    args: FLAGS,
  });
  try {
    await shoot(browser, link, pagesOf(await fill(clientOf(link))));
    for (const name of SHOWN) copyFileSync(path.join(folder, 'all', `${name}.jpg`), path.join(folder, `${name}.jpg`));
    console.log(`Pictures of every page are in ${path.join(folder, 'all')}.`);
  } finally {
    await browser.close();
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
    rmSync(home, { recursive: true, force: true });
  }
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
