import type { Browser, Page } from 'playwright-core';
import { type Home, type NodeProcess, openHome } from '../support/node-process';
import { until } from '../support/until';
import { describeInBrowser, launch, linkTo, openPage } from './browser';
import { type ConsoleScene, openScene } from './scene';

const CONNECT = `mutation ($name: String!) {
  connectPixel(input: {
    name: $name, platform: FACEBOOK, endpoint: SANDBOX, platformPixelId: "1", accessToken: "sandbox-access-token"
  }) { id }
}`;

/** What each of a role is called; two of one name can't be told apart by ear. */
async function namesOf(page: Page, role: 'button' | 'link'): Promise<string[]> {
  const names = await page
    .getByRole(role)
    .evaluateAll((found) => found.map((one) => one.getAttribute('aria-label') ?? one.textContent ?? ''));
  return names.map((name) => name.trim());
}

describeInBrowser('integrations', () => {
  let home: Home;
  let node: NodeProcess;
  let scene: ConsoleScene;
  let browser: Browser;
  let page: Page;
  let offences: string[];
  beforeAll(async () => {
    home = await openHome({ embedded: true });
    // What fails once waits as long as these tests take.
    node = await home.start({ RETRY_SCHEDULE: '600' });
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
  const pixelNamed = async (name: string) => {
    const { pixels } = await node.ok('{ pixels { nodes { id name endpoint status } } }');
    return pixels.nodes.find((pixel: { name: string }) => pixel.name === name);
  };

  test('before a pixel is paused, a dialog says what that costs', async () => {
    const statusOf = async () => (await pixelNamed('Facebook pixel')).status;
    await node.fault(scene.pixelId, 'OUTAGE', 1);
    const [id] = await scene.report('waiting-lead');
    await until(
      'waiting',
      () => node.ok('query ($id: ID!) { firing(id: $id) { status } }', { id }),
      ({ firing }) => firing.status === 'RETRYING',
    );
    await open('/integrations');
    await press('Pause: Facebook pixel');
    const dialog = page.getByRole('dialog', { name: 'Pause Facebook pixel?' });
    await dialog.getByText('new firings of this pixel are skipped').waitFor();
    await dialog.getByText('1 firing is waiting.').waitFor();
    await dialog.getByRole('link', { name: 'Every lead' }).waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await statusOf()).toBe('ACTIVE');
    await press('Pause: Facebook pixel');
    await dialog.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText('Facebook pixel is paused.').waitFor();
    expect(await statusOf()).toBe('PAUSED');
    await scene.report('skipped-lead');
    await page.reload();
    const counts = page.getByRole('link', { name: /1 skipped: firings of Facebook pixel in the last 24 hours/ });
    expect(await counts.getAttribute('href')).toMatch(
      new RegExp(`^/history\\?pixel=${scene.pixelId}&from=[^&]+&tests=none$`),
    );
    await press('Resume: Facebook pixel');
    await page.getByText('Facebook pixel is active again.').waitFor();
    expect(await statusOf()).toBe('ACTIVE');
  });

  test('a pixel that rules use is not offered to be disconnected: the rules are listed', async () => {
    await open(`/integrations/${scene.pixelId}`);
    await press('Disconnect');
    const dialog = page.getByRole('dialog', { name: 'Disconnect Facebook pixel?' });
    const rule = dialog.getByRole('link', { name: 'Every lead' });
    await rule.waitFor();
    expect(await dialog.getByRole('button', { name: 'Disconnect' }).count()).toBe(0);
    await rule.click();
    await page.waitForURL(/campaigns\/[^/]+\/marketing\/[^/]+$/);
  });

  test('a card’s texts stand in lines of their own, and a button at the head leads to connecting', async () => {
    await open('/integrations');
    const card = page.getByRole('article', { name: 'Facebook pixel' });
    await card.getByText('Token: …oken').waitFor();
    const counts = await card.getByRole('link', { name: /firings of Facebook pixel/ }).boundingBox();
    const button = await card.getByRole('button', { name: /^Check the connection/ }).boundingBox();
    expect(counts?.height).toBeLessThan(40);
    expect(counts?.x).toBeGreaterThan((await card.getByText('Last 24 hours').boundingBox())?.x as number);
    expect(button?.y).toBeGreaterThanOrEqual((counts?.y as number) + (counts?.height as number));
    await page.getByRole('link', { name: 'Connect a pixel', exact: true }).click();
    await page.locator('section:focus').getByRole('link', { name: 'Connect TikTok' }).waitFor();
    const section = await page.getByRole('region', { name: 'Connect a pixel' }).boundingBox();
    expect(section?.y).toBeLessThan(860);
  });

  test('a pixel’s page follows what happens to it', async () => {
    const { id } = (await node.ok(CONNECT, { name: 'Followed' })).connectPixel;
    await open(`/integrations/${id}`);
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await page.clock.install();
    await page.reload();
    await page.getByText('Active', { exact: true }).waitFor();
    await node.ok('mutation ($id: ID!) { updatePixel(id: $id, input: { paused: true }) { id } }', { id });
    await page.clock.runFor(15_000);
    await page.getByText('Paused', { exact: true }).waitFor();
  });

  test('each button and link of the list says which pixel it is about', async () => {
    await open('/integrations');
    await page.getByRole('link', { name: 'Make a rule for it: Facebook pixel' }).waitFor();
    await page.getByRole('link', { name: 'Connect TikTok' }).waitFor();
    for (const role of ['button', 'link'] as const) {
      const names = await namesOf(page, role);
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    }
  });
});
