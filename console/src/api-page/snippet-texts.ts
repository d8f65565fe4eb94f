const REPORT = `mutation ($input: ReportLeadInput!) {
  reportLead(input: $input) {
    newOccurrence
    decisions { rule { name } outcome reason }
    firings { id status pixel { name } }
  }
}`;

/** A lead for the lines to begin with. */
export function sampleReport(campaignId: string) {
  return {
    status: 'QUALIFIED',
    lead: {
      id: 'lead-7',
      campaignId,
      email: 'ada@example.com',
      phone: '+1 415 555 0134',
      firstName: 'Ada',
      address: { city: 'San Francisco', state: 'CA', postalCode: '94107', country: 'US' },
      sourceUrl: 'https://solar.example.com/quote',
      answers: { age: 42, homeowner: 'yes' },
    },
  };
}

/** One line that reports a lead: the input of reportLead. */
export function curlSnippet(origin: string, input: object): string {
  const query = REPORT.replaceAll(/\s+/g, ' ');
  const body = quoted(JSON.stringify({ query, variables: { input } }));
  return `curl -s ${origin}/graphql \\
  -H "authorization: Bearer $PIXEL_TRACKING_KEY" \\
  -H 'content-type: application/json' \\
  -d ${body}`;
}

/** As one word of a shell, whatever is in it. */
function quoted(words: string): string {
  return `'${words.replaceAll("'", `'\\''`)}'`;
}

export function typescriptSnippet(origin: string, campaignId: string): string {
  return `const reportLead = \`${REPORT}\`;

const reply = await fetch('${origin}/graphql', {
  method: 'POST',
  headers: {
    authorization: \`Bearer \${process.env.PIXEL_TRACKING_KEY}\`,
    'content-type': 'application/json',
  },
  body: JSON.stringify({
    query: reportLead,
    variables: { input: ${JSON.stringify(sampleReport(campaignId), null, 2).replaceAll('\n', '\n    ')} },
  }),
});
const { data, errors } = await reply.json();
if (errors) throw new Error(JSON.stringify(errors));
console.dir(data.reportLead, { depth: null });`;
}

/** It takes the feed up again after the last cursor by itself: graphql-ws would ask anew from where it began. */
export function subscriptionSnippet(origin: string): string {
  return `import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

const client = createClient({
  url: '${origin.replace(/^http/, 'ws')}/graphql',
  webSocketImpl: WebSocket,
  connectionParams: { authorization: \`Bearer \${process.env.PIXEL_TRACKING_KEY}\` },
  retryAttempts: 0, // the loop below takes it up again, after the last cursor
});
const query = \`subscription ($after: String) {
  firingUpdated(after: $after) { cursor firing { id status eventName message } }
}\`;

let after: string | undefined; // keep it in a file to go on after a restart
for (;;) {
  try {
    for await (const { data, errors } of client.iterate<any>({ query, variables: { after } })) {
      if (errors) throw errors;
      after = data.firingUpdated.cursor;
      console.log(data.firingUpdated.firing);
    }
  } catch (error: any) {
    if (Array.isArray(error) || error?.code === 4403) throw error; // an expired cursor, a wrong key
    console.error('The connection is lost. Trying again …');
  }
  await new Promise((resolve) => setTimeout(resolve, 1_000));
}`;
}
