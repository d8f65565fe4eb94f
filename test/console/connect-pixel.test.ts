import type { Browser, Page } from 'playwright-core';
import { type Home, type NodeProcess, openHome } from '../support/node-process';
import { until } from '../support/until';
import { describeInBrowser, launch, linkTo, openPage } from './browser';

const CONNECT = `mutation ($name: String!) {
  connectPixel(input: {
    name: $name, platform: FACEBOOK, endpoint: SANDBOX, platformPixelId: "1", accessToken: "sandbox-access-token"
  }) { id }
}`;

/** A second page of the names that are taken. */
const LAST_NAMES = {
  data: {
    pixels: {
      __typename: 'PixelConnection',
      nodes: Array.from({ length: 776 }, (_, index) => ({
        __typename: 'Pixel',
        id: `far-${index}`,
        platform: 'CUSTOM',
        status: 'ACTIVE',
        name: index === 0 ? 'Custom pixel sandbox' : `Custom pixel sandbox ${index + 1}`,
      })),
      pageInfo: { __typename: 'PageInfo', hasNextPage: false, endCursor: null },
    },
  },
};

/** What each of a role is called; two of one name can't be told apart by ear. */
async function namesOf(page: Page, role: 'button' | 'link'): Promise<string[]> {
  const names = await page
    .getByRole(role)
    .evaluateAll((found) => found.map((one) => one.getAttribute('aria-label') ?? one.textContent ?? ''));
  return names.map((name) => name.trim());
}

describeInBrowser('connecting a pixel', () => {
  let home: Home;
  let node: NodeProcess;
  let browser: Browser;
  let page: Page;
  let offences: string[];
  beforeAll(async () => {
    home = await openHome({ embedded: true });
    // What fails once waits as long as these tests take.
    node = await home.start({ RETRY_SCHEDULE: '600' });
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
  const field = (name: string) => page.getByLabel(name, { exact: true });
  const pixelNamed = async (name: string) => {
    const { pixels } = await node.ok('{ pixels { nodes { id name endpoint status } } }');
    return pixels.nodes.find((pixel: { name: string }) => pixel.name === name);
  };

  test.each(['FACEBOOK', 'TIKTOK', 'CUSTOM'])('a %s sandbox pixel is connected at one press', async (platform) => {
    await open(`/integrations/connect/${platform}`);
    await page.getByRole('button', { name: /^Connect / }).click();
    const notice = page.getByRole('status').filter({ hasText: 'is connected.' });
    await notice.waitFor();
    const [, id] = /integrations\/([\w-]+)$/.exec(page.url()) ?? [];
    const next = page.getByRole('link', { name: 'Make a rule for it' });
    expect(await next.getAttribute('href')).toBe(`/rules/new?pixel=${id}`);
    expect((await node.ok('query ($id: ID!) { pixel(id: $id) { endpoint } }', { id })).pixel.endpoint).toBe('SANDBOX');
    await field('Name *').press('x');
    await page.waitForFunction('history.state.unsaved');
    expect(await notice.count()).toBe(1);
    await press('Save');
    await page.getByText('Saved.').waitFor();
    await open(`/integrations/${id}`);
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    expect(await page.getByText('is connected.').count()).toBe(0);
    expect(await next.count()).toBe(1);
  });

  test('a token that the platform refuses is told at once, and so is the next one', async () => {
    await open('/integrations/connect/FACEBOOK');
    await field('Name *').fill('Refused pixel');
    await field('Access token *').fill('invalid-1');
    await press('Connect Facebook');
    const fault = page.getByRole('alert').filter({ hasText: 'Needs attention' });
    await fault
      .getByText(/access token/i)
      .first()
      .waitFor();
    expect(await page.getByText('is connected.', { exact: false }).count()).toBe(0);
    expect((await pixelNamed('Refused pixel')).status).toBe('NEEDS_ATTENTION');
    const replaceBy = async (token: string) => {
      await press('Replace the token');
      await page.getByRole('dialog').getByLabel('Access token').fill(token);
      await page.getByRole('dialog').getByRole('button', { name: 'Replace the token' }).click();
    };
    await replaceBy('invalid-2');
    await page.getByText('the platform refuses the new token').waitFor();
    await fault.waitFor();
    await replaceBy('a-token-that-works');
    await page.getByText('The token is replaced.').waitFor();
    await page.getByRole('link', { name: 'Make a rule for it' }).waitFor();
    await fault.waitFor({ state: 'detached' });
  });

  test('a platform that can’t be asked does not keep a pixel from being connected', async () => {
    await page.route('**/graphql', (route) =>
      route.request().postData()?.includes('verifyPixel') ? route.abort() : route.continue(),
    );
    await open('/integrations/connect/FACEBOOK');
    await field('Name *').fill('Unasked pixel');
    await press('Connect Facebook');
    await page.getByRole('status').filter({ hasText: 'Unasked pixel is connected.' }).waitFor();
    await page.getByText('the platform could not be asked now').waitFor();
  });

  test('what only a live pixel needs is said for a live one alone, below the way back', async () => {
    await open('/integrations/connect/FACEBOOK');
    await page.getByText('It needs no account').waitFor();
    expect(await page.getByText('Events Manager').count()).toBe(0);
    await page.getByText('Live', { exact: true }).click();
    await page.getByText('A live pixel needs its id and an access token from Events Manager.').waitFor();
    const crumb = await page.getByRole('main').getByRole('link', { name: 'Integrations' }).boundingBox();
    const title = await page.getByRole('heading', { level: 1 }).boundingBox();
    expect(crumb?.y).toBeLessThan(title?.y as number);
  });

  test('the suggested name is none that another pixel has', async () => {
    const named = (name: string) => node.ok(CONNECT, { name });
    await named('Facebook sandbox');
    await named('facebook SANDBOX 2');
    await open('/integrations/connect/FACEBOOK');
    expect(await field('Name *').inputValue()).toMatch(/^Facebook sandbox ([3-9]|\d\d)$/);
    await page.getByText('Live', { exact: true }).click();
    expect(await field('Name *').inputValue()).toBe('Facebook');
  });

  test('for a live pixel nothing is made up, and what was typed stays', async () => {
    await open('/integrations/connect/FACEBOOK');
    expect(await field('Pixel ID *').inputValue()).not.toBe('');
    await field('Name *').fill('Ours');
    await page.getByText('Live', { exact: true }).click();
    expect(await field('Pixel ID *').inputValue()).toBe('');
    expect(await field('Access token *').inputValue()).toBe('');
    expect(await field('Name *').inputValue()).toBe('Ours');
    await field('Pixel ID *').fill('1234');
    await page.getByText('Sandbox', { exact: true }).click();
    expect(await field('Pixel ID *').inputValue()).toBe('1234');
    expect(await field('Access token *').inputValue()).not.toBe('');
    await open('/integrations/connect/CUSTOM');
    expect(await field('Address *').inputValue()).not.toBe('');
    await page.getByText('Live', { exact: true }).click();
    expect(await field('Address *').inputValue()).toBe('');
    expect(await field('Body').inputValue()).toBe('');
  });

  test('the form calls nothing out that is no fault, and its eye buttons have names of their own', async () => {
    await open('/integrations/connect/CUSTOM');
    await page.getByRole('radiogroup', { name: 'Where events go' }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await press('More settings');
    const eyes = (await namesOf(page, 'button')).filter((name) => name.startsWith('Show or hide'));
    expect(eyes.length).toBeGreaterThan(1);
    expect(new Set(eyes).size).toBe(eyes.length);
  });

  test('a changed form is not left without asking; one that is as it was opened, or saved, is', async () => {
    const asked = page.getByRole('dialog', { name: 'Leave without saving?' });
    await open('/integrations/connect/FACEBOOK');
    await page.getByText('Live', { exact: true }).click();
    await page.getByRole('link', { name: 'Campaigns' }).click();
    await page.getByRole('heading', { level: 1, name: 'Campaigns' }).waitFor();
    await open('/integrations/connect/TIKTOK');
    await field('Name *').fill('Edited');
    await page.getByRole('link', { name: 'Campaigns' }).click();
    await asked.getByRole('button', { name: 'Stay on this page' }).click();
    await press('Connect TikTok');
    await page.getByRole('heading', { level: 1, name: 'Edited' }).waitFor();
    await field('Name *').fill('Edited again');
    await page.getByRole('link', { name: 'Campaigns' }).click();
    await asked.getByRole('button', { name: 'Stay on this page' }).click();
    await press('Save');
    await page.getByRole('heading', { level: 1, name: 'Edited again' }).waitFor();
    await page.getByRole('link', { name: 'Campaigns' }).click();
    await page.getByRole('heading', { level: 1, name: 'Campaigns' }).waitFor();
  });

  test('what is missing is asked for in words, and an empty field’s example does not look like a value', async () => {
    await open('/integrations/connect/FACEBOOK');
    await page.getByText('Live', { exact: true }).click();
    await field('Name *').fill('');
    const exampleColour = () =>
      page.evaluate('getComputedStyle(document.querySelector("input[placeholder]"), "::placeholder").color');
    const before = await exampleColour();
    await press('Connect Facebook');
    for (const words of ['Enter a name.', 'Enter the pixel ID.', 'Enter the access token.']) {
      await page.getByText(words).waitFor();
    }
    await page.getByText('See the fields that are marked.').waitFor();
    expect(await page.getByText('Is required').count()).toBe(0);
    expect(await exampleColour()).toBe(before);
  });

  test('settings that most pixels don’t need are folded away, until one of them is refused', async () => {
    await open('/integrations/connect/FACEBOOK');
    const version = field('Graph API version');
    await press('More settings');
    await version.fill('the newest');
    await press('More settings');
    await version.waitFor({ state: 'hidden' });
    await press('Connect Facebook');
    await version.waitFor();
    await until(
      'the fault at its field',
      () => version.getAttribute('aria-invalid'),
      (invalid) => invalid === 'true',
    );
  });

  test('checking a connection says whether the platform was asked', async () => {
    for (const [platform, said] of [
      ['Facebook', 'the platform accepted the credentials'],
      ['TikTok', 'This platform has no way to check'],
    ]) {
      await open(`/integrations/connect/${platform?.toUpperCase()}`);
      await press(`Connect ${platform}`);
      await press('Check the connection');
      await page.getByText(said as string).waitFor();
    }
  });

  test('a custom pixel is connected with its headers, and their secrets are not shown again', async () => {
    await open('/integrations/connect/CUSTOM');
    await page.getByRole('textbox', { name: 'Name' }).fill('Webhook');
    await press('Add a header');
    await page.getByLabel('Name of header 1').fill('X-Api-Key');
    await page.getByLabel('Value of header 1').fill('a-secret-of-ours');
    await page.getByLabel('Secret: header 1').check();
    await press('Connect Custom pixel');
    await page.getByRole('heading', { level: 1, name: 'Webhook' }).waitFor();
    expect(await page.getByLabel('Value of header 1').inputValue()).toBe('');
    expect(await page.content()).not.toContain('a-secret-of-ours');
    await press('Save');
    await page.getByText('Saved.').waitFor();
    await press('Disconnect');
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
    await page.getByText('Webhook is disconnected.').waitFor();
  });

  test('of very many pixels, all names count as taken, and a list that is cut says so', async () => {
    await page.route('**/graphql', async (route) => {
      const { operationName, variables } = route.request().postDataJSON();
      if (!['PixelChoices', 'Pixels', 'Overview'].includes(operationName)) return route.continue();
      if (variables.after) return route.fulfill({ json: LAST_NAMES });
      const reply = await (await route.fetch()).json();
      Object.assign(reply.data.pixels.pageInfo, { hasNextPage: true, endCursor: 'more' });
      return route.fulfill({ json: reply });
    });
    await open('/integrations/connect/CUSTOM');
    await field('Name *').waitFor();
    expect(await field('Name *').inputValue()).toBe('Custom pixel sandbox 777');
    for (const path of ['/integrations', '/']) {
      await open(path);
      await page.getByText(/^Only the newest \d+ pixels are listed\./).waitFor();
    }
  });
});
