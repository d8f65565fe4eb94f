import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { type Home, type NodeProcess, openHome } from '../support/node-process';
import { describeInBrowser, launch, linkTo, openPage } from './browser';
import { type ConsoleScene, openScene } from './scene';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const SERIOUS = ['serious', 'critical'];

interface Violation {
  id: string;
  impact: string;
  nodes: { html: string; failureSummary: string }[];
}

/** Each page with what must be there before it is judged. */
const PAGES: [name: string, path: (scene: ConsoleScene) => string, ready: string][] = [
  ['overview', () => '/', 'Match keys'],
  ['campaigns', () => '/campaigns', 'Solar'],
  ['marketing', ({ campaignId }) => `/campaigns/${campaignId}/marketing`, 'Every lead'],
  ['rule form', ({ campaignId, ruleId }) => `/campaigns/${campaignId}/marketing/${ruleId}`, 'What would be sent'],
  ['integrations', () => '/integrations', 'Facebook pixel'],
  ['connect', () => '/integrations/connect/CUSTOM', 'More settings'],
  ['pixel', ({ pixelId }) => `/integrations/${pixelId}`, 'Settings'],
  ['test fire', ({ ruleId }) => `/test-fire?rule=${ruleId}`, 'Fire the test'],
  ['history', () => '/history', 'lead-1'],
  ['keys', () => '/api', 'New key'],
  ['explorer', () => '/api?tab=explorer', 'eventName'],
  ['new rule', ({ campaignId }) => `/campaigns/${campaignId}/marketing/new`, 'Save the rule'],
  ['connect Facebook', () => '/integrations/connect/FACEBOOK', 'More settings'],
  ['no such page', () => '/campaigns/nothing/marketing', 'There is no such campaign.'],
  ['snippets', () => '/api?tab=snippets', 'Follow the firings live'],
];

describeInBrowser('axe finds nothing serious, and nothing is wider than a phone', () => {
  let home: Home;
  let node: NodeProcess;
  let scene: ConsoleScene;
  let browser: Browser;
  beforeAll(async () => {
    home = await openHome({ embedded: true });
    node = await home.start();
    scene = await openScene(node);
    await node.fault(scene.pixelId, 'BAD_EVENT', 1);
    await scene.report('lead-1', 'lead-2');
    browser = await launch();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await home?.close();
  });

  async function judge(url: string, ready: string, colorScheme: 'light' | 'dark', width: number) {
    const { page, context, offences } = await openPage(browser, node.url, { colorScheme, width });
    await page.goto(url);
    await page.getByText(ready, { exact: true }).first().waitFor();
    await page.evaluate(AXE);
    const { violations } = (await page.evaluate('axe.run({ resultTypes: ["violations"] })')) as {
      violations: Violation[];
    };
    const tooWide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    await context.close();
    const found = violations
      .filter(({ id, impact }) => SERIOUS.includes(impact) || id.startsWith('landmark-'))
      .map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`,
      );
    return { found, tooWide, offences };
  }

  const fine = { found: [], tooWide: 0, offences: [] };

  test.each(PAGES)('%s', async (_name, path, ready) => {
    const url = linkTo(node.output(), path(scene));
    for (const width of [1280, 360]) {
      for (const theme of ['light', 'dark'] as const) expect(await judge(url, ready, theme, width)).toEqual(fine);
    }
  });

  test('sign-in', async () => {
    expect(await judge(node.url, 'Sign in', 'light', 360)).toEqual(fine);
    expect(await judge(node.url, 'Sign in', 'dark', 1280)).toEqual(fine);
  });

  test('a lead to report', async () => {
    const url = linkTo(node.output(), `/history?report=${scene.campaignId}`);
    expect(await judge(url, 'Report the lead', 'light', 1280)).toEqual(fine);
    expect(await judge(url, 'Report the lead', 'dark', 360)).toEqual(fine);
  });

  test('the details of a firing', async () => {
    const { firings } = await node.ok('{ firings { nodes { id } } }');
    const url = linkTo(node.output(), `/history?firing=${firings.nodes[0].id}`);
    expect(await judge(url, 'Match keys', 'light', 1280)).toEqual(fine);
    expect(await judge(url, 'Match keys', 'dark', 360)).toEqual(fine);
  });
});
