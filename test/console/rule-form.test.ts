import type { Browser, Page } from 'playwright-core';
import { type Home, type NodeProcess, openHome } from '../support/node-process';
import { until } from '../support/until';
import { describeInBrowser, launch, linkTo, openPage } from './browser';
import { type ConsoleScene, openScene } from './scene';

const REPORT = 'mutation ($input: ReportLeadInput!) { reportLead(input: $input) { firings { id } } }';

describeInBrowser('a rule as it is being written', () => {
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
    scene = await openScene(node);
    marketing = `/campaigns/${scene.campaignId}/marketing`;
    await scene.report('lead-1', 'lead-2');
    // So that no pixel is chosen by itself.
    await node.ok(
      'mutation { connectPixel(input: { name: "Other", platform: TIKTOK, endpoint: SANDBOX, platformPixelId: "C1", accessToken: "sandbox-token" }) { id } }',
    );
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
  const preview = () => page.getByRole('region', { name: 'Preview' });
  const nameField = () => page.getByRole('textbox', { name: 'Name' });
  const open = (path: string) => page.goto(linkTo(node.output(), path));

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

    test('a key that was typed comes before fields that only contain it, and typing over a field replaces it', async () => {
      await open(`${marketing}/${scene.ruleId}`);
      await press('Add a condition');
      await page.getByRole('option', { name: 'Any other answer: type its key' }).waitFor();
      await field('condition 1').pressSequentially('age');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Remove condition 1: age' }).waitFor();
      await field('condition 1').click();
      await page.keyboard.type('roof');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Remove condition 1: roof' }).waitFor();
      await page.getByRole('combobox', { name: 'Comparison of condition 1' }).click();
      await page.getByRole('option', { name: 'is at least' }).click();
      await page.getByLabel('Value of condition 1', { exact: true }).fill('eighteen');
      await page.getByText('This is no number').waitFor();
      await page.getByLabel('Value of condition 1', { exact: true }).fill('18');
      await page.getByText('This is no number').waitFor({ state: 'detached' });
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
      await preview().getByRole('button', { name: 'report a lead' }).click();
      await press('Report the lead');
      const dialog = page.getByRole('dialog', { name: 'Report a lead' });
      await dialog.getByText('is reported').waitFor();
      const [reported] = /lead-\w+/.exec((await dialog.textContent()) ?? '') ?? [];
      await press('Close');
      await until(
        'the reported lead in the preview, the form as it was',
        () => lead().inputValue(),
        (value) => value === reported,
      );
      expect(await page.getByRole('group', { name: 'Condition 1' }).count()).toBe(1);
    });

    test('says what is so far only, and shows the body also where the conditions do not hold', async () => {
      await open(`${marketing}/${scene.ruleId}`);
      await press('Add a condition');
      await preview().getByText('So far: fires').waitFor();
      await page.getByRole('combobox', { name: 'Field of condition 1' }).fill('income');
      await page.keyboard.press('Enter');
      await page.locator('input').and(page.getByLabel('Values of condition 1')).fill('high');
      await page.keyboard.press('Enter');
      await preview().getByText('Does not fire: the conditions are not met').waitFor();
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
});
