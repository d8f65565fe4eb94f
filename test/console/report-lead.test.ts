import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { type Home, type NodeProcess, openHome } from '../support/node-process';
import { describeInBrowser, keyIn, launch, linkTo, openPage } from './browser';
import { type ConsoleScene, openScene } from './scene';

const RULE = 'mutation ($input: CreatePixelRuleInput!) { createPixelRule(input: $input) { id } }';

describeInBrowser('“Report a lead”', () => {
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
    await addChoosyRule();
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

  /** Asks for answers and for a state that the made-up lead would not have by itself. */
  async function addChoosyRule(): Promise<void> {
    const conditions = {
      combinator: 'ALL',
      conditions: [
        { field: 'answers.age', operator: 'GREATER_THAN', values: ['17'] },
        { field: 'address.state', operator: 'EQUALS', values: ['NV', 'CA'] },
      ],
      groups: [
        { combinator: 'ANY', conditions: [{ field: 'answers.homeowner', operator: 'EQUALS', values: ['yes'] }] },
        { not: true, conditions: [{ field: 'answers.renter', operator: 'EQUALS', values: ['yes'] }] },
      ],
    };
    await node.ok(RULE, {
      input: {
        campaignId: scene.campaignId,
        pixelId: scene.pixelId,
        name: 'Choosy',
        trigger: 'LEAD_QUALIFIED',
        eventName: 'Contact',
        actionSource: 'SYSTEM_GENERATED',
        conditions,
      },
    });
  }

  const dialog = () => page.getByRole('dialog');
  const press = (name: string) => dialog().getByRole('button', { name, exact: true }).click();
  const row = (lead: string) => page.getByRole('row').filter({ hasText: lead });
  /** The rules in the order in which the result has them. */
  const decided = () => dialog().getByRole('region').getByRole('heading').allTextContents();
  const leadId = () => dialog().getByRole('textbox', { name: 'Lead ID' });

  test('one press reports a made-up lead that fits; its firings arrive behind the dialog', async () => {
    await page.goto(linkTo(node.output(), '/history?tests=none'));
    await page.getByText('Live', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Report a lead' }).click();
    const id = await leadId().inputValue();
    expect(id).toMatch(/^lead-[0-9a-z]{4}$/);
    expect(page.url()).toContain('tests=none');
    await press('Report the lead');
    await dialog().getByText('2 rules fired.').waitFor();
    expect(await decided()).toEqual(['Choosy', 'Every lead']);
    const pixel = await row(id).getByText('Facebook pixel').first().boundingBox();
    expect((pixel?.x ?? 0) + (pixel?.width ?? 0)).toBeLessThan((await dialog().boundingBox())?.x ?? 0);
    const choosy = dialog().getByRole('region', { name: 'Choosy' });
    await choosy.getByText('Fires', { exact: true }).waitFor();
    await choosy.getByText('See the conditions').click();
    await choosy.getByText('age is greater than 17: it is 18, so this holds.').waitFor();
    await press('Close');
    await dialog().waitFor({ state: 'detached' });
    await row(id).filter({ hasText: 'Contact' }).getByText('Succeeded').waitFor();
    expect(new URL(page.url()).search).toBe('?tests=none');
  });

  test('an address opens it for a campaign; what is changed is what is reported, and another one has a fresh id', async () => {
    await page.goto(linkTo(node.output(), `/history?report=${scene.campaignId}`));
    const first = await leadId().inputValue();
    await dialog().getByRole('textbox', { name: 'Answer 1' }).fill('16');
    await dialog().getByRole('textbox', { name: 'First name' }).fill('Grace');
    await press('Report the lead');
    const choosy = dialog().getByRole('region', { name: 'Choosy' });
    await choosy.getByText('Does not fire: its conditions are not met').waitFor();
    expect(await decided()).toEqual(['Every lead', 'Choosy']);
    await dialog().getByRole('link', { name: 'Open the firing of Every lead' }).waitFor();
    await press('Report another');
    expect(await leadId().inputValue()).not.toBe(first);
    expect(await dialog().getByRole('textbox', { name: 'First name' }).inputValue()).toBe('Grace');
    await dialog().getByRole('checkbox', { name: 'It is a test lead' }).check();
    await press('Report the lead');
    await dialog().getByText('Does not fire: it is a test lead').first().waitFor();
    await dialog().getByText('No rule fired.').waitFor();
  });

  test('a decision leads to its firing, and the filters of the history stay', async () => {
    await page.goto(linkTo(node.output(), `/history?tests=none&report=${scene.campaignId}`));
    await press('Report the lead');
    await dialog().getByRole('link', { name: 'Open the firing of Every lead' }).click();
    await page.getByRole('dialog', { name: 'Firing' }).getByText('Attempt 1: Accepted').waitFor();
    expect(page.url()).toContain('tests=none');
    expect(page.url()).not.toContain('report=');
  });

  test('what was typed is there again after Escape, and not after cancelling', async () => {
    const firstName = dialog().getByRole('textbox', { name: 'First name' });
    const open = () => page.getByRole('button', { name: 'Report a lead' }).click();
    await page.goto(linkTo(node.output(), '/history'));
    await open();
    await firstName.fill('Grace');
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await open();
    expect(await firstName.inputValue()).toBe('Grace');
    await press('Cancel');
    await dialog().waitFor({ state: 'detached' });
    await open();
    expect(await firstName.inputValue()).toBe('Ada');
  });

  test('what of the lead could not be sent along is told', async () => {
    await page.goto(linkTo(node.output(), '/history?report'));
    await dialog().getByRole('textbox', { name: 'Email' }).fill('not-an-email');
    await press('Report the lead');
    await dialog().getByText('Email could not be used and was left out.', { exact: true }).waitFor();
  });

  test('where no rule is for what happened, the way to make one is shown', async () => {
    await page.goto(linkTo(node.output(), '/history?report'));
    await dialog().getByText('Lead delivered').click();
    await press('Report the lead');
    await dialog().getByText('so nothing was decided').waitFor();
    await dialog().getByRole('link', { name: 'Create a rule' }).click();
    await page.waitForURL(`**/campaigns/${scene.campaignId}/marketing/new`);
  });

  test('what the API refuses is told at its field, which is unfolded', async () => {
    await page.goto(linkTo(node.output(), '/history?report'));
    await leadId().fill(' ');
    await press('Value');
    await dialog().getByRole('textbox', { name: 'Value' }).fill('1.23456');
    await press('Value');
    await dialog().getByRole('textbox', { name: 'Value' }).waitFor({ state: 'detached' });
    await press('Report the lead');
    await dialog().getByText('Must have at most 4 decimals').waitFor();
    await dialog().getByText('See the fields that are marked.').waitFor();
    expect(await leadId().getAttribute('aria-invalid')).toBe('true');
    expect(
      await dialog()
        .getByText(/lead\.|input\./)
        .count(),
    ).toBe(0);
  });

  test('the line of a program reports exactly this lead, apostrophes too', async () => {
    await page.goto(linkTo(node.output(), '/history?report'));
    await leadId().fill('lead-of-curl');
    await dialog().getByRole('textbox', { name: 'Last name' }).fill("O'Hara $HOME");
    await press('As a program does it');
    const line = await dialog().getByRole('region', { name: 'Report this lead with curl' }).textContent();
    const env = { PATH: process.env.PATH, PIXEL_TRACKING_KEY: keyIn(node.output()) };
    const { stdout } = await promisify(execFile)('sh', ['-c', line ?? ''], { env });
    expect(JSON.parse(stdout).data.reportLead.firings).toHaveLength(2);
    expect(line).toContain("O'\\''Hara $HOME");
    expect(line).toContain('"age":18');
  });

  test('without a campaign it says so', async () => {
    const empty = await openHome({ embedded: true });
    try {
      const other = await empty.start();
      await page.context().close();
      ({ page, offences } = await openPage(browser, other.url));
      await page.goto(linkTo(other.output(), '/history?report'));
      await dialog().getByText('A lead belongs to a campaign, and there is none yet.').waitFor();
      await dialog().getByRole('link', { name: 'Create a campaign' }).click();
      await page.getByRole('heading', { level: 1, name: 'Campaigns' }).waitFor();
    } finally {
      await empty.close();
    }
  });
});
