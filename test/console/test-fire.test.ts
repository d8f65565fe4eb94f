import type { Browser, Page } from 'playwright-core';
import { type Home, type NodeProcess, openHome } from '../support/node-process';
import { until } from '../support/until';
import { describeInBrowser, launch, linkTo, openPage } from './browser';
import { type ConsoleScene, openScene } from './scene';

const CONNECT = 'mutation ($input: ConnectPixelInput!) { connectPixel(input: $input) { id } }';
const RULE = 'mutation ($input: CreatePixelRuleInput!) { createPixelRule(input: $input) { id } }';

describeInBrowser('test fire', () => {
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
  const open = (path: string) => page.goto(linkTo(node.output(), path));
  const ruleOf = async (pixelId: string, changes: object) => {
    const input = {
      campaignId: scene.campaignId,
      pixelId,
      trigger: 'LEAD_QUALIFIED',
      eventName: 'Lead',
      actionSource: 'SYSTEM_GENERATED',
      ...changes,
    };
    return (await node.ok(RULE, { input })).createPixelRule.id as string;
  };

  test('the newest rule is chosen where the address names none; the result says where the event went, and what is next', async () => {
    await open('/test-fire');
    await page.getByRole('combobox', { name: 'Rule' }).waitFor();
    expect(await page.getByRole('combobox', { name: 'Rule' }).inputValue()).toContain('Every lead');
    await press('Fire the test');
    const result = page.getByRole('region', { name: 'Result' });
    await result.getByText('Sent to the sandbox: nothing left this service').waitFor();
    await result.getByRole('region', { name: 'What was sent' }).getByText('"event_name": "Lead"').waitFor();
    const next = result.getByRole('link', { name: 'Report a lead' });
    expect(await next.getAttribute('href')).toBe(`/history?report=${scene.campaignId}`);
  });

  test('on a telephone the result is scrolled to, clear of the frame', async () => {
    await page.setViewportSize({ width: 360, height: 640 });
    await open('/test-fire');
    await press('Fire the test');
    const heading = page.getByRole('heading', { name: 'Result' });
    const top = async () => (await heading.boundingBox())?.y ?? 0;
    await until('the result in view', top, (y) => y > 56 && y < 300);
  });

  test('a rule that the address names and that is not there is not replaced by another', async () => {
    await open('/test-fire?rule=01a22271-585e-7000-8000-05ad028ece87');
    await page.getByRole('combobox', { name: 'Rule' }).waitFor();
    expect(await page.getByRole('combobox', { name: 'Rule' }).inputValue()).toBe('');
    expect(await page.getByRole('button', { name: 'Fire the test' }).isDisabled()).toBe(true);
  });

  test('the test event code goes to the platform, and stands neither in the address nor in the history', async () => {
    await open('/test-fire?lead=');
    await page.getByRole('textbox', { name: 'Test event code' }).fill('TEST4711');
    await press('Fire the test');
    await page.getByText('Sent to the sandbox: nothing left this service').waitFor();
    const requests = await node.received(scene.pixelId);
    expect(requests.at(-1)?.body.test_event_code).toBe('TEST4711');
    expect(page.url()).not.toContain('TEST4711');
    expect(JSON.stringify(await node.ok('{ firings { nodes { request message } } }'))).not.toContain('TEST4711');
  });

  test('a rule that is older than those of the list is found by its address', async () => {
    const others = await node.ok(
      'mutation { a: createCampaign(input: { name: "A" }) { id } b: createCampaign(input: { name: "B" }) { id } }',
    );
    const input = (name: string, index: number) => ({
      campaignId: index % 2 ? others.a.id : others.b.id,
      pixelId: scene.pixelId,
      trigger: 'LEAD_DELIVERED',
      eventName: 'Lead',
      actionSource: 'SYSTEM_GENERATED',
      enabled: false,
      name,
    });
    const MOST_ALIASES = 15;
    for (let made = 0; made < 200; made += MOST_ALIASES) {
      const names = Array.from({ length: MOST_ALIASES }, (_, index) => `r${made + index}`);
      const parts = names.map((name) => `${name}: createPixelRule(input: $${name}) { id }`);
      const variables = Object.fromEntries(names.map((name, index) => [name, input(name, index)]));
      const declared = names.map((name) => `$${name}: CreatePixelRuleInput!`);
      await node.ok(`mutation (${declared.join(', ')}) { ${parts.join(' ')} }`, variables);
    }
    await open(`/test-fire?rule=${scene.ruleId}`);
    const rule = page.getByRole('combobox', { name: 'Rule' });
    await until(
      'the rule',
      () => rule.inputValue(),
      (shown) => shown.startsWith('Every lead'),
    );
  });

  test('a failure says so, and what to do', async () => {
    await node.fault(scene.pixelId, 'BAD_EVENT', 1);
    await open(`/test-fire?rule=${scene.ruleId}`);
    await press('Fire the test');
    const failure = page.getByRole('alert').filter({ hasText: 'The test event failed' });
    await failure.getByText('did not accept it').waitFor();
    await failure.getByText('change the rule or choose another lead').waitFor();
    await failure.getByRole('link', { name: 'Open the rule Every lead' }).waitFor();
    await node.fault(scene.pixelId, 'REFUSED_TOKEN', 1);
    await press('Fire the test');
    await failure.getByText('Replace the pixel’s token').waitFor();
    await failure.getByRole('link', { name: 'Open the pixel Facebook pixel' }).click();
    await page.getByRole('heading', { level: 1, name: 'Facebook pixel' }).waitFor();
  });

  test('conditions on answers can’t hold for the sample lead: it is said, and a real lead is offered', async () => {
    const field = { field: 'answers.age', operator: 'GREATER_OR_EQUAL', values: ['18'] };
    const conditions = { combinator: 'ALL', groups: [{ combinator: 'ANY', conditions: [field] }] };
    const ruleId = await ruleOf(scene.pixelId, { name: 'Grown-ups', conditions });
    await node.ok('mutation ($input: ReportLeadInput!) { reportLead(input: $input) { newOccurrence } }', {
      input: {
        status: 'RECEIVED',
        lead: { id: 'young-lead', campaignId: scene.campaignId, email: 'kim@example.com', answers: { age: 17 } },
      },
    });
    await open(`/test-fire?rule=${ruleId}`);
    const lead = page.getByRole('combobox', { name: 'Lead' });
    await until(
      'the newest lead',
      () => lead.inputValue(),
      (value) => value === 'young-lead',
    );
    await lead.click();
    await page.getByRole('option', { name: 'Sample lead (made up)' }).click();
    await press('Fire the test');
    await page.getByText('The sample lead has not answered any questions').waitFor();
    await press('Choose a real lead');
    expect(await lead.evaluate((input) => input === input.ownerDocument.activeElement)).toBe(true);
    await lead.fill('young-lead');
    await page.getByRole('option', { name: 'young-lead' }).click();
    await press('Fire the test');
    await page.getByText('age is at least 18: it is 17').waitFor();
    expect(await page.getByText('The sample lead has not answered any questions').count()).toBe(0);
  });

  test('a live pixel without a test event code: nothing is sent, and the exact request is shown', async () => {
    const pixel = {
      name: 'Live one',
      platform: 'FACEBOOK',
      endpoint: 'LIVE',
      platformPixelId: '77',
      accessToken: 'a-token',
    };
    const { connectPixel } = await node.ok(CONNECT, { input: pixel });
    const ruleId = await ruleOf(connectPixel.id, { name: 'To the live one', eventName: 'Purchase' });
    await open(`/test-fire?rule=${ruleId}&lead=`);
    await page.getByText('Without a code nothing is sent').waitFor();
    await press('Fire the test');
    const result = page.getByRole('region', { name: 'Result' });
    await result.getByText('Nothing was sent', { exact: true }).waitFor();
    const shown = await result.getByRole('region', { name: 'What would be sent' }).textContent();
    const { firings } = await node.ok(
      `query ($filter: FiringFilter) {
        firings(filter: $filter, first: 1) { nodes { status skipReason request attempts { number } } }
      }`,
      { filter: { ruleId, test: true } },
    );
    const [firing] = firings.nodes;
    expect(firing).toMatchObject({ status: 'SKIPPED', skipReason: 'NO_TEST_CODE', attempts: [] });
    expect(JSON.parse(shown ?? '')).toEqual(firing.request);
    expect(firing.request).toMatchObject({ event_name: 'Purchase' });
    expect(await result.getByText('What the platform answered').count()).toBe(0);
  });
});
