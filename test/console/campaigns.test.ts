import type { Browser, Page } from 'playwright-core';
import { type Home, type NodeProcess, openHome } from '../support/node-process';
import { until } from '../support/until';
import { describeInBrowser, launch, linkTo, openPage } from './browser';
import { type ConsoleScene, openScene } from './scene';

const CONNECT = 'mutation ($input: ConnectPixelInput!) { connectPixel(input: $input) { id } }';
const REPORT = 'mutation ($input: ReportLeadInput!) { reportLead(input: $input) { firings { id } } }';

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
  const preview = () => page.getByRole('region', { name: 'Preview' });
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
      await press('Save and test-fire');
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

    describe('the rule form', () => {
      const field = (condition: string) => page.getByRole('combobox', { name: `Field of ${condition}`, exact: true });
      const alerts = () => page.getByRole('alert');

      async function choose(condition: string, typed: string, option: string): Promise<void> {
        await field(condition).fill(typed);
        await page.getByRole('option', { name: option }).click();
      }

      test('shows every fault at its field, and goes to the first', async () => {
        await open(`${marketing}/new`);
        await page.getByLabel('Value', { exact: true }).fill('1.23456');
        await nameField().fill('');
        await press('Save the rule');
        await page.getByText('See the fields that are marked.').waitFor();
        await page.getByText('Enter a name.').waitFor();
        await page.getByText('Choose a pixel.').waitFor();
        await page.getByText('Choose a currency.').waitFor();
        expect(await page.evaluate('document.activeElement.labels[0].textContent')).toBe('Name *');
        await nameField().fill('Named');
        await page.getByText('Must have 1 to 200 characters').waitFor({ state: 'detached' });
        await page.getByRole('combobox', { name: 'Pixel' }).click();
        await page.getByRole('option', { name: 'Facebook pixel' }).click();
        await page.getByRole('combobox', { name: 'Currency' }).fill('EUR');
        await page.getByRole('option', { name: 'EUR' }).click();
        await preview().getByText('Value: Must have at most 4 decimals').waitFor();
        await press('Save the rule');
        await page.getByText('Must have at most 4 decimals', { exact: true }).waitFor();
      });

      test('says what a condition lacks, in words, once it was left or saving was tried', async () => {
        await open(`${marketing}/${scene.ruleId}`);
        await preview().getByText('Fires', { exact: true }).waitFor();
        await press('Add a condition');
        await preview().getByText('One condition is not filled in yet.').waitFor();
        await choose('condition 1', 'address.st', 'State address.state');
        await preview().getByText('One condition is not filled in yet.').waitFor();
        expect(await alerts().count()).toBe(0);
        await nameField().focus();
        await page.getByText('Enter at least one value for State.').waitFor();
        await press('Add a group');
        await press('Remove condition 1 in group 1');
        await press('Save the rule');
        await page.getByText('See the fields that are marked.').waitFor();
        await page.getByText('Add a condition to this group, or remove the group.').waitFor();
        await press('Remove group 1');
        await page.getByRole('combobox', { name: 'Values of condition 1', exact: true }).fill('CA');
        await page.keyboard.press('Enter');
        await page.getByText('Enter at least one value for State.').waitFor({ state: 'detached' });
        await preview().getByText('State is CA: it is empty').waitFor();
        expect(await page.locator('form').textContent()).not.toMatch(/conditions\.|EQUALS/);
      });

      test('names a condition that the API refuses, never its path', async () => {
        await open(`${marketing}/${scene.ruleId}`);
        await press('Add a condition');
        await press('Add a condition');
        await choose('condition 2', 'value.amount', 'Value value.amount');
        await page.getByRole('combobox', { name: 'Values of condition 2', exact: true }).fill('much');
        await page.keyboard.press('Enter');
        await preview().getByText('Condition 2: Must be a number').waitFor();
        await press('Remove condition 1');
        await press('Save the rule');
        await page.getByRole('group', { name: 'Condition 1', exact: true }).getByText('Must be a number').waitFor();
        await page.getByText('See the fields that are marked.').waitFor();
      });

      test('a value needs its currency', async () => {
        await open(`${marketing}/${scene.ruleId}`);
        await page.getByLabel('Value', { exact: true }).fill('5');
        await preview().getByText('The value needs an amount and a currency.').waitFor();
        expect(await page.getByText('Choose a currency.').count()).toBe(0);
        await nameField().focus();
        await page.getByText('Choose a currency.').waitFor();
      });

      test('takes any answer by its key, and shows how the API calls the fields', async () => {
        await open(`${marketing}/${scene.ruleId}`);
        await press('Add a condition');
        await choose('condition 1', 'income', 'The answer “income” answers.income');
        await press('Add a condition');
        await choose('condition 2', 'answers.roof', 'The answer “roof” answers.roof');
        await page.getByRole('button', { name: 'Remove condition 2: roof' }).waitFor();
        await field('condition 2').fill('state');
        await page.getByRole('option', { name: 'State address.state' }).waitFor();
      });

      test('every control of the conditions has a name of its own', async () => {
        const ruleId = await nestedRule();
        await open(`${marketing}/${ruleId}`);
        const builder = page.getByRole('group', { name: 'The conditions' });
        await builder.getByRole('group', { name: 'Group 1.1', exact: true }).waitFor();
        const controls = builder.locator('button, input:not([type=hidden])');
        const names = await controls.evaluateAll((found) =>
          (found as { ariaLabel: string | null }[]).map(({ ariaLabel }) => ariaLabel),
        );
        const ofPills = names.filter((name) => name !== null);
        expect(new Set(ofPills).size).toBe(ofPills.length);
        for (const name of [
          'Values of condition 1 in group 1',
          'Remove condition 2 in group 1: homeowner',
          'Value of condition 1 in group 1.1',
          'How many of group 1.1 must hold',
          'Add a condition to group 1',
        ])
          expect(names).toContain(name);
        expect(await page.getByRole('combobox', { name: 'How many of group 1 must hold' }).inputValue()).toBe(
          'None of these',
        );
      });

      test('keeps the conditions of a rule that was made elsewhere exactly', async () => {
        const ruleId = await nestedRule();
        await open(`${marketing}/${ruleId}`);
        await nameField().fill('Renamed');
        await press('Save the rule');
        const row = page.getByRole('row').filter({ hasText: 'Renamed' });
        await row.getByText('none of (State is CA or NV, homeowner is yes, not (Consent granted is true))').waitFor();
        expect(await conditionsOf(ruleId)).toEqual(NESTED);
      });

      const NESTED = {
        combinator: 'ALL',
        not: false,
        conditions: [{ field: 'dateOfBirth', operator: 'BETWEEN', values: ['1990-01-01', '2000-01-01'] }],
        groups: [
          {
            combinator: 'ANY',
            not: true,
            conditions: [
              { field: 'address.state', operator: 'EQUALS', values: ['CA', 'NV'] },
              { field: 'answers.homeowner', operator: 'EQUALS', values: ['yes'] },
            ],
            groups: [
              {
                combinator: 'ALL',
                not: true,
                conditions: [{ field: 'consentGranted', operator: 'EQUALS', values: ['true'] }],
              },
            ],
          },
        ],
      };

      async function nestedRule(): Promise<string> {
        const { campaignId, pixelId } = scene;
        const input = {
          campaignId,
          pixelId,
          name: 'Nested',
          trigger: 'LEAD_DELIVERED',
          eventName: 'Lead',
          actionSource: 'SYSTEM_GENERATED',
          conditions: NESTED,
        };
        const { createPixelRule } = await node.ok(
          'mutation ($input: CreatePixelRuleInput!) { createPixelRule(input: $input) { id } }',
          { input },
        );
        return createPixelRule.id;
      }

      async function conditionsOf(id: string) {
        const parts = 'combinator not conditions { field operator values }';
        const query = `query ($id: ID!) { pixelRule(id: $id) { conditions { ${parts} groups { ${parts} groups { ${parts} } } } } }`;
        return (await node.ok(query, { id })).pixelRule.conditions;
      }
    });

    describe('the preview', () => {
      const lead = () => preview().getByRole('combobox', { name: 'Lead' });

      test('begins with the newest lead, and follows what is written', async () => {
        await open(`${marketing}/${scene.ruleId}`);
        await preview().getByText('Fires', { exact: true }).waitFor();
        expect(await lead().inputValue()).toBe('lead-2');
        await lead().click();
        await page.getByRole('option', { name: 'lead-1' }).click();
        const count = async () => (await node.ok('{ firings { nodes { id } } }')).firings.nodes.length;
        const before = await count();
        await page.getByLabel('Event name').first().fill('Contact');
        await preview().getByText('"event_name": "Contact"').waitFor();
        await preview().getByText('What would be sent', { exact: true }).waitFor();
        expect(await count()).toBe(before);
      });

      test('says that the sample lead has no answers', async () => {
        await open(`${marketing}/${scene.ruleId}`);
        await lead().click();
        await page.getByRole('option', { name: 'Sample lead (made up)' }).click();
        expect(await preview().getByText('The sample lead has no answers').count()).toBe(0);
        await press('Add a condition');
        await page.getByRole('combobox', { name: 'Field of condition 1' }).fill('income');
        await page.keyboard.press('Enter');
        await preview().getByText('The sample lead has no answers').waitFor();
        const report = preview().getByRole('link', { name: 'report a lead' });
        expect(await report.getAttribute('href')).toBe(`/history?report=${scene.campaignId}`);
      });

      test('shows the body also where the conditions do not hold', async () => {
        await page.route('**/graphql', async (route) => {
          if (!route.request().postData()?.includes('PreviewRule')) return route.continue();
          const response = await route.fetch();
          const body = await response.json();
          Object.assign(body.data.previewRule, { outcome: 'CONDITIONS_NOT_MET', request: { event_name: 'Lead' } });
          return route.fulfill({ response, json: body });
        });
        await open(`${marketing}/${scene.ruleId}`);
        await preview().getByText('What would be sent if the conditions held').waitFor();
        await preview().getByText('"event_name": "Lead"').waitFor();
      });

      test('leads beyond the first hundred are read as the list is scrolled', async () => {
        await scene.report(...Array.from({ length: 110 }, (_, index) => `many-${index}`));
        await node.ok(REPORT, {
          input: {
            status: 'QUALIFIED',
            lead: { id: 'elsewhere', campaignId: scene.campaignId, email: 'a@example.com' },
          },
        });
        await open(`${marketing}/${scene.ruleId}`);
        await lead().click();
        await page.getByRole('option', { name: 'many-109' }).waitFor();
        expect(await page.getByRole('option', { name: 'lead-1', exact: true }).count()).toBe(0);
        await page.getByRole('option').last().scrollIntoViewIfNeeded();
        await page.getByRole('option', { name: 'lead-1', exact: true }).waitFor();
        await lead().fill('elsewhere');
        await page.getByRole('option', { name: 'elsewhere' }).click();
        expect(await lead().inputValue()).toBe('elsewhere');
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
