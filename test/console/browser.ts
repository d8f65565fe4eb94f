import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const CHROMIUM = process.env.CHROMIUM_PATH || '/usr/bin/chromium';
/** As Debian's Chromium runs without a screen, as root, and without looking for its maker's hosts. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** The machine may be busy with other tests. */
const PATIENCE_MS = 15_000;

/** Why the tests in a browser can't be run here, or need not. */
function reasonToSkip(): string | null {
  if (!existsSync(CHROMIUM)) return `no Chromium at ${CHROMIUM}; CHROMIUM_PATH names another place`;
  return process.env.TEST_DATABASE_URL ? 'the console is tested on the embedded database' : null;
}

/** A group of tests in a real browser; where it is skipped, it says why. */
export function describeInBrowser(name: string, tests: () => void): void {
  const reason = reasonToSkip();
  if (reason === null) {
    describe(name, tests);
    return;
  }
  // The name of a skipped group is not printed where several files are run.
  process.stderr.write(`${name}: skipped, ${reason}\n`);
  describe.skip(`${name} (skipped: ${reason})`, tests);
}

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** A page, and what it did that no page of the console may do. */
export interface WatchedPage {
  page: Page;
  context: BrowserContext;
  /** Requests to other places, refusals by the Content-Security-Policy, errors of the page itself. */
  offences: string[];
}

export interface PageOptions {
  colorScheme?: 'light' | 'dark';
  width?: number;
}

/** A fresh profile with one page, watched. */
export async function openPage(browser: Browser, origin: string, options: PageOptions = {}): Promise<WatchedPage> {
  const { colorScheme = 'light', width = 1280 } = options;
  const viewport = { width, height: width < 500 ? 740 : 860 };
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce', acceptDownloads: true });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const offences: string[] = [];
  const host = new URL(origin).host;
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (!['data:', 'blob:'].includes(url.protocol) && url.host !== host) offences.push(`asked ${request.url()}`);
  });
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).host !== host) offences.push(`opened ${socket.url()}`);
  });
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) offences.push(message.text().slice(0, 300));
  });
  page.on('pageerror', (error) => offences.push(error.message));
  return { page, context, offences };
}

/** The link that the start prints, which signs in. */
export function linkIn(output: string): string {
  const [, link] = /Console +(\S+)/.exec(output) ?? [];
  if (!link) throw new Error(`no link in ${output}`);
  return link;
}

/** The key in that link. */
export function keyIn(output: string): string {
  return decodeURIComponent(linkIn(output).split('#key=')[1] as string);
}

/** Signs in by the printed link, straight to a place of the console. */
export function linkTo(output: string, path: string): string {
  const link = new URL(linkIn(output));
  return `${link.origin}${path}${link.hash}`;
}
