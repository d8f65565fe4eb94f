import type { Browser, Page } from 'playwright-core';
import { type Home, type NodeProcess, openHome } from '../support/node-process';
import { until } from '../support/until';
import { describeInBrowser, launch, linkTo, openPage } from './browser';

/** The console is a module of another kind than the tests. */
type RowsModule = typeof import('../../console/src/history/rows.js', { with: { 'resolution-mode': 'import' }});
type Rows = Parameters<RowsModule['withFreshShown']>[0];
type Placed = Rows['shown'][number];
const { MOST_ROWS, NO_ROWS, withChanges, withFreshShown, withPage } = jest.requireActual<RowsModule>(
  '../../console/src/history/rows',
);

describe('the rows that the history keeps', () => {
  const placed = (number: number, status = 'SUCCEEDED'): Placed => ({
    id: `firing-${number}`,
    createdAt: new Date(number * 1_000).toISOString(),
    status,
  });
  /** From the one number down to the other. */
  const range = (newest: number, oldest: number) =>
    Array.from({ length: newest - oldest + 1 }, (_, index) => placed(newest - index));
  const first: Rows = withPage<Placed>(NO_ROWS, { nodes: range(60, 1), hasNextPage: true, endCursor: 'one' });

  test('new ones wait, known ones change in place, and at the top both are one list, newest first', () => {
    const next = withChanges(first, [placed(61), placed(30, 'FAILED'), placed(62)], null);
    expect(next.shown[30]).toEqual(placed(30, 'FAILED'));
    expect(next.fresh).toEqual([placed(61), placed(62)]);
    expect(withFreshShown(next, null).shown.slice(0, 3)).toEqual([placed(62), placed(61), placed(60)]);
  });

  test('what leaves the filter stays in its place until the reader is at the top, and does not wait among the new', () => {
    const statuses = ['SUCCEEDED'];
    const waiting = withChanges(first, [placed(61), placed(62)], statuses);
    const next = withChanges(waiting, [placed(62, 'FAILED'), placed(30, 'FAILED')], statuses);
    expect(next.fresh).toEqual([placed(61)]);
    expect(next.shown[30]).toEqual(placed(30, 'FAILED'));
    const settled = withFreshShown(next, statuses);
    expect(settled.shown).toEqual(range(61, 1).filter(({ id }) => id !== 'firing-30'));
    const back = withChanges(settled, [placed(30)], statuses);
    expect(withFreshShown(back, statuses).shown).toEqual(range(61, 1));
  });

  test('of too many that wait none is kept: the top is read anew', () => {
    const next = withChanges(first, range(61 + MOST_ROWS, 61), null);
    expect([next.detached, next.fresh.length, next.shown.length]).toEqual([true, 0, 60]);
    expect(withChanges(next, [placed(99_999), placed(30, 'FAILED')], null).shown[30]).toEqual(placed(30, 'FAILED'));
    expect(withChanges(next, [placed(99_999)], null).fresh).toEqual([]);
  });
});

describeInBrowser('a history that is read over many thousands of rows', () => {
  let home: Home;
  let node: NodeProcess;
  let browser: Browser;
  let page: Page;
  let offences: string[];
  beforeAll(async () => {
    home = await openHome({ embedded: true });
    node = await home.start();
    browser = await launch();
    ({ page, offences } = await openPage(browser, node.url));
    await page.goto(linkTo(node.output(), '/history'));
    await page.getByText('Live', { exact: true }).waitFor();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await home?.close();
    expect(offences).toEqual([]);
  });

  const list = () => page.getByRole('region', { name: 'List of firings' });
  const row = (lead: string) => page.getByRole('row').filter({ has: page.getByText(lead, { exact: true }) });
  const PAGE = 600;
  /** About three times what 20,000 rows take. */
  const MOST_HEAP_BYTES = 16_000_000;
  const nameOf = (number: number) => `row-${number}`;

  /** Pages of a history that is longer than any test could make; older ones come when they are let through. */
  async function serveEndlessHistory(): Promise<(() => void)[]> {
    const { feedCursor } = (await node.ok('{ firings(first: 1) { feedCursor } }')).firings;
    const waiting: (() => void)[] = [];
    await page.route('**/graphql', async (route) => {
      const { operationName, variables } = route.request().postDataJSON();
      if (operationName !== 'Firings') return route.continue();
      const from = Number(variables.after ?? 0);
      if (from > 0) await new Promise<void>((resolve) => waiting.push(resolve));
      const nodes = Array.from({ length: PAGE }, (_, index) => madeUpRow(from + index));
      const pageInfo = { hasNextPage: true, endCursor: String(from + PAGE) };
      return route.fulfill({ json: { data: { firings: { nodes, feedCursor, pageInfo } } } });
    });
    return waiting;
  }

  function madeUpRow(number: number) {
    const at = new Date(Date.UTC(2026, 0, 1) - number * 1_000).toISOString();
    return {
      __typename: 'Firing',
      id: `firing-${number}`,
      status: 'SUCCEEDED',
      test: false,
      eventName: 'Lead',
      createdAt: at,
      updatedAt: at,
      platform: 'FACEBOOK',
      leadId: nameOf(number),
      value: null,
      pixel: { __typename: 'Pixel', id: 'pixel', name: 'Facebook pixel' },
      rule: { __typename: 'PixelRule', id: 'rule', name: 'Every lead' },
    };
  }

  /** The numbers of the rows in the frame. */
  const inView = () =>
    list().evaluate((frame: { getBoundingClientRect(): Box; querySelectorAll(query: string): Iterable<Element> }) => {
      const { top, bottom } = frame.getBoundingClientRect();
      return [...frame.querySelectorAll('[data-firing]')]
        .filter((row) => row.getBoundingClientRect().top >= top && row.getBoundingClientRect().bottom <= bottom)
        .map((row) => Number(row.getAttribute('data-firing')?.split('-')[1]))
        .sort((one, other) => one - other);
    });

  async function heapBytes(): Promise<number> {
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.collectGarbage');
    return (await session.send('Runtime.getHeapUsage')).usedSize;
  }

  test('keeps only so many, moves nothing under the eyes, and goes back to the newest', async () => {
    const waiting = await serveEndlessHistory();
    await page.reload();
    await row(nameOf(0)).waitFor();
    const before = await heapBytes();
    const height = () => list().evaluate((frame: { scrollHeight: number }) => frame.scrollHeight);
    const newest = page.getByRole('button', { name: 'Back to the newest' });
    while ((await newest.count()) === 0) {
      await list().evaluate((frame: { scrollTop: number; scrollHeight: number }) => {
        frame.scrollTop = frame.scrollHeight;
      });
      await until(
        'asked for older ones',
        async () => waiting.length,
        (count) => count > 0,
      );
      const [rows, top] = [await inView(), await height()];
      waiting.shift()?.();
      await until('another height', height, (now) => now !== top);
      expect(await inView()).toEqual(rows);
    }
    expect((await heapBytes()) - before).toBeLessThan(MOST_HEAP_BYTES);
    expect(await page.getByRole('row').count()).toBeLessThan(60);
    await newest.click();
    await row(nameOf(0)).waitFor();
    await newest.waitFor({ state: 'detached' });
  });
});

interface Box {
  top: number;
  bottom: number;
}

interface Element {
  getBoundingClientRect(): Box;
  getAttribute(name: string): string | null;
}
