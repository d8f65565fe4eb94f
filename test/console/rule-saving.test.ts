import type { Browser, Page } from 'playwright-core';
import { type Home, type NodeProcess, openHome } from '../support/node-process';
import { until } from '../support/until';
import { describeInBrowser, launch, linkTo, openPage } from './browser';
import { type ConsoleScene, openScene } from './scene';

const RULE = `query ($id: ID!) { pixelRule(id: $id) {
  name trigger eventName actionSource value { amount currency } fireOnce enabled
  conditions { combinator not conditions { field operator values } } } }`;
const UPDATE = 'mutation ($id: ID!, $input: UpdatePixelRuleInput!) { updatePixelRule(id: $id, input: $input) { id } }';
const DELETE = 'mutation ($id: ID!) { deletePixelRule(id: $id) }';

describeInBrowser('what the rule form saves', () => {
  let home: Home;
  let node: NodeProcess;
  let scene: ConsoleScene;
  let marketing: string;
  let browser: Browser;
  let page: Page;
  let offences: string[];
  beforeAll(async () => {
    home = await openHome({ embedded: true });
    node = await home.start();
    browser = await launch();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await home?.close();
  });
  beforeEach(async () => {
    scene = await openScene(node);
    marketing = `/campaigns/${scene.campaignId}/marketing`;
    ({ page, offences } = await openPage(browser, node.url));
  });
  afterEach(async () => {
    await page.context().close();
    expect(offences).toEqual([]);
  });

  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const nameField = () => page.getByRole('textbox', { name: 'Name' });
  const open = (path: string) => page.goto(linkTo(node.output(), path));
  const ruleOf = async (id: string) => (await node.ok(RULE, { id })).pixelRule;
  const saved = (name: string) => page.getByText(`“${name}” is saved.`).waitFor();
  const rulesHere = async (): Promise<{ id: string; name: string }[]> => {
    const query = 'query ($campaignId: ID) { pixelRules(campaignId: $campaignId) { nodes { id name } } }';
    return (await node.ok(query, { campaignId: scene.campaignId })).pixelRules.nodes;
  };

  async function choose(label: string, option: string): Promise<void> {
    await page.getByRole('combobox', { name: label }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  }

  async function addCondition(key: string): Promise<void> {
    await press('Add a condition');
    await page.getByRole('combobox', { name: 'Field of condition 1' }).fill(key);
    await page.getByRole('option', { name: `answers.${key}` }).click();
  }

  const values = () => page.locator('input').and(page.getByLabel('Values of condition 1'));

  test('all that was entered, shown in the list, and taken over by a duplicate', async () => {
    await open(`${marketing}/${scene.ruleId}`);
    await nameField().fill('All of it');
    await page.getByText('Lead delivered', { exact: true }).click();
    await page.getByLabel('Event name').first().fill('Purchase');
    await choose('Action source', 'Website');
    await page.getByLabel('Value', { exact: true }).fill('12.50');
    await page.getByRole('combobox', { name: 'Currency' }).fill('EUR');
    await page.getByRole('option', { name: 'EUR' }).click();
    await addCondition('roof');
    await values().fill('flat');
    await page.keyboard.press('Enter');
    await page.getByRole('checkbox', { name: 'Fire once per lead' }).uncheck();
    await page.getByRole('switch', { name: 'The rule is on' }).click({ force: true });
    await press('Save the rule');
    await saved('All of it');
    const whole = {
      trigger: 'LEAD_DELIVERED',
      eventName: 'Purchase',
      actionSource: 'WEBSITE',
      value: { amount: '12.5', currency: 'EUR' },
      fireOnce: false,
      enabled: false,
      conditions: {
        combinator: 'ALL',
        not: false,
        conditions: [{ field: 'answers.roof', operator: 'EQUALS', values: ['flat'] }],
      },
    };
    expect(await ruleOf(scene.ruleId)).toEqual({ name: 'All of it', ...whole });
    const row = page.getByRole('row').filter({ hasText: 'All of it' });
    for (const shown of ['Lead delivered', 'Facebook pixel', 'Purchase', '12.5 EUR', 'No', 'roof is flat']) {
      await row.getByText(shown, { exact: true }).waitFor();
    }
    await press('More for All of it');
    await page.getByRole('menuitem', { name: 'Duplicate' }).click();
    await page.getByText('roof').first().waitFor();
    await press('Save the rule');
    await saved('Copy of All of it');
    const copy = (await rulesHere()).find(({ name }) => name === 'Copy of All of it');
    expect(await ruleOf(copy?.id as string)).toEqual({ name: 'Copy of All of it', ...whole });
  });

  test('nothing at Enter in a condition, however often it is pressed', async () => {
    await open(`${marketing}/new`);
    await addCondition('roof');
    await values().fill('flat');
    for (let times = 0; times < 3; times++) await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Save and test', exact: true }).waitFor();
    expect(await page.getByText('See the fields that are marked.').count()).toBe(0);
    expect(page.url()).toContain('/new');
    expect(await rulesHere()).toHaveLength(1);
  });

  test('only what was changed: what somebody else changed meanwhile stays', async () => {
    await open(`${marketing}/${scene.ruleId}`);
    await page.getByRole('checkbox', { name: 'Fire once per lead' }).uncheck();
    await node.ok(UPDATE, { id: scene.ruleId, input: { name: 'Renamed elsewhere', eventName: 'Contact' } });
    await press('Save the rule');
    await saved('Renamed elsewhere');
    expect(await ruleOf(scene.ruleId)).toMatchObject({
      name: 'Renamed elsewhere',
      eventName: 'Contact',
      fireOnce: false,
    });
  });

  test('nothing of a rule that was deleted, until it is brought back', async () => {
    await open(`${marketing}/${scene.ruleId}`);
    await nameField().fill('Changed');
    await node.ok(DELETE, { id: scene.ruleId });
    await press('Save the rule');
    await page.getByText('Somebody deleted this rule while you changed it.').waitFor();
    await press('Bring it back');
    await page.getByText('Somebody deleted this rule').waitFor({ state: 'detached' });
    await press('Save the rule');
    await saved('Changed');
    await node.ok(DELETE, { id: scene.ruleId });
    await open(`${marketing}/${scene.ruleId}`);
    await page.getByText('This rule is deleted', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Save the rule' }).count()).toBe(0);
    await press('Bring it back');
    await nameField().waitFor();
    expect(await rulesHere()).toHaveLength(1);
  });

  test('a time of the day that a rule made elsewhere names, shown as it is', async () => {
    const conditions = {
      conditions: [{ field: 'clickedAt', operator: 'GREATER_THAN', values: ['2026-01-01T10:00:00Z'] }],
    };
    await node.ok(UPDATE, { id: scene.ruleId, input: { conditions } });
    await open(`${marketing}/${scene.ruleId}`);
    const value = page.getByLabel('Value of condition 1', { exact: true });
    await until(
      'the time',
      () => value.inputValue(),
      (shown) => shown === '2026-01-01T10:00:00Z',
    );
    await value.fill('');
    expect(await value.getAttribute('type')).toBe('date');
  });

  test('the focus stays near what was removed', async () => {
    const focused = () => page.evaluate('document.activeElement.getAttribute("aria-label")');
    await open(`${marketing}/${scene.ruleId}`);
    await addCondition('roof');
    await press('Remove condition 1: roof');
    expect(await focused()).toBe('How many of the conditions must hold');
    await press('Add a group');
    await press('Remove group 1');
    expect(await focused()).toBe('How many of the conditions must hold');
  });

  test('names of 200 characters break rather than burst the page', async () => {
    await node.ok(UPDATE, { id: scene.ruleId, input: { name: 'x'.repeat(200) } });
    const rename =
      'mutation ($id: ID!, $input: UpdateCampaignInput!) { updateCampaign(id: $id, input: $input) { id } }';
    await node.ok(rename, { id: scene.campaignId, input: { name: 'y'.repeat(200) } });
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      for (const path of [marketing, '/campaigns']) {
        await open(path);
        await page
          .getByText(path === marketing ? 'x'.repeat(200) : 'y'.repeat(200))
          .first()
          .waitFor();
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      }
    }
  });
});
