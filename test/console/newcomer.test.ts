import type { Browser, Locator } from 'playwright-core';
import { type Home, type NodeProcess, openHome } from '../support/node-process';
import { describeInBrowser, keyIn, launch, linkIn, linkTo, openPage, type WatchedPage } from './browser';

const WITHIN_MS = 180_000;
const REPORT = `mutation ($input: ReportLeadInput!) {
  reportLead(input: $input) { firings { id } }
}`;

describeInBrowser('someone who has never seen the console', () => {
  let home: Home;
  let node: NodeProcess;
  let browser: Browser;
  let watched: WatchedPage;
  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser?.close());
  afterEach(async () => {
    await watched.context.close();
    await home.close();
  });

  /** A new service, and a page of it in a fresh profile. */
  async function open(environment: Record<string, string>): Promise<void> {
    home = await openHome({ embedded: true });
    node = await home.start(environment);
    watched = await openPage(browser, node.url);
  }

  let presses = 0;
  const press = (name: string) => pressed(watched.page.getByRole('button', { name, exact: true }));
  const follow = (name: string) => pressed(watched.page.getByRole('link', { name, exact: true }));
  const pressed = (what: Locator) => {
    presses += 1;
    return what.click();
  };
  const heading = (name: string) => watched.page.getByRole('heading', { level: 1, name });
  const fill = (name: string, value: string) => watched.page.getByLabel(name, { exact: true }).fill(value);
  const row = (lead: string | RegExp) => watched.page.getByRole('row').filter({ hasText: lead });

  async function signIn(): Promise<void> {
    const { page } = watched;
    await page.goto(node.url);
    await page.getByRole('textbox', { name: 'API key' }).fill('a-key-that-does-not-exist-0123456789');
    await press('Sign in');
    await page.getByText('This key is refused.').waitFor();
    await page.getByRole('textbox', { name: 'API key' }).fill(keyIn(node.output()));
    await press('Sign in');
    await heading('Overview').waitFor();
  }

  async function connectPixel(): Promise<void> {
    await follow('Connect a pixel');
    await fill('Name *', 'My first pixel');
    await press('Connect Facebook');
    await heading('My first pixel').waitFor();
    await press('Check the connection');
    await watched.page.getByText('the platform accepted the credentials').waitFor();
  }

  async function makeRule(): Promise<void> {
    const { page } = watched;
    await follow('Make a rule for it');
    await fill('Name of your first campaign *', 'Solar');
    await press('Continue');
    await heading('New rule').waitFor();
    await fill('Name *', 'Grown-up owners');
    await press('Add a condition');
    await fillCondition('condition 1', 'answers.age', 'is at least', '18');
    await press('Add a group');
    await fillCondition('condition 1 in group 1', 'answers.homeowner', 'is', 'yes');
    await page.getByRole('combobox', { name: 'How many of group 1 must hold' }).click();
    await page.getByRole('option', { name: 'Any of these' }).click();
    await press('Add a condition to group 1');
    await fillCondition('condition 2 in group 1', 'State', 'is', 'CA');
    await page.getByText('Does not fire: the conditions are not met').waitFor();
    await page.getByText('age is at least 18: it is empty', { exact: false }).waitFor();
    await press('Save and test');
  }

  async function fillCondition(condition: string, field: string, operator: string, value: string): Promise<void> {
    const { page } = watched;
    await page.getByRole('combobox', { name: `Field of ${condition}`, exact: true }).fill(field);
    await page.getByRole('option', { name: field }).first().click();
    await page.getByRole('combobox', { name: `Comparison of ${condition}`, exact: true }).click();
    await page.getByRole('option', { name: operator, exact: true }).click();
    const values = page.getByLabel(new RegExp(`^Values? of ${condition}$`));
    await page.locator('input').and(values).fill(value);
    await page.keyboard.press('Enter');
  }

  async function testFire(): Promise<void> {
    const { page } = watched;
    await press('Fire the test');
    await page.getByText('Sent to the sandbox: nothing left this service').waitFor();
    await page.getByText('the rule would not fire for this lead').waitFor();
    await page.getByRole('region', { name: 'What was sent' }).getByText('"event_name": "Lead"').waitFor();
  }

  async function watchFiringArrive(): Promise<void> {
    const { page } = watched;
    await follow('Firing history');
    await page.getByText('Live', { exact: true }).waitFor();
    const { campaigns } = await node.ok('{ campaigns { nodes { id } } }');
    const lead = {
      id: 'the-first-lead',
      campaignId: campaigns.nodes[0].id,
      email: 'ada@example.com',
      answers: { age: 42, homeowner: 'yes' },
    };
    await node.ok(REPORT, { input: { status: 'QUALIFIED', lead } });
    await row('the-first-lead').getByText('Succeeded').waitFor();
    await row('the-first-lead').getByRole('button').click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('Attempt 1: Accepted').waitFor();
    await drawer.getByText('age is at least 18: it is 42, so this holds.').waitFor();
    expect(page.url()).toContain('firing=');
  }

  test(
    'connects a sandbox pixel, makes a rule with nested conditions, test-fires it and watches a firing arrive',
    async () => {
      await open({});
      await signIn();
      await connectPixel();
      await makeRule();
      await testFire();
      await watchFiringArrive();
      expect(watched.offences).toEqual([]);
    },
    WITHIN_MS,
  );

  test(
    'without a pixel the rule form says where to get one',
    async () => {
      await open({});
      await watched.page.goto(linkTo(node.output(), '/rules/new'));
      await press('Continue');
      await watched.page.getByText('No pixel is connected yet').waitFor();
      await follow('Connect a pixel');
      await heading('Integrations').waitFor();
      expect(watched.offences).toEqual([]);
    },
    WITHIN_MS,
  );

  test(
    'is led through all of it by eight presses, among what the demo made',
    async () => {
      await open({ DEMO: 'true' });
      const { page } = watched;
      await page.goto(linkIn(node.output()));
      presses = 0;
      await follow('Connect a pixel');
      await press('Connect Facebook');
      await follow('Make a rule for it');
      await press('Save and test');
      await press('Fire the test');
      await page.getByText('Sent to the sandbox: nothing left this service').waitFor();
      await pressed(page.getByRole('region', { name: 'Result' }).getByRole('link', { name: 'Report a lead' }));
      await press('Report the lead');
      const dialog = page.getByRole('dialog', { name: 'Report a lead' });
      await dialog.getByRole('region', { name: 'Qualified leads to Facebook sandbox' }).getByText('Fires').waitFor();
      await row(/Facebook sandbox\s*lead-/)
        .getByText('Succeeded')
        .waitFor();
      await press('Close');
      expect(presses).toBe(8);
      await follow('Overview');
      await page.getByText('You have seen the whole way.').waitFor();
      expect(watched.offences).toEqual([]);
    },
    WITHIN_MS,
  );
});
