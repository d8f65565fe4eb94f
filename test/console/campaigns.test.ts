import type { Browser, Page } from 'playwright-core';
import { type Home, type NodeProcess, openHome } from '../support/node-process';
import { until } from '../support/until';
import { describeInBrowser, launch, linkTo, openPage } from './browser';
import { type ConsoleScene, openScene } from './scene';

const CONNECT = 'mutation ($input: ConnectPixelInput!) { connectPixel(input: $input) { id } }';

describeInBrowser('campaigns and their rules', () => {
  let home: Home;
  let node: NodeProcess;
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
    ({ page, offences } = await openPage(browser, node.url));
  });
  afterEach(async () => {
    await page.context().close();
    expect(offences).toEqual([]);
  });

  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true });
  const nameField = () => page.getByRole('textbox', { name: 'Name' });
  const open = (path: string) => page.goto(linkTo(node.output(), path));
  const rulesNow = async () =>
    (await node.ok('{ pixelRules { nodes { id name enabled } } }')).pixelRules.nodes as {
      id: string;
      name: string;
      enabled: boolean;
    }[];

  async function connect(name: string): Promise<string> {
    const input = {
      name,
      platform: 'FACEBOOK',
      endpoint: 'SANDBOX',
      platformPixelId: '1',
      accessToken: 'sandbox-token',
    };
    return (await node.ok(CONNECT, { input })).connectPixel.id;
  }

  /** As a link inside the console leads there. */
  async function openInside(path: string): Promise<void> {
    await open('/campaigns');
    await heading('Campaigns').waitFor();
    await page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)})`);
  }

  describe('a rule for a pixel', () => {
    let pixelId: string;
    beforeAll(async () => {
      pixelId = await connect('My pixel');
    });

    test('without a campaign the first one is named on the way, and the rule is test-fired next', async () => {
      await openInside(`/rules/new?pixel=${pixelId}`);
      await page.getByText('The rule will send events to “My pixel”.').waitFor();
      expect(await page.getByLabel('Name of your first campaign').inputValue()).toBe('My first campaign');
      await press('Continue');
      await page.waitForURL(/\/campaigns\/.+\/marketing\/new\?pixel=/);
      await nameField().waitFor();
      expect(await nameField().inputValue()).toBe('Qualified leads to My pixel');
      await page.getByText('Lead delivered', { exact: true }).click();
      expect(await nameField().inputValue()).toBe('Delivered leads to My pixel');
      await nameField().fill('Mine');
      await page.getByText('Lead qualified', { exact: true }).click();
      expect(await nameField().inputValue()).toBe('Mine');
      await press('Save and test');
      await page.waitForURL(/\/test-fire\?rule=/);
      const [rule] = await rulesNow();
      expect(rule?.name).toBe('Mine');
      expect(page.url()).toContain(`rule=${rule?.id}`);
    });

    test('with one campaign it goes straight to the form', async () => {
      await openInside(`/rules/new?pixel=${pixelId}`);
      await page.waitForURL(/\/campaigns\/.+\/marketing\/new\?pixel=/);
      await nameField().waitFor();
      await page.goBack();
      await heading('Campaigns').waitFor();
    });

    test('with several campaigns it asks in which, and takes a new one', async () => {
      await node.ok('mutation { createCampaign(input: { name: "Second" }) { id } }');
      await openInside('/rules/new');
      const campaign = page.getByRole('combobox', { name: 'Campaign' });
      await campaign.waitFor();
      expect(await campaign.inputValue()).toBe('Second');
      await campaign.click();
      await page.getByRole('option', { name: 'A new campaign' }).click();
      await press('Continue');
      await page.getByText('Must have 1 to 200 characters').waitFor();
      await page.getByLabel('Name of the new campaign').fill('Third');
      await press('Continue');
      await page.getByRole('link', { name: 'Third' }).waitFor();
      await press('Save the rule');
      await heading('Third').waitFor();
    });
  });

  describe('in a campaign', () => {
    let scene: ConsoleScene;
    let marketing: string;
    beforeAll(async () => {
      scene = await openScene(node);
      marketing = `/campaigns/${scene.campaignId}/marketing`;
      await scene.report('lead-1', 'lead-2');
    });

    test('the page is called by the campaign, and its counts lead to those firings', async () => {
      await open(marketing);
      await heading('Solar').waitFor();
      await page.getByRole('heading', { level: 2, name: 'Marketing' }).waitFor();
      const report = page.getByRole('link', { name: 'Report a lead' });
      expect(await report.getAttribute('href')).toBe(`/history?report=${scene.campaignId}`);
      const test = page.getByRole('link', { name: 'Test fire Every lead' });
      expect(await test.getAttribute('href')).toBe(`/test-fire?rule=${scene.ruleId}`);
      await page.getByRole('link', { name: '2 fired, 100 % succeeded' }).click();
      await page.waitForURL(/\/history\?rule=.+&from=.+&tests=none/);
      await page.getByRole('row').filter({ hasText: 'lead-2' }).waitFor();
    });

    test('a rule is switched off, duplicated, deleted and brought back, on a phone too', async () => {
      await page.setViewportSize({ width: 360, height: 740 });
      await open(marketing);
      const enabled = page.getByRole('switch', { name: 'Rule Every lead is on' });
      const isOn = async () => (await rulesNow()).find(({ id }) => id === scene.ruleId)?.enabled;
      await enabled.click({ force: true });
      await until('switched off', isOn, (on) => on === false);
      await until('at rest', () => enabled.isEnabled(), Boolean);
      await enabled.click({ force: true });
      await until('switched on', isOn, (on) => on === true);
      await press('More for Every lead');
      await page.getByRole('menuitem', { name: 'Duplicate' }).click();
      await nameField().waitFor();
      expect(await nameField().inputValue()).toBe('Copy of Every lead');
      await press('Save the rule');
      await press('More for Copy of Every lead');
      await page.getByRole('menuitem', { name: 'Delete' }).click();
      await page.getByText('“Copy of Every lead” is deleted.').waitFor();
      const copies = async () => (await rulesNow()).filter(({ name }) => name === 'Copy of Every lead').length;
      await until('gone', copies, (count) => count === 0);
      await press('Undo');
      await page.getByText('“Copy of Every lead” is back.').waitFor();
      await page.getByRole('link', { name: 'Copy of Every lead', exact: true }).waitFor();
    });

    describe('unsaved changes', () => {
      const dialog = () => page.getByRole('dialog', { name: 'Leave without saving?' });
      const answer = (name: string) => dialog().getByRole('button', { name }).click();

      async function openForm(): Promise<void> {
        await open(marketing);
        await page.getByRole('link', { name: 'Every lead', exact: true }).click();
        await nameField().waitFor();
      }

      test('are asked about before a link is followed', async () => {
        await openForm();
        await nameField().fill('Changed');
        await page.getByRole('link', { name: 'Integrations' }).click();
        await answer('Stay on this page');
        await dialog().waitFor({ state: 'detached' });
        expect(await nameField().inputValue()).toBe('Changed');
        await press('Sign out');
        await answer('Stay on this page');
        await page.getByRole('link', { name: 'Integrations' }).click();
        await answer('Leave without saving');
        await heading('Integrations').waitFor();
        await page.goBack();
        await nameField().waitFor();
        await page.goBack();
        await heading('Solar').waitFor();
      });

      test('are asked about before going back', async () => {
        await openForm();
        await nameField().fill('Changed');
        await page.goBack();
        await answer('Stay on this page');
        await dialog().waitFor({ state: 'detached' });
        expect(await nameField().inputValue()).toBe('Changed');
        await page.goBack();
        await answer('Leave without saving');
        await heading('Solar').waitFor();
      });

      test('are asked about by the browser before the tab closes, and only then', async () => {
        await openForm();
        const asked: string[] = [];
        page.on('dialog', (question) => {
          asked.push(question.type());
          return question.accept();
        });
        await page.reload();
        await nameField().waitFor();
        expect(asked).toEqual([]);
        await nameField().fill('Changed');
        await page.reload();
        await until(
          'asked',
          async () => asked,
          (types) => types.includes('beforeunload'),
        );
      });

      test('are no question where nothing was changed, was changed back, or is saved', async () => {
        await openForm();
        await page.goBack();
        await heading('Solar').waitFor();
        await page.goForward();
        await nameField().fill('Changed');
        await nameField().fill('Every lead');
        await page.goBack();
        await heading('Solar').waitFor();
        await page.goForward();
        await nameField().fill('Changed');
        await press('Save the rule');
        await heading('Solar').waitFor();
        await page.getByRole('link', { name: 'Changed', exact: true }).click();
        await nameField().fill('Every lead');
        await press('Save the rule');
        await page.getByRole('link', { name: 'Every lead', exact: true }).waitFor();
        expect(await dialog().count()).toBe(0);
      });
    });

    test('every pixel can be chosen, also beyond the first two hundred', async () => {
      for (let first = 0; first < 200; first += 10) {
        await Promise.all(Array.from({ length: 10 }, (_, index) => connect(`Pixel ${first + index}`)));
      }
      await open(`${marketing}/new`);
      await page.getByRole('combobox', { name: 'Pixel' }).fill('Facebook pixel');
      await page.getByRole('option', { name: 'Facebook pixel (Facebook)' }).click();
      expect(await nameField().inputValue()).toBe('Qualified leads to Facebook pixel');
    });
  });
});
