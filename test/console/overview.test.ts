import type { Browser, Page } from 'playwright-core';
import { type Home, type NodeProcess, openHome } from '../support/node-process';
import { describeInBrowser, launch, linkTo, openPage } from './browser';
import { openScene } from './scene';

const CONNECT = `mutation {
  connectPixel(input: {
    name: "My pixel", platform: FACEBOOK, endpoint: SANDBOX, platformPixelId: "42", accessToken: "sandbox-access-token"
  }) { id }
}`;
const CONNECT_REFUSED = `mutation {
  connectPixel(input: {
    name: "Refused pixel", platform: FACEBOOK, endpoint: SANDBOX, platformPixelId: "43", accessToken: "invalid-1"
  }) { id }
}`;
const VERIFY = 'mutation ($id: ID!) { verifyPixel(id: $id) { status } }';
const RULE = 'mutation ($input: CreatePixelRuleInput!) { createPixelRule(input: $input) { id } }';
const TEST_FIRE = 'mutation ($id: ID!) { testFire(input: { ruleId: $id }) { firing { id } } }';
const REPORT = 'mutation ($input: ReportLeadInput!) { reportLead(input: $input) { firings { id } } }';

describeInBrowser('the overview', () => {
  let home: Home;
  let node: NodeProcess;
  let browser: Browser;
  let page: Page;
  let offences: string[];
  beforeAll(async () => {
    home = await openHome({ embedded: true });
    node = await home.start();
    const scene = await openScene(node);
    await scene.report('lead-1', 'lead-2');
    browser = await launch();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await home?.close();
  });
  beforeEach(async () => {
    ({ page, offences } = await openPage(browser, node.url));
    await page.goto(linkTo(node.output(), '/'));
  });
  afterEach(async () => {
    await page.context().close();
    expect(offences).toEqual([]);
  });

  test('it counts, and each count leads to its firings', async () => {
    await page.getByRole('link', { name: /Succeeded\s*2/ }).waitFor();
    await page.getByText('Show as a table').click();
    await page.getByRole('link', { name: /Succeeded\s*2/ }).click();
    await page.getByRole('row').filter({ hasText: 'lead-2' }).waitFor();
    expect(page.url()).toContain('status=SUCCEEDED');
  });

  test('rates say how many of how many, without a tip that covers anything', async () => {
    const rates = page.getByRole('region', { name: 'Success rate by pixel' });
    await rates.getByText('100% (2 of 2)').hover();
    await page.getByRole('region', { name: 'Match keys' }).getByText('100% (2 of 2)').first().waitFor();
    expect(await page.getByRole('tooltip').count()).toBe(0);
  });

  test('match keys are told in words, and lead to the firings that were counted', async () => {
    await page.getByRole('progressbar', { name: 'Email' }).waitFor();
    await page.getByRole('progressbar', { name: 'Lead ID (external ID)' }).waitFor();
    await page.getByRole('link', { name: 'See these firings' }).click();
    await page.getByRole('row').filter({ hasText: 'lead-1' }).waitFor();
    expect(page.url()).toMatch(/history\?from=.+&tests=none$/);
  });

  test('a bar of the plot leads to the firings of its hour', async () => {
    await page.locator('.recharts-bar-rectangle path').first().click();
    await page.waitForURL(/history\?tests=none&from=.+&to=/);
    await page.getByRole('row').filter({ hasText: 'lead-2' }).waitFor();
  });

  test('a plot that could not be loaded breaks nothing else, and comes at a press', async () => {
    await page.getByRole('heading', { name: 'Match keys' }).waitFor();
    await page.route('**/assets/hour-chart*.js', (route) => route.abort());
    await page.reload();
    await page.getByRole('heading', { name: 'Match keys' }).waitFor();
    const fault = page.getByRole('region', { name: 'Firings per hour' }).getByRole('alert');
    await fault.getByText('The service can’t be reached').waitFor();
    await page.unroute('**/assets/hour-chart*.js');
    await fault.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.recharts-bar-rectangle path').first().waitFor();
  });

  test.each([1280, 360])('at %i px the hours under the plot are evenly spaced, up to the last one', async (width) => {
    await page.setViewportSize({ width, height: 800 });
    await page.locator('.recharts-bar-rectangle path').first().waitFor();
    const labels = await page.locator('.recharts-xAxis-tick-labels text').allTextContents();
    const hours = labels.map((label) => Number(/(\d\d):/.exec(label)?.[1]));
    const gaps = hours.slice(1).map((hour, index) => (hour - (hours[index] as number) + 24) % 24);
    expect(labels.length).toBeGreaterThan(2);
    expect(new Set(gaps).size).toBe(1);
    expect(await page.evaluate('new Date().getHours()')).toBe(hours.at(-1));
  });
});

describeInBrowser('the overview of an empty workspace', () => {
  test('every part says what it is empty of, and offers nothing to choose', async () => {
    const home = await openHome({ embedded: true });
    const browser = await launch();
    try {
      const node = await home.start();
      const { page, offences } = await openPage(browser, node.url);
      await page.goto(linkTo(node.output(), '/'));
      const rates = page.getByRole('region', { name: 'Success rate by pixel' });
      await rates.getByText('No pixel is connected yet.').waitFor();
      await page.getByRole('region', { name: 'Firings per hour' }).getByText('Nothing was fired').waitFor();
      expect(await page.getByText('Choose a bar').count()).toBe(0);
      expect(offences).toEqual([]);
    } finally {
      await browser.close();
      await home.close();
    }
  }, 90_000);
});

describeInBrowser('the guide of the overview', () => {
  let home: Home;
  let node: NodeProcess;
  let browser: Browser;
  let page: Page;
  let offences: string[];
  beforeAll(async () => {
    home = await openHome({ embedded: true });
    node = await home.start({ DEMO: 'true' });
    browser = await launch();
    ({ page, offences } = await openPage(browser, node.url));
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await home?.close();
  });

  const guide = () => page.getByRole('region', { name: 'Get going' });
  const step = (title: string) => guide().getByRole('listitem').filter({ hasText: title });
  const current = () => guide().locator('[aria-current=step]');
  const visit = async () => {
    await page.goto(linkTo(node.output(), '/'));
    await page.reload();
    await page.getByRole('heading', { name: 'Match keys' }).waitFor();
  };

  test('it comes first, takes nothing of the demo for the reader’s own, and goes on where the last step ended', async () => {
    await visit();
    expect(await page.locator('main section').first().getAttribute('aria-label')).toBe('Get going');
    expect(await guide().getByText('Done').count()).toBe(0);
    await current().getByRole('link', { name: 'Connect a pixel' }).waitFor();
    const pixelId = (await node.ok(CONNECT)).connectPixel.id;
    await visit();
    await step('Connect a sandbox pixel').getByRole('link', { name: 'My pixel' }).waitFor();
    // One that was refused is not the one to go on with.
    const refused = (await node.ok(CONNECT_REFUSED)).connectPixel.id;
    await node.ok(VERIFY, { id: refused });
    await visit();
    const toRule = current().getByRole('link', { name: 'Make a rule: My pixel' });
    expect(await toRule.getAttribute('href')).toBe(`/rules/new?pixel=${pixelId}`);
    const campaignId = (await node.ok('{ campaigns { nodes { id } } }')).campaigns.nodes[0].id;
    const rule = {
      campaignId,
      pixelId,
      name: 'My rule',
      trigger: 'LEAD_QUALIFIED',
      eventName: 'Lead',
      actionSource: 'SYSTEM_GENERATED',
    };
    const ruleId = (await node.ok(RULE, { input: rule })).createPixelRule.id;
    await visit();
    await node.ok(CONNECT);
    await visit();
    expect(await step('Connect a sandbox pixel').getByRole('link').getAttribute('href')).toBe(
      `/integrations/${pixelId}`,
    );
    const toLead = step('Report a lead').getByRole('link', { name: 'Report a lead' });
    expect(await toLead.getAttribute('href')).toBe(`/history?report=${campaignId}`);
    const toTest = current().getByRole('link', { name: 'Test-fire the rule: My rule' });
    expect(await toTest.getAttribute('href')).toBe(`/test-fire?rule=${ruleId}`);
    await node.ok(REPORT, {
      input: { status: 'QUALIFIED', lead: { id: 'early', campaignId, email: 'ada@example.com' } },
    });
    await visit();
    await current().getByRole('link', { name: 'Test-fire the rule: My rule' }).waitFor();
    expect(await guide().getByText('You have seen the whole way.').count()).toBe(0);
    await node.ok(TEST_FIRE, { id: ruleId });
    await visit();
    await guide().getByText('You have seen the whole way.').waitFor();
    expect(await guide().getByText('Done').count()).toBe(4);
    expect(offences).toEqual([]);
  });

  test('it is hidden and brought back by one button, which keeps the focus, and stays hidden', async () => {
    await visit();
    await page.getByRole('button', { name: 'Hide the guide' }).press('Enter');
    await guide().waitFor({ state: 'detached' });
    await visit();
    expect(await guide().count()).toBe(0);
    await page.getByRole('button', { name: 'Show the guide' }).press('Enter');
    await guide().waitFor();
    await page.keyboard.press('Enter');
    await guide().waitFor({ state: 'detached' });
  });
});
