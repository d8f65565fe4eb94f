// Prints every change of every firing, one line of JSON each, until it is stopped: `npm run -s watch -- [KEY] [ADDRESS]`.
// Without a key it takes the embedded installation's own. A lost connection is taken up again where it broke off.
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { createClient } = require('graphql-ws');
const { WebSocket } = require('ws');

const SUBSCRIPTION = `subscription ($after: String) {
  firingUpdated(after: $after) {
    cursor
    firing { id status eventName message pixel { name } lead { id } attempts { number outcome message } }
  }
}`;

function localKey() {
  const file = path.join(process.env.DATA_DIR || '.data', 'secrets.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')).apiKey;
  } catch {
    console.error(`Give an API key: npm run -s watch -- KEY [ADDRESS]. (There is none in ${file}.)`);
    process.exit(1);
  }
}

const [key = localKey(), address = `http://127.0.0.1:${process.env.PORT || 4000}`] = process.argv.slice(2);
const client = createClient({
  url: `${address.replace(/^http/, 'ws')}/graphql`,
  webSocketImpl: WebSocket,
  connectionParams: { authorization: `Bearer ${key}` },
  // The subscription itself is taken up again below, after the last cursor.
  retryAttempts: 0,
});

let after = null;
function follow() {
  client.subscribe(
    { query: SUBSCRIPTION, variables: { after } },
    {
      next({ data, errors }) {
        if (errors) return console.error(JSON.stringify(errors));
        after = data.firingUpdated.cursor;
        console.log(JSON.stringify(data.firingUpdated.firing));
      },
      error(error) {
        console.error(error.reason || error.message || JSON.stringify(error));
        // 44xx: the key is refused, or the request; trying again would not help.
        if (Array.isArray(error) || (error.code >= 4400 && error.code < 4500)) process.exit(1);
        setTimeout(follow, 1_000);
      },
      complete: () => setTimeout(follow, 1_000),
    },
  );
}

process.on('SIGINT', () => process.exit(0));
client.on('connected', () => console.error(`Watching ${address}: what changes from now on …`));
follow();
