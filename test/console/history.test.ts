import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { type Home, type NodeProcess, openHome } from '../support/node-process';
import { until } from '../support/until';
import { describeInBrowser, launch, linkTo, openPage } from './browser';
import { type ConsoleScene, openScene } from './scene';

const LEADS = 150;

describeInBrowser('the firing history', () => {
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
    await scene.report('=1+1', ...Array.from({ length: LEADS }, (_, index) => `lead-${index}`));
    browser = await launch();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await home?.close();
  });
  beforeEach(async () => {
    ({ page, offences } = await openPage(browser, node.url));
    await page.goto(linkTo(node.output(), '/history'));
    await page.getByText('Live', { exact: true }).waitFor();
  });
  afterEach(async () => {
    await page.context().close();
    expect(offences).toEqual([]);
  });

  const list = () => page.getByRole('table', { name: 'Firings' });
  const row = (lead: string) => page.getByRole('row').filter({ has: page.getByText(lead, { exact: true }) });

  async function scrollBy(pixels: number): Promise<void> {
    await list().hover();
    await page.mouse.wheel(0, pixels);
  }

  test('scrolls endlessly to the oldest, drawing only what is in view', async () => {
    await row(`lead-${LEADS - 1}`).waitFor();
    await until(
      'the oldest firing in view',
      async () => {
        await scrollBy(2_000);
        return row('lead-0').count();
      },
      (count) => count === 1,
    );
    expect(await page.getByRole('row').count()).toBeLessThan(60);
    await page.getByText('That is all.').waitFor();
  });

  test('new firings wait under a bar while one reads further down, and nothing moves', async () => {
    await scrollBy(900);
    await until(
      'scrolled',
      () => list().evaluate((frame: { scrollTop: number }) => frame.scrollTop),
      (top) => top > 500,
    );
    const before = await page.getByRole('row').nth(8).boundingBox();
    const text = await page.getByRole('row').nth(8).textContent();
    await scene.report('fresh-1', 'fresh-2');
    await page.getByRole('button', { name: '2 new' }).waitFor();
    expect(await page.getByRole('row').nth(8).textContent()).toBe(text);
    expect(await page.getByRole('row').nth(8).boundingBox()).toEqual(before);
    await page.getByRole('button', { name: '2 new' }).click();
    await row('fresh-2').getByText('Succeeded').waitFor();
    expect(await list().evaluate((frame: { scrollTop: number }) => frame.scrollTop)).toBe(0);
  });

  test('a page that can’t be read is told, asked for once, and read at a press', async () => {
    let refused = 0;
    await page.route('**/graphql', async (route) => {
      if (!route.request().postData()?.includes('"after":"')) return route.continue();
      refused += 1;
      return route.abort();
    });
    await until(
      'refused',
      async () => {
        await scrollBy(2_000);
        return page.getByText('The service can’t be reached.').count();
      },
      (count) => count > 0,
    );
    expect(refused).toBe(1);
    await page.unroute('**/graphql');
    await page.getByRole('button', { name: 'Try again' }).click();
    await row(`lead-${LEADS - 1}`).waitFor();
    await until(
      'the oldest firing in view',
      async () => {
        await scrollBy(2_000);
        return row('lead-0').count();
      },
      (count) => count === 1,
    );
  });

  test('filters stand in the address, so that a view can be shared', async () => {
    await page.getByRole('textbox', { name: 'Lead id' }).fill('lead-7');
    await page.waitForURL(/lead=lead-7/);
    await row('lead-7').waitFor();
    await until(
      'one firing',
      () => page.locator('[data-firing]').count(),
      (count) => count === 1,
    );
    const shared = page.url();
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await page.waitForURL((url) => url.search === '');
    await page.goto(`${shared}&status=FAILED`);
    await page.getByText('No firing matches.').waitFor();
    await page.goto(`${shared}&status=SUCCEEDED`);
    await row('lead-7').waitFor();
  });

  test('exports every firing of the filter as CSV, without formulas', async () => {
    await page.goto(`${node.url}/history?status=SUCCEEDED&rule=${scene.ruleId}`);
    await row(`lead-${LEADS - 1}`).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export as CSV' }).click();
    const file = await (await download).path();
    const lines = readFileSync(file, 'utf8').trim().split('\r\n');
    expect(lines[0]).toContain('Firing,Accepted at,Status,Test,Event,Event time,Value,Currency');
    expect(lines.filter((line) => line.includes(',Succeeded,')).length).toBe(lines.length - 1);
    expect(lines.length).toBeGreaterThan(LEADS);
    expect(new Set(lines).size).toBe(lines.length);
    expect(lines.filter((line) => line.includes(",'=1+1,"))).toHaveLength(1);
  });

  test('all by keyboard: into the list, open a firing, read it, close it', async () => {
    await row(`lead-${LEADS - 1}`).waitFor();
    await list().focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('Attempt 1: Accepted').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(page.url()).not.toContain('firing=');
  });
});
