import 'reflect-metadata';
import { type App, startApp } from './app';
import { readConfig, warningsOf } from './config';
import { createLog } from './log';
import { isAway } from './persistence/availability';

/** A drain that takes longer is cut off: what was not sent is claimed by another node when its lease ends. */
const DRAIN_WITHIN_MS = 30_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel, process.stdout.isTTY === true);
  const app = await startApp(config, log);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(1), DRAIN_WITHIN_MS).unref();
      app.stop().then(
        () => process.exit(0),
        (error) => {
          log.error({ err: error }, 'stopping failed');
          process.exit(1);
        },
      );
    });
  }
  for (const warning of warningsOf(config)) log.warn(warning);
  if (app.apiKey !== null && config.role !== 'dispatcher') console.log(greeting(app, app.apiKey));
  else log.info({ url: app.url, role: config.role }, 'ready');
}

/** The address, a key, and a line that fires a pixel. */
function greeting({ url, demo }: App, apiKey: string): string {
  const lines = [
    '',
    'Pixel Tracking is ready.',
    '',
    `  Address   ${url}`,
    `  GraphQL   ${url}/graphql`,
    `  API key   ${apiKey}`,
    `  Console   ${url}/#key=${encodeURIComponent(apiKey)}`,
    '            (signs in on this machine: whoever has the link has the key)',
  ];
  return [
    ...lines,
    ...(demo ? ['', 'Fire a pixel:', '', curlOf(url, apiKey, demo)] : []),
    '',
    'Watch the firings live, in a second terminal:',
    '',
    `npm run -s watch -- ${apiKey} ${url}`,
    '',
  ].join('\n');
}

function curlOf(url: string, apiKey: string, demo: NonNullable<App['demo']>): string {
  const query = `mutation { firePixel(input: { pixelId: "${demo.pixelId}", eventName: "Lead", lead: { id: "my-first-lead", campaignId: "${demo.campaignId}", email: "me@example.com" } }) { id status eventName eventId matchKeys } }`;
  return `curl -s ${url}/graphql -H 'authorization: Bearer ${apiKey}' -H 'content-type: application/json' -d '${JSON.stringify({ query })}'`;
}

/** What connecting and listening report by code alone, by the setting that mends it. */
function wordsFor(error: Error & { code?: string }): string {
  if (error.code === 'EADDRINUSE' || error.code === 'EACCES') return `${error.message}: set PORT to another port`;
  return isAway(error) ? `The database of DATABASE_URL can't be reached: ${error.message}` : error.message;
}

main().catch((error: Error) => {
  console.error(`Pixel Tracking did not start.\n${wordsFor(error)}`);
  if (process.env.LOG_LEVEL === 'debug') console.error(error);
  process.exit(1);
});
