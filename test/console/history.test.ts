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

  const list = () => page.getByRole('region', { name: 'List of firings' });
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
    await page.getByText('You have reached the oldest firing.').waitFor();
  });

  test('takes the height that the window leaves, and says within it where it ends', async () => {
    await page.goto(`${node.url}/history?lead=lead-7`);
    const end = list().getByText('You have reached the oldest firing.');
    await end.waitFor();
    await row('lead-7').getByText('Every lead').waitFor();
    const [frame, last, said] = [
      await list().boundingBox(),
      await row('lead-7').boundingBox(),
      await end.boundingBox(),
    ];
    expect(bottomOf(frame)).toBeGreaterThan(800);
    expect(bottomOf(frame)).toBeLessThan(860);
    expect(said?.y).toBeGreaterThanOrEqual(bottomOf(last));
    expect(bottomOf(said)).toBeLessThan(bottomOf(frame));
    await page.setViewportSize({ width: 360, height: 740 });
    await until(
      'as high as most of a telephone',
      async () => (await list().boundingBox())?.height ?? 0,
      (height) => height > 500,
    );
  });

  test('where nothing was fired yet it says so, and what to do next', async () => {
    await page.route('**/graphql', async (route) => {
      if (route.request().postDataJSON().operationName !== 'Firings') return route.continue();
      const answer = await (await route.fetch()).json();
      answer.data.firings.nodes = [];
      answer.data.firings.pageInfo = { hasNextPage: false, endCursor: null };
      return route.fulfill({ json: answer });
    });
    await page.goto(`${node.url}/history?lead=nobody`);
    await list().getByText('No firings match.').waitFor();
    await page.goto(`${node.url}/history`);
    await list().getByText('No firings yet.').waitFor();
    await list().getByRole('link', { name: 'Report a lead' }).click();
    await page.getByRole('dialog', { name: 'Report a lead' }).waitFor();
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
    await page.getByRole('textbox', { name: 'Lead ID' }).fill('lead-7');
    await page.waitForURL(/lead=lead-7/);
    await row('lead-7').waitFor();
    await until(
      'one firing',
      () => page.locator('[data-firing]').count(),
      (count) => count === 1,
    );
    const shared = page.url();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.waitForURL((url) => url.search === '');
    await page.goto(`${shared}&status=FAILED`);
    await page.getByText('No firings match.').waitFor();
    await page.goto(`${shared}&status=SUCCEEDED`);
    await row('lead-7').waitFor();
  });

  test('what the address asks for and no filter takes is left out, and said', async () => {
    await page.goto(`${node.url}/history?lead=lead-7&status=FOO&platform=BAR&from=garbage&tests=x`);
    await page.getByText('They are left out: status=FOO, platform=BAR, tests=x, from=garbage.').waitFor();
    await row('lead-7').waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByText('They are left out').waitFor({ state: 'detached' });
  });

  test('an export goes on after a page that could not be had, and says so where it gives up', async () => {
    let failing = 1;
    await page.route('**/graphql', async (route) => {
      const { operationName, variables } = route.request().postDataJSON();
      if (operationName !== 'ExportFirings' || variables.after !== null || failing === 0) return route.continue();
      failing -= 1;
      return route.abort();
    });
    await page.goto(`${node.url}/history?lead=lead-7`);
    await row('lead-7').waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export CSV' }).click();
    const lines = readFileSync(await (await download).path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(lines).toHaveLength(2);
    failing = Number.POSITIVE_INFINITY;
    await page.getByRole('button', { name: 'Export CSV' }).click();
    await page.getByText('The export stopped, because the service can’t be reached.').waitFor();
  });

  test('exports every firing of the filter as CSV, without formulas', async () => {
    await page.goto(`${node.url}/history?status=SUCCEEDED&rule=${scene.ruleId}`);
    await row(`lead-${LEADS - 1}`).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export CSV' }).click();
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

  test('after being away longer than the feed is kept, the list is read anew, and goes on live', async () => {
    let expired = 0;
    await page.routeWebSocket(/graphql/, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((message) => {
        const { id, type } = JSON.parse(String(message));
        if (type !== 'subscribe' || expired > 0) return server.send(message);
        expired += 1;
        const payload = [{ message: 'the feed is not kept that long', extensions: { code: 'CURSOR_EXPIRED' } }];
        return socket.send(JSON.stringify({ id, type: 'error', payload }));
      });
    });
    await page.reload();
    await page.getByText('You were offline too long to catch up').waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await scene.report('after-the-gap');
    await row('after-the-gap').getByText('Succeeded').waitFor();
    expect(expired).toBe(1);
  });

  test('the filters offer every campaign, not the newest 200 alone', async () => {
    const names = Array.from(
      { length: 230 },
      (_, index) => `c${index}: createCampaign(input: { name: "Campaign ${index}" })`,
    );
    for (let start = 0; start < names.length; start += 10) {
      await node.ok(
        `mutation { ${names
          .slice(start, start + 10)
          .map((line) => `${line} { id }`)
          .join(' ')} }`,
      );
    }
    await page.getByRole('button', { name: 'More filters' }).click();
    const campaign = page.getByRole('combobox', { name: 'Campaign' });
    await campaign.click();
    await page.getByRole('option', { name: 'Campaign 229' }).waitFor();
    await campaign.fill('Solar');
    await page.getByRole('option', { name: 'Solar' }).click();
    await page.waitForURL(/campaign=/);
    await row(`lead-${LEADS - 1}`).waitFor();
  });

  test('a firing that is opened is asked for once', async () => {
    let asked = 0;
    page.on('request', (request) => {
      if (request.postData()?.includes('"operationName":"Firing"')) asked += 1;
    });
    await row(`lead-${LEADS - 1}`)
      .getByRole('button')
      .click();
    await page.getByRole('dialog').getByText('Attempt 1: Accepted').waitFor();
    await page.waitForLoadState('networkidle');
    expect(asked).toBe(1);
  });

  test('a long name of an event is shortened in the list, and whole in the drawer', async () => {
    const name = 'AnEventOfAVeryLongNameThatNobodyWouldEverGiveItAll';
    await page.setViewportSize({ width: 360, height: 740 });
    await page.route('**/graphql', async (route) => {
      const answer = await route.fetch();
      return route.fulfill({ response: answer, body: (await answer.text()).replaceAll('"Lead"', `"${name}"`) });
    });
    await page.goto(`${node.url}/history?lead=lead-7`);
    const shown = row('lead-7').getByText(name);
    await shown.waitFor();
    const style = '(element) => [getComputedStyle(element).textOverflow, element.scrollWidth > element.clientWidth]';
    expect(await shown.evaluate(`(${style})(document.querySelector('.firing-open'))`)).toEqual(['ellipsis', true]);
    await shown.click();
    const whole = page.getByRole('dialog').getByRole('paragraph').filter({ hasText: name });
    const box = await until(
      'the drawer, slid in',
      () => whole.boundingBox(),
      (place) => place !== null && place.x + place.width < 360,
    );
    expect(box?.height).toBeGreaterThan(30);
  });

  test('a firing says where it went, and why it was not sent', async () => {
    await row(`lead-${LEADS - 1}`)
      .getByRole('button')
      .click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('Sent to the sandbox. Nothing reached the platform itself.').waitFor();
    await page.keyboard.press('Escape');
    const input = {
      status: 'QUALIFIED',
      lead: { id: 'no', campaignId: scene.campaignId, email: 'a@example.com', consentGranted: false },
    };
    const report = 'mutation ($input: ReportLeadInput!) { reportLead(input: $input) { firings { id } } }';
    const { reportLead } = await node.ok(report, { input });
    await page.goto(`${node.url}/history?firing=${reportLead.firings[0].id}`);
    await drawer.getByText('Why it was not sent').waitFor();
    await drawer.getByText('The lead denied consent, so nothing of it is sent.').waitFor();
    expect(await drawer.getByText('Sent to the sandbox').count()).toBe(0);
  });

  test('a firing says first what became of it and why; long bodies are folded and do not stop the wheel', async () => {
    const lead = {
      id: 'told-all',
      campaignId: scene.campaignId,
      email: 'ada@example.com',
      phone: '+1 415 555 0134',
      firstName: 'Ada',
      lastName: 'Example',
      address: { city: 'San Francisco', state: 'CA', postalCode: '94107', country: 'US' },
      ipAddress: '203.0.113.7',
      userAgent: 'Mozilla/5.0',
      clickIds: { fbclid: 'Fb-made-up', fbp: 'fb.1.1700000000000.1' },
    };
    const report = 'mutation ($input: ReportLeadInput!) { reportLead(input: $input) { firings { id } } }';
    const { reportLead } = await node.ok(report, { input: { status: 'QUALIFIED', lead } });
    await page.goto(`${node.url}/history?firing=${reportLead.firings[0].id}`);
    const drawer = page.getByRole('dialog');
    await drawer.getByText('Attempt 1: Accepted').waitFor();
    const regions = await drawer.getByRole('region').all();
    expect(await Promise.all(regions.map((region) => region.getAttribute('aria-label')))).toEqual([
      'Details',
      'Decision',
      'Attempts',
      'Request and answers',
    ]);
    await drawer.getByText('Postal code', { exact: false }).waitFor();
    await drawer.getByRole('link', { name: 'Every lead' }).waitFor();
    await drawer.getByText('Request', { exact: true }).click();
    await drawer.getByRole('region', { name: 'Request', exact: true }).hover();
    await page.mouse.wheel(0, 5_000);
    const lowest = drawer.getByText('The platform’s answer to attempt 1');
    await until(
      'the lowest in view',
      async () => bottomOf(await lowest.boundingBox()),
      (bottom) => bottom < 860,
    );
  });

  test('on a telephone the filters are folded away, and a firing takes the whole width', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole('textbox', { name: 'Lead ID' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Filters', exact: true }).click();
    await page.getByRole('textbox', { name: 'Lead ID' }).fill('lead-7');
    await page.getByRole('button', { name: 'Filters (1)' }).click();
    await until(
      'one firing',
      () => page.locator('[data-firing]').count(),
      (count) => count === 1,
    );
    await row('lead-7').getByRole('button').click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('Attempt 1: Accepted').waitFor();
    expect((await drawer.boundingBox())?.width).toBeCloseTo(360, 1);
  });

  test('who is on a row by keyboard stays on it, however many come in', async () => {
    const focused = () => page.locator('[data-firing]:focus-within').getAttribute('data-firing');
    await row(`lead-${LEADS - 1}`).waitFor();
    await list().focus();
    await page.keyboard.press('Tab');
    const before = await focused();
    await scene.report(...Array.from({ length: 60 }, (_, index) => `burst-${index}`));
    await page.getByRole('button', { name: '60 new' }).waitFor();
    expect(await focused()).toBe(before);
    await page.getByRole('button', { name: '60 new' }).click();
    await row('burst-59').waitFor();
    await scene.report('after-the-burst');
    await row('after-the-burst').waitFor();
  });
});

function bottomOf(box: { y: number; height: number } | null): number {
  return box === null ? Number.NaN : box.y + box.height;
}
