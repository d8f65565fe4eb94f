import type { Browser, Page } from 'playwright-core';
import { type Home, type NodeProcess, openHome } from '../support/node-process';
import { describeInBrowser, launch, linkTo, openPage, type PageOptions } from './browser';
import { type ConsoleScene, openScene } from './scene';

/** Whether the place of the messages lies on the page, or on a link or button of the frame. */
const COVERS = `(() => {
  const place = document.querySelector('.toasts[data-position=top-left]').getBoundingClientRect();
  return [...document.querySelectorAll('main > :last-child, nav a, header button')].filter((one) => one.checkVisibility()).some((one) => {
    const { top, bottom, left, right } = one.getBoundingClientRect();
    return top < place.bottom && bottom > place.top && left < place.right && right > place.left;
  });
})()`;

/** What of the page ends right of the page's own end. */
const BURSTS = `[...document.querySelectorAll('main *')]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth)
  .map((one) => one.outerHTML.slice(0, 120))`;

describeInBrowser('the frame of the console', () => {
  let home: Home;
  let node: NodeProcess;
  let scene: ConsoleScene;
  let browser: Browser;
  let page: Page;
  let offences: string[] = [];
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
  afterEach(async () => {
    await page.context().close();
    expect(offences).toEqual([]);
  });

  const open = async (path: string, options: PageOptions = {}) => {
    ({ page, offences } = await openPage(browser, node.url, options));
    await page.goto(linkTo(node.output(), path));
  };
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const scheme = () => page.evaluate('document.documentElement.dataset.mantineColorScheme');

  test.each(['light', 'dark'] as const)(
    'the theme is switched from %s by hand, and stays after a reload',
    async (colorScheme) => {
      const other = colorScheme === 'light' ? 'dark' : 'light';
      await open('/integrations', { colorScheme });
      await button('Switch between light and dark').click();
      await page.locator(`html[data-mantine-color-scheme=${other}]`).waitFor();
      await page.reload();
      await page.getByRole('heading', { level: 1, name: 'Integrations' }).waitFor();
      expect(await scheme()).toBe(other);
      await button('Switch between light and dark').click();
      await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
    },
  );

  test('on a phone the navigation opens and closes by keyboard, and takes no focus while it is hidden', async () => {
    await open('/integrations', { width: 360 });
    const navigation = page.getByRole('navigation', { name: 'Main' });
    await button('Open the navigation').press('Enter');
    await navigation.getByRole('link', { name: 'Overview' }).waitFor();
    await page.keyboard.press('Escape');
    await navigation.waitFor({ state: 'hidden' });
    await button('Open the navigation').press('Space');
    await navigation.getByRole('link', { name: 'API' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'API' }).waitFor();
    await navigation.waitFor({ state: 'hidden' });
    await button('Sign out').focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.closest("nav")')).toBeNull();
  });

  test.each([
    ['/integrations', 'Integrations', 'page'],
    ['/integrations/connect/FACEBOOK', 'Integrations', 'true'],
    ['/campaigns/one/marketing/new', 'Campaigns', 'true'],
    ['/', 'Overview', 'page'],
  ])('at %s the navigation marks %s', async (path, place, current) => {
    await open(path);
    const marked = page.getByRole('navigation', { name: 'Main' }).locator('[aria-current]:not([aria-current=false])');
    await marked.waitFor();
    expect(await marked.textContent()).toBe(place);
    expect(await marked.getAttribute('aria-current')).toBe(current);
  });

  test('a new rule, asked for anywhere, belongs to the campaigns', async () => {
    await open('/integrations');
    await page.getByRole('link', { name: /^Make a rule for it/ }).click();
    const marked = page.getByRole('navigation', { name: 'Main' }).locator('[aria-current=true]');
    await marked.getByText('Campaigns').waitFor();
  });

  test.each([1280, 360])('at %i px a message covers nothing, is read out, and is closed by a button', async (width) => {
    await open(`/integrations/${scene.pixelId}`, { width });
    await page.locator('.toasts[aria-live=polite][data-position=top-left]').waitFor({ state: 'attached' });
    await button('Save').click();
    const message = page.locator('[aria-live=polite]').getByText('Saved.');
    await message.waitFor();
    await page.evaluate('scrollTo(0, 0)');
    const title = await page.getByRole('heading', { level: 1 }).boundingBox();
    const place = await page.locator('.toasts[data-position=top-left]').boundingBox();
    expect(place?.x).toBeGreaterThanOrEqual(title?.x as number);
    expect(place?.y).toBeLessThan(title?.y as number);
    expect(await page.evaluate(COVERS)).toBe(false);
    await button('Close: Saved.').click();
    await message.waitFor({ state: 'detached' });
  });

  test('on a phone that is scrolled down, a message moves the page instead of lying on it', async () => {
    await open(`/integrations/${scene.pixelId}`, { width: 360 });
    await button('Save').scrollIntoViewIfNeeded();
    const before = (await button('Save').boundingBox())?.y ?? 0;
    await button('Save').click();
    await page.getByText('Saved.').waitFor();
    const height = (await page.locator('.toasts[data-position=top-left]').boundingBox())?.height ?? 0;
    expect(height).toBeGreaterThan(24);
    expect((await button('Save').boundingBox())?.y).toBeGreaterThanOrEqual(before + height);
  });

  test('a file that did not come breaks its page alone, and comes when it is asked for again', async () => {
    await open('/campaigns');
    await page.getByText('Solar').waitFor();
    let reachable = false;
    await page.route('**/assets/*.js', (route) => (reachable ? route.continue() : route.abort()));
    await page.getByRole('link', { name: 'Integrations' }).click();
    await page.getByRole('alert').getByText('The service can’t be reached').waitFor();
    await page.getByRole('link', { name: 'Campaigns' }).click();
    await page.getByText('Solar').waitFor();
    await page.getByRole('link', { name: 'Test Fire' }).click();
    await page.getByRole('alert').waitFor();
    reachable = true;
    await button('Try again').click();
    await page.getByRole('heading', { level: 1, name: 'Test Fire' }).waitFor();
    await page.getByRole('link', { name: 'Integrations' }).click();
    await page.getByRole('heading', { level: 1, name: 'Integrations' }).waitFor();
  });

  test('an undo that fails can be tried again', async () => {
    await open(`/campaigns/${scene.campaignId}/marketing`);
    await button('More for Every lead').click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.route('**/graphql', (route) => route.abort());
    await button('Undo').click();
    await page.getByRole('alert').filter({ hasText: 'The service can’t be reached' }).first().waitFor();
    await page.unroute('**/graphql');
    await button('Undo').press('Enter');
    await button('More for Every lead').waitFor();
    await button('Undo').waitFor({ state: 'detached' });
  });

  test.each([
    ['a key that may not read', 'This key cannot read.'],
    ['a key that is none', 'This key is refused.'],
  ])('%s is told as such, also by a link', async (kind, words) => {
    const made = await node.ok('mutation { createApiKey(name: "Fires", scopes: [FIRE]) { secret } }');
    const key = kind === 'a key that is none' ? 'schlüssel-äöü' : made.createApiKey.secret;
    ({ page, offences } = await openPage(browser, node.url));
    await page.goto(`${node.url}/history#key=${key}`);
    await page.getByText(words).waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    expect(page.url()).not.toContain('key');
  });

  test.each([1280, 360])('at %i px a name without a space bursts nothing', async (width) => {
    const name = `${width}${'x'.repeat(190)}`;
    const input = { name, platform: 'FACEBOOK', endpoint: 'SANDBOX', platformPixelId: '1', accessToken: 'invalid-1' };
    const made = await node.ok('mutation ($input: ConnectPixelInput!) { connectPixel(input: $input) { id } }', {
      input,
    });
    const { id } = made.connectPixel;
    await node.ok('mutation ($id: ID!) { verifyPixel(id: $id) { id } }', { id });
    await open('/', { width });
    for (const path of ['/', '/integrations', `/integrations/${id}`]) {
      await page.goto(linkTo(node.output(), path));
      await page.getByRole('main').getByText(name).first().waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      expect(await page.evaluate(BURSTS)).toEqual([]);
    }
    await node.ok('mutation ($id: ID!) { disconnectPixel(id: $id) }', { id });
  });

  test('a fault is called out, and stays until it is closed', async () => {
    await open(`/integrations/${scene.pixelId}`);
    await button('Check the connection').waitFor();
    await page.clock.install();
    await page.route('**/graphql', (route) => route.abort());
    await button('Check the connection').click();
    const fault = page.getByRole('alert').filter({ hasText: 'The service can’t be reached' });
    await fault.waitFor();
    await page.clock.runFor(120_000);
    expect(await fault.isVisible()).toBe(true);
    await fault.getByRole('button', { name: /^Close: The service/ }).click();
    await fault.waitFor({ state: 'detached' });
  });

  test('a deletion can be undone for 20 seconds, and as long as the message is hovered or focused', async () => {
    await open(`/campaigns/${scene.campaignId}/marketing`);
    await button('More for Every lead').waitFor();
    await page.clock.install();
    await button('More for Every lead').click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const undo = button('Undo');
    await undo.waitFor();
    const after = async (milliseconds: number) => {
      await page.clock.runFor(milliseconds);
      return undo.isVisible();
    };
    expect(await after(19_000)).toBe(true);
    await undo.hover();
    expect(await after(60_000)).toBe(true);
    await undo.focus();
    await page.mouse.move(700, 600);
    expect(await after(60_000)).toBe(true);
    await button('Sign out').focus();
    expect(await after(15_000)).toBe(true);
    await page.clock.runFor(10_000);
    await undo.waitFor({ state: 'detached' });
  });
});
