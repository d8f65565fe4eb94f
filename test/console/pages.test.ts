import type { Browser, Page } from 'playwright-core';
import { type Home, type NodeProcess, openHome } from '../support/node-process';
import { until } from '../support/until';
import { describeInBrowser, launch, linkTo, openPage } from './browser';
import { type ConsoleScene, openScene } from './scene';

describeInBrowser('integrations, overview and API pages', () => {
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
