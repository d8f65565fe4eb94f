import type { Browser, Page } from 'playwright-core';
import { type Home, type NodeProcess, openHome } from '../support/node-process';
import { until } from '../support/until';
import { describeInBrowser, launch, linkTo, openPage } from './browser';
import { type ConsoleScene, openScene } from './scene';

describeInBrowser('marketing and API pages', () => {
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

  test('a key is shown once, works, and is revoked', async () => {
    await page.goto(linkTo(node.output(), '/api'));
    await press('New key');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Reporter');
    await dialog.getByRole('checkbox', { name: /^Fire/ }).check();
    await dialog.getByRole('button', { name: 'New key' }).click();
    const secret = (await dialog.getByRole('region', { name: 'API key' }).textContent()) ?? '';
    const ask = async () => {
      const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
      const body = JSON.stringify({ query: '{ viewer { scopes } }' });
      return (await fetch(`${node.url}/graphql`, { method: 'POST', headers, body })).text();
    };
    expect(JSON.parse(await ask()).data.viewer.scopes.sort()).toEqual(['FIRE', 'READ']);
    await press('I have copied it');
    expect(await page.content()).not.toContain(secret);
    await press('Revoke Reporter');
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('Reporter is revoked.').waitFor();
    await until('refused', ask, (answer) => answer.includes('UNAUTHENTICATED'));
  });

  test('the curl line of the API page reports a lead as it stands', async () => {
    await page.goto(linkTo(node.output(), '/api?tab=snippets'));
    const code = await page.getByRole('region', { name: 'Report a lead with curl' }).textContent();
    const [, body = ''] = /-d '(.*)'$/s.exec(code ?? '') ?? [];
    expect(code).toContain(`curl -s ${node.url}/graphql`);
    const { query, variables } = JSON.parse(body);
    const { reportLead } = await node.ok(query, variables);
    expect(reportLead.firings.length).toBeGreaterThan(0);
  });

  test('the explorer runs a query with the key of the tab', async () => {
    await page.goto(linkTo(node.output(), '/api?tab=explorer'));
    await page.locator('.graphiql-query-editor').getByText('eventName').waitFor();
    await page.getByRole('button', { name: 'Execute query (Ctrl-Enter)' }).click();
    await page.locator('.result-window').getByText('"SUCCEEDED"').first().waitFor();
  });
});
