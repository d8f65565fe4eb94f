import type { Browser, Page } from 'playwright-core';
import { type Home, type NodeProcess, openHome } from '../support/node-process';
import { describeInBrowser, launch, linkTo, openPage } from './browser';
import { openScene } from './scene';

describeInBrowser('when things go wrong, the console says what and how to mend it', () => {
  let home: Home;
  let node: NodeProcess;
  let browser: Browser;
  let page: Page;
  let offences: string[];
  beforeAll(async () => {
    home = await openHome({ embedded: true });
    node = await home.start({ RETRY_SCHEDULE: '1,1,1' });
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

  const row = (lead: string) => page.getByRole('row').filter({ hasText: lead });
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

  test('a refused token: the pixel needs attention, its firings are held, a new token lets them go', async () => {
    const scene = await openScene(node, 'expired-token-0123');
    const [id] = await scene.report('held-lead');
    await page.goto(linkTo(node.output(), `/history?firing=${id}`));
    const drawer = page.getByRole('dialog');
    const again = drawer.getByRole('button', { name: 'Try again' });
    await again.waitFor();
    expect(await again.getAttribute('data-variant')).toBe('default');
    await drawer.getByRole('link', { name: 'Go to the pixel' }).click();
    await page.getByText('Needs attention').first().waitFor();
    await page.getByText('1 firing is held').waitFor();
    await press('Check the connection');
    await page.getByText('the platform refused the credentials').waitFor();
    await press('Replace the token');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Access token').fill('with a space');
    await dialog.getByRole('button', { name: 'Replace the token' }).click();
    await dialog.getByText('Must be visible characters without a space').waitFor();
    await dialog.getByLabel('Access token').fill('a-token-that-works');
    await dialog.getByRole('button', { name: 'Replace the token' }).click();
    await page.getByText('The token is replaced.').waitFor();
    await page.getByText('Active').first().waitFor();
    await page.getByRole('link', { name: 'Firing history' }).click();
    await row('held-lead').getByText('Succeeded').waitFor();
  });

  test('an outage of the platform: the firing is tried again, and shows every attempt', async () => {
    const scene = await openScene(node);
    await node.fault(scene.pixelId, 'OUTAGE', 2);
    await page.goto(linkTo(node.output(), '/history'));
    await page.getByText('Live', { exact: true }).waitFor();
    await scene.report('unlucky-lead');
    await row('unlucky-lead').getByText('Trying again').waitFor();
    await row('unlucky-lead').getByRole('button').click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('Attempt 1: Not reachable').waitFor();
    await drawer.getByText('Attempt 3: Accepted').waitFor();
    await drawer.getByText('Succeeded').waitFor();
  });

  test('out of attempts: the firing has failed, is tried again at a press, and leaves the list of the failed', async () => {
    const scene = await openScene(node);
    await node.fault(scene.pixelId, 'OUTAGE', 100);
    const [id] = await scene.report('failed-lead');
    await page.goto(linkTo(node.output(), `/history?status=FAILED&firing=${id}`));
    const drawer = page.getByRole('dialog');
    await drawer.getByText('Failed', { exact: true }).waitFor();
    await page.locator(`[data-firing="${id}"]`).waitFor();
    await node.fault(scene.pixelId, 'OUTAGE', 0);
    await drawer.getByRole('button', { name: 'Try again' }).click();
    await drawer.getByText('Succeeded').waitFor();
    await page.locator(`[data-firing="${id}"]`).waitFor({ state: 'detached' });
  });

  test('a lost connection: it is told, and taken up again without a gap', async () => {
    const scene = await openScene(node);
    let reachable = true;
    await page.routeWebSocket(/graphql/, (socket) => {
      if (reachable) socket.connectToServer();
      else socket.close({ code: 1011 });
    });
    await scene.report('lead-before');
    await page.goto(linkTo(node.output(), '/history'));
    await page.getByText('Live', { exact: true }).waitFor();
    await scene.report('lead-live');
    await row('lead-live').getByText('Succeeded').waitFor();
    const { port } = new URL(node.url);
    await node.stop();
    await page.getByText('The live connection is lost.').waitFor();
    reachable = false;
    node = await home.start({ PORT: port, RETRY_SCHEDULE: '1,1,1' });
    const missed = ['missed-1', 'missed-2', 'missed-3'].map((id) => ({
      status: 'QUALIFIED',
      lead: { id, campaignId: scene.campaignId, email: 'ada@example.com' },
    }));
    await node.ok('mutation ($inputs: [ReportLeadInput!]!) { reportLeads(inputs: $inputs) { firings { id } } }', {
      inputs: missed,
    });
    expect(await row('missed-1').count()).toBe(0);
    reachable = true;
    for (const { lead } of missed) await row(lead.id).getByText('Succeeded').waitFor();
    await page.getByText('The live connection is lost.').waitFor({ state: 'detached' });
    const seen = page.getByRole('row').filter({ hasText: /lead-before|lead-live|missed/ });
    expect(await seen.count()).toBe(5);
  });

  test('a revoked key: the page asks for another one, and comes back to where it was', async () => {
    const { createApiKey } = await node.ok(
      'mutation { createApiKey(name: "Mine", scopes: [ADMIN]) { secret apiKey { id } } }',
    );
    await page.goto(`${node.url}/history#key=${createApiKey.secret}`);
    await page.getByText('Live', { exact: true }).waitFor();
    expect(page.url()).not.toContain('key=');
    await node.ok('mutation ($id: ID!) { revokeApiKey(id: $id) }', { id: createApiKey.apiKey.id });
    await page.getByText('the key is not known or no longer works').waitFor();
    await page.goto(linkTo(node.output(), '/history'));
    await page.getByRole('heading', { level: 1, name: 'Firing history' }).waitFor();
  });

  test('a key that may not do it: said in words, not as an empty page', async () => {
    const { createApiKey } = await node.ok('mutation { createApiKey(name: "Reader", scopes: [READ]) { secret } }');
    await page.goto(`${node.url}/api#key=${createApiKey.secret}`);
    await page.getByText('Your key does not allow this').waitFor();
  });
});
