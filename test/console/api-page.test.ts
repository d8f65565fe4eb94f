import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { type Home, type NodeProcess, openHome } from '../support/node-process';
import { until } from '../support/until';
import { describeInBrowser, keyIn, launch, linkTo, openPage } from './browser';
import { type ConsoleScene, openScene } from './scene';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

describeInBrowser('the API page', () => {
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
    await scene.report('lead-1', 'lead-2');
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

  async function isTaken(key: string): Promise<boolean> {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ query: '{ viewer { scopes } }' });
    const reply = await fetch(`${node.url}/graphql`, { method: 'POST', headers, body });
    return !(await reply.text()).includes('UNAUTHENTICATED');
  }

  /** The first: the others make ADMIN keys. */
  test('the last ADMIN key can’t be revoked: it is said beforehand, and of a refusal in a sentence', async () => {
    await page.goto(linkTo(node.output(), '/api'));
    const revoke = page.getByRole('row').filter({ hasText: 'Your key' }).getByRole('button', { name: 'Revoke' });
    await revoke.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('It is the last key of this workspace with the scope Admin.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Revoke' }).count()).toBe(0);
    await dialog.getByRole('button', { name: 'OK' }).click();
    const made = await node.ok('mutation { createApiKey(name: "Other", scopes: [ADMIN]) { apiKey { id } } }');
    await page.reload();
    await revoke.click();
    await dialog.getByText('You will be signed out.').waitFor();
    await node.ok('mutation ($id: ID!) { revokeApiKey(id: $id) }', made.createApiKey.apiKey);
    await dialog.getByRole('button', { name: 'Revoke and sign out' }).click();
    await dialog.getByText('The last ADMIN key of a workspace stays', { exact: true }).waitFor();
  });

  test('a key is shown once, works, and is revoked', async () => {
    await page.goto(linkTo(node.output(), '/api'));
    await press('New key');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Reporter');
    await dialog.getByRole('checkbox', { name: /^Fire/ }).check();
    await dialog.getByRole('button', { name: 'New key' }).click();
    const secret = (await dialog.getByRole('region', { name: 'API key' }).textContent()) ?? '';
    expect(await isTaken(secret)).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.getByText('Copy it now').waitFor();
    await press('I have copied it');
    expect(await page.content()).not.toContain(secret);
    await page.getByRole('button', { name: 'Revoke Reporter' }).click();
    await dialog.getByText('It stops working within 5 seconds').waitFor();
    expect(await dialog.getByRole('alert').count()).toBe(0);
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('Reporter is revoked.').waitFor();
    await until(
      'refused',
      () => isTaken(secret),
      (taken) => !taken,
    );
  });

  test('the key of this tab is known, and revoking it signs out, with a warning', async () => {
    const made = await node.ok('mutation { createApiKey(name: "Mine", scopes: [ADMIN]) { secret } }');
    await page.goto(`${node.url}/api#key=${made.createApiKey.secret}`);
    await page.getByRole('row').filter({ hasText: 'Mine' }).getByText('Your key').waitFor();
    expect(await page.getByText('Your key', { exact: true }).count()).toBe(1);
    await page.getByRole('button', { name: 'Revoke Mine' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('This is the key you are signed in with. You will be signed out.').waitFor();
    await dialog.getByRole('button', { name: 'Revoke and sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  test('where several keys end the same, it warns without claiming to know', async () => {
    const made = await node.ok('mutation { createApiKey(name: "One", scopes: [ADMIN]) { secret apiKey { id } } }');
    const { secret, apiKey } = made.createApiKey;
    await page.route('**/graphql', async (route) => {
      if (route.request().postDataJSON().operationName !== 'ApiKeys') return route.continue();
      const answer = await (await route.fetch()).json();
      const twin = answer.data.apiKeys.find(({ id }: { id: string }) => id === apiKey.id);
      answer.data.apiKeys.push({ ...twin, id: '00000000-0000-7000-8000-000000000000', name: 'Twin' });
      return route.fulfill({ json: answer });
    });
    await page.goto(`${node.url}/api#key=${secret}`);
    await page.getByRole('button', { name: 'Revoke Twin' }).click();
    await page.getByRole('dialog').getByText('This may be the key you are signed in with').waitFor();
    expect(await page.getByText('Your key', { exact: true }).count()).toBe(0);
  });

  test('the curl line of the API page reports a lead as it stands', async () => {
    await page.goto(linkTo(node.output(), '/api?tab=snippets'));
    const code = await page.getByRole('region', { name: 'Report a lead with curl' }).textContent();
    const [, body = ''] = /-d '(.*)'$/s.exec(code ?? '') ?? [];
    expect(code).toContain(`curl -s ${node.url}/graphql`);
    const { query, variables } = JSON.parse(body);
    const { reportLead } = await node.ok(query, variables);
    expect(reportLead.firings.length).toBeGreaterThan(0);
  });

  /** The lines of the page as a program of its own, their types taken out. */
  async function run(title: string) {
    const code = (await page.getByRole('region', { name: title }).textContent()) ?? '';
    const plain = code.replaceAll(/: string \| undefined|: any|<any>/g, '');
    const env = { PATH: process.env.PATH ?? '', PIXEL_TRACKING_KEY: keyIn(node.output()) };
    const program = spawn(process.execPath, ['--input-type=module', '-e', plain], { env });
    const printed: string[] = [];
    for (const stream of [program.stdout, program.stderr]) stream.on('data', (chunk) => printed.push(String(chunk)));
    return { program, printed: () => printed.join('') };
  }

  test('the TypeScript of the API page reports a lead as it stands', async () => {
    await page.goto(linkTo(node.output(), '/api?tab=snippets'));
    const { program, printed } = await run('Report a lead from TypeScript');
    await once(program, 'exit');
    expect(printed()).toContain('newOccurrence: ');
    expect(printed()).toContain('outcome: ');
  });

  test('the subscription of the API page misses nothing when the service is away for a while', async () => {
    await page.goto(linkTo(node.output(), '/api?tab=snippets'));
    const { program, printed } = await run('Follow the firings live');
    const reported: string[] = [];
    await until(
      'a firing of now',
      async () => {
        reported.push(...(await scene.report(`followed-${reported.length}`)));
        return reported.some((id) => printed().includes(id));
      },
      (seen) => seen,
    );
    const { port } = new URL(node.url);
    await node.stop();
    await until('told', printed, (text) => text.includes('The connection is lost.'));
    node = await home.start({ PORT: port });
    const reports = 'mutation ($input: ReportLeadInput!) { reportLead(input: $input) { firings { id } } }';
    const lead = { id: 'while-away', campaignId: scene.campaignId, email: 'ada@example.com' };
    const { reportLead } = await node.ok(reports, { input: { status: 'QUALIFIED', lead } });
    await until('the firing of the break', printed, (text) => text.includes(reportLead.firings[0].id));
    program.kill();
    await once(program, 'exit');
  });

  test('a key for the lines is made at a press, stands in the first of them, and is not shown again', async () => {
    await page.goto(linkTo(node.output(), '/api?tab=snippets'));
    const line = page.getByRole('region', { name: 'First, set your API key' });
    expect(await line.textContent()).toBe('export PIXEL_TRACKING_KEY=YOUR_KEY');
    await press('New key for this');
    await page.getByText('the key is shown only this once').waitFor();
    const key = (await line.textContent())?.replace('export PIXEL_TRACKING_KEY=', '') ?? '';
    expect(await isTaken(key)).toBe(true);
    await page.getByRole('tab', { name: 'Keys' }).click();
    const row = page.getByRole('row').filter({ hasText: 'Snippets' });
    await row.getByText('Fire', { exact: true }).waitFor();
    await page.goBack();
    await page.goto(`${node.url}/api?tab=snippets`);
    await line.getByText('YOUR_KEY').waitFor();
    expect(await page.content()).not.toContain(key);
  });

  test('the lines say under which names fields are reported, and the button to copy covers none of them', async () => {
    await page.goto(linkTo(node.output(), '/api?tab=snippets'));
    await page.getByText('Names of the fields of a lead').click();
    await page.getByRole('cell', { name: 'address.state', exact: true }).waitFor();
    await page.getByRole('cell', { name: 'answers.KEY', exact: true }).waitFor();
    const code = await page.getByRole('region', { name: 'Report a lead with curl' }).boundingBox();
    const button = await page.getByRole('button', { name: 'Copy: Report a lead with curl' }).boundingBox();
    expect((code?.x ?? 0) + (code?.width ?? 0)).toBeLessThanOrEqual(button?.x ?? 0);
  });

  test('the explorer runs a query with the key of the tab', async () => {
    await page.goto(linkTo(node.output(), '/api?tab=explorer'));
    await page.locator('.graphiql-query-editor').getByText('eventName').waitFor();
    await page.getByRole('button', { name: 'Execute query (Ctrl-Enter)' }).click();
    await page.locator('.result-window').getByText('"SUCCEEDED"').first().waitFor();
  });

  test('where the explorer can’t be loaded, the rest of the page works', async () => {
    await page.route('**/assets/explorer-*.js', (route) => route.abort());
    await page.goto(linkTo(node.output(), '/api?tab=explorer'));
    await page.getByRole('alert').waitFor();
    await page.getByRole('tab', { name: 'Keys' }).click();
    await page.getByRole('button', { name: 'New key' }).waitFor();
  });

  test('the explorer can be used on a telephone, and axe finds nothing serious in it, with two tabs too', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(linkTo(node.output(), '/api?tab=explorer'));
    await page.locator('.graphiql-query-editor').getByText('eventName').waitFor();
    const editor = await page.locator('.graphiql-query-editor .CodeMirror').boundingBox();
    expect(editor?.width).toBeGreaterThan(220);
    await page.getByRole('button', { name: 'Execute query (Ctrl-Enter)' }).click();
    const answer = page.locator('.result-window');
    await answer.getByText('"SUCCEEDED"').first().waitFor();
    expect((await answer.boundingBox())?.width).toBeGreaterThan(300);
    await press('New tab');
    await page.getByRole('button', { name: 'Close Tab' }).first().waitFor();
    await page.evaluate(AXE);
    const found = await page.evaluate(`axe.run('.explorer', { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.filter(({ impact }) => ['serious', 'critical'].includes(impact)).map(({ id, nodes }) => [id, nodes[0].html]))`);
    expect(found).toEqual([]);
  });
});
