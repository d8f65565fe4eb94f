import type { Browser, Page } from 'playwright-core';
import { type Home, type NodeProcess, openHome } from '../support/node-process';
import { until } from '../support/until';
import { describeInBrowser, launch, linkTo, openPage } from './browser';
import { type ConsoleScene, openScene } from './scene';

describeInBrowser('marketing, integrations and overview pages', () => {
  let home: Home;
  let node: NodeProcess;
  let scene: ConsoleScene;
  let browser: Browser;
  let page: Page;
  let offences: string[];
  beforeAll(async () => {
    home = await openHome({ embedded: true });
    node = await home.start();
    scene = await openScene(node);
    await scene.report('lead-1', 'lead-2');
    browser = await launch();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await home?.close();
  });
  beforeEach(async () => {
    ({ page, offences } = await openPage(browser, node.url));
  });
  afterEach(async () => {
    await page.context().close();
    expect(offences).toEqual([]);
  });

  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const ruleNames = async () =>
    (await node.ok('{ pixelRules { nodes { name enabled } } }')).pixelRules.nodes as {
      name: string;
      enabled: boolean;
    }[];

  test('a rule is switched off, duplicated, deleted and brought back', async () => {
    await page.goto(linkTo(node.output(), `/campaigns/${scene.campaignId}/marketing`));
    await page.getByRole('link', { name: '2 fired, 100 % succeeded' }).waitFor();
    const enabled = page.getByRole('switch', { name: 'Rule Every lead is on' });
    await enabled.click({ force: true });
    await until('switched off', ruleNames, ([rule]) => rule?.enabled === false);
    await enabled.click({ force: true });
    await until('switched on', ruleNames, ([rule]) => rule?.enabled === true);
    await press('More for Every lead');
    await page.getByRole('menuitem', { name: 'Duplicate' }).click();
    await page.getByRole('textbox', { name: 'Name' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Copy of Every lead');
    await press('Save the rule');
    await press('More for Copy of Every lead');
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByText('“Copy of Every lead” is deleted.').waitFor();
    await until('gone', ruleNames, (rules) => rules.length === 1);
    await press('Undo');
    await page.getByText('“Copy of Every lead” is back.').waitFor();
    await page.getByRole('link', { name: 'Copy of Every lead' }).waitFor();
  });

  test('a form that the API refuses shows every fault at its field, and goes to the first', async () => {
    await page.goto(linkTo(node.output(), `/campaigns/${scene.campaignId}/marketing/new`));
    await page.getByLabel('Value', { exact: true }).fill('1.23456');
    await press('Save the rule');
    await page.getByText('See the fields that are marked.').waitFor();
    const invalid = page.locator('[aria-invalid="true"]');
    expect(await invalid.count()).toBeGreaterThanOrEqual(2);
    expect(await page.evaluate('document.activeElement.getAttribute("aria-invalid")')).toBe('true');
  });

  test('the preview tells what the rule, as it is being written, would do with a lead', async () => {
    await page.goto(linkTo(node.output(), `/campaigns/${scene.campaignId}/marketing/${scene.ruleId}`));
    const preview = page.getByRole('region', { name: 'Preview' });
    await preview.getByText('Fires', { exact: true }).waitFor();
    await preview.getByRole('combobox', { name: 'Lead' }).click();
    await page.getByRole('option', { name: 'lead-1' }).click();
    const count = async () => (await node.ok('{ firings { nodes { id } } }')).firings.nodes.length;
    const before = await count();
    await page.getByLabel('Event name').first().fill('Contact');
    await preview.getByText('"event_name": "Contact"').waitFor();
    expect(await count()).toBe(before);
  });

  test('a custom pixel is connected with its headers, and their secrets are not shown again', async () => {
    await page.goto(linkTo(node.output(), '/integrations/connect/CUSTOM'));
    await page.getByRole('textbox', { name: 'Name' }).fill('Webhook');
    await press('Fill in made-up values');
    await press('Add a header');
    await page.getByLabel('Name of header 1').fill('X-Api-Key');
    await page.getByLabel('Value of header 1').fill('a-secret-of-ours');
    await page.getByLabel('Secret', { exact: true }).first().check();
    await press('Connect Custom pixel');
    await page.getByRole('heading', { level: 1, name: 'Webhook' }).waitFor();
    expect(await page.getByLabel('Value of header 1').inputValue()).toBe('');
    expect(await page.content()).not.toContain('a-secret-of-ours');
    await press('Save');
    await page.getByText('Saved.').waitFor();
    await press('Pause');
    await page.getByText('Webhook is paused').waitFor();
    await press('Disconnect');
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
    await page.getByText('Webhook is disconnected.').waitFor();
  });

  test('the overview counts, and each count leads to its firings', async () => {
    await page.goto(linkTo(node.output(), '/'));
    await page.getByRole('link', { name: /Succeeded\s*2/ }).waitFor();
    await page.getByText('Firings per hour as a table').click();
    await page.getByRole('progressbar', { name: 'email' }).waitFor();
    await page.getByRole('link', { name: /Succeeded\s*2/ }).click();
    await page.getByRole('row').filter({ hasText: 'lead-2' }).waitFor();
    expect(page.url()).toContain('status=SUCCEEDED');
  });

  test('a bar of the plot leads to the firings of its hour', async () => {
    await page.goto(linkTo(node.output(), '/'));
    await page.locator('.recharts-bar-rectangle path').first().click();
    await page.waitForURL(/history\?tests=none&from=.+&to=/);
    await page.getByRole('row').filter({ hasText: 'lead-2' }).waitFor();
  });
});
