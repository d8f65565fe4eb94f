import { type Advertiser, REPORT, setUp } from '../support/advertiser';
import { type Answer, codeOf, pathsOf, post } from '../support/graphql-http';
import { startServer, type TestServer } from '../support/server';

const MIB = 1 << 20;
const VIEWER = '{ viewer { workspaceId } }';

let server: TestServer;
let mine: Advertiser;
beforeAll(async () => {
  server = await startServer();
  mine = await setUp(server, server.key);
});
afterAll(() => server.close());

/** The request is refused with the code, has no data, and stores nothing. */
async function expectRefused(send: () => Promise<Answer>, code: string, status?: number): Promise<Answer> {
  const before = await server.rows();
  const answer = await send();
  expect({ code: codeOf(answer), data: answer.data ?? null }).toEqual({ code, data: null });
  if (status !== undefined) expect(answer.status).toBe(status);
  if (code === 'BAD_USER_INPUT') expect(pathsOf(answer).length).toBeGreaterThan(0);
  expect(await server.rows()).toEqual(before);
  return answer;
}

const send = (body: string | Uint8Array<ArrayBuffer>, headers?: Record<string, string>) => () =>
  post(server.url, server.key, body, headers);
const ask = (query: string, variables?: object) => send(JSON.stringify({ query, variables }));
const times = <Value>(count: number, value: (index: number) => Value) =>
  Array.from({ length: count }, (_, index) => value(index));

describe('a body', () => {
  const report = (bytes: Buffer) =>
    Buffer.concat([
      Buffer.from(
        `{"query":${JSON.stringify(REPORT)},"variables":{"input":{"status":"QUALIFIED","lead":{"id":"utf8","campaignId":"${mine.campaignId}","firstName":"`,
      ),
      bytes,
      Buffer.from('"}}}}'),
    ]);
  const bytesOf = (buffer: Buffer) => new Uint8Array(buffer);

  test.each([
    ['a lone continuation byte', [0x80]],
    ['an overlong form', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a sequence cut short', [0xe2, 0x82]],
    ['Latin-1', [0x4a, 0xf6, 0x72, 0x67]],
  ])('that is not UTF-8 is refused: %s', async (_name, bytes) => {
    await expectRefused(send(bytesOf(report(Buffer.from(bytes)))), 'BAD_USER_INPUT', 400);
  });

  test('in UTF-8 is taken, whatever the script', async () => {
    const answer = await send(bytesOf(report(Buffer.from('Jörg 陳 👩‍🚀'))))();
    expect(answer.errors).toBeUndefined();
  });

  test.each([
    ['no JSON', '{"query":'],
    ['nothing', ''],
    ['null', 'null'],
    ['text', '"{ viewer { workspaceId } }"'],
    ['a number', '5'],
    ['no query', '{}'],
    ['a query that is no text', '{"query":5}'],
    ['a query that is null', '{"query":null}'],
    ['an empty query', '{"query":""}'],
    ['variables that are text', `{"query":"${VIEWER}","variables":"x"}`],
    ['variables that are a list', `{"query":"query ($id: ID!) { campaign(id: $id) { id } }","variables":["x"]}`],
    ['an operation name that is a number', `{"query":"${VIEWER}","operationName":5}`],
    ['an operation that the document has not', `{"query":"query A ${VIEWER}","operationName":"B"}`],
    ['several operations and no name', `{"query":"query A ${VIEWER} query B ${VIEWER}"}`],
    ['a batch', `[{"query":"${VIEWER}"},{"query":"${VIEWER}"}]`],
    ['a persisted query', `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"${'0'.repeat(64)}"}}}`],
  ])('is refused that is %s', async (_name, body) => {
    await expectRefused(send(body), 'BAD_USER_INPUT');
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/graphql',
    '',
  ])('of the type "%s" is refused', async (type) => {
    await expectRefused(
      send(`{"query":"mutation { createCampaign(input: { name: \\"x\\" }) { id } }"}`, { 'content-type': type }),
      'BAD_USER_INPUT',
    );
  });

  test('over 1 MiB is refused, and over 5 MiB for the bulk calls', async () => {
    const padded = (query: string, variables: object, size: number) => {
      const body = JSON.stringify({ query, variables });
      return `${body}${' '.repeat(size - Buffer.byteLength(body))}`;
    };
    const report = { input: { status: 'QUALIFIED', lead: { id: 'large', campaignId: mine.campaignId } } };
    await expectRefused(send(padded(REPORT, report, MIB + 1)), 'BAD_USER_INPUT', 413);
    expect((await send(padded(REPORT, report, MIB))()).errors).toBeUndefined();
    const bulk = 'mutation ($inputs: [ReportLeadInput!]!) { reportLeads(inputs: $inputs) { newOccurrence } }';
    expect((await send(padded(bulk, { inputs: [] }, 5 * MIB))()).errors).toBeUndefined();
    await expectRefused(send(padded(bulk, { inputs: [] }, 5 * MIB + 1)), 'BAD_USER_INPUT', 413);
    const smuggled = `query A { viewer { workspaceId } } mutation B { reportLeads(inputs: []) { newOccurrence } }`;
    await expectRefused(send(padded(smuggled, {}, MIB + 1)), 'BAD_USER_INPUT', 413);
  });
});

describe('GET', () => {
  const get = async (search: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await fetch(`${server.url}/graphql?${new URLSearchParams(search)}`, {
      headers: { authorization: `Bearer ${server.key}`, ...headers },
    });
    return { status: response.status, ...((await response.json()) as object) };
  };
  const mutation = 'mutation { createCampaign(input: { name: "x" }) { id } }';

  test('from a page’s form or image is refused', async () => {
    await expectRefused(() => get({ query: VIEWER }), 'BAD_USER_INPUT', 400);
    await expectRefused(() => get({ query: mutation }), 'BAD_USER_INPUT');
  });

  test('from a program answers queries and no mutation', async () => {
    const headers = { 'apollo-require-preflight': '1' };
    expect((await get({ query: VIEWER }, headers)).data?.viewer.workspaceId).toEqual(expect.any(String));
    await expectRefused(() => get({ query: mutation }, headers), 'BAD_USER_INPUT', 405);
    await expectRefused(
      () => get({ query: 'query ($id: ID!) { campaign(id: $id) { id } }', variables: '{' }, headers),
      'BAD_USER_INPUT',
    );
  });
});

describe('a document', () => {
  test('that does not parse', async () => {
    await expectRefused(ask('{ viewer { '), 'GRAPHQL_PARSE_FAILED', 400);
    await expectRefused(ask('hello'), 'GRAPHQL_PARSE_FAILED', 400);
    await expectRefused(ask(`{ campaigns(first: ${'['.repeat(20_000)}`), 'GRAPHQL_VALIDATION_FAILED', 400);
  });

  test('with unknown fields, arguments and types', async () => {
    await expectRefused(ask('{ viewer { password } }'), 'GRAPHQL_VALIDATION_FAILED', 400);
    await expectRefused(ask('{ viewer(id: 5) { workspaceId } }'), 'GRAPHQL_VALIDATION_FAILED', 400);
    await expectRefused(ask('query ($x: Secret) { viewer { workspaceId } }'), 'GRAPHQL_VALIDATION_FAILED', 400);
    await expectRefused(
      ask('{ firings(filter: { colour: "red" }) { nodes { id } } }'),
      'GRAPHQL_VALIDATION_FAILED',
      400,
    );
  });

  test('does not show a literal that is refused', async () => {
    const answer = await ask(
      'mutation { reportLead(input: { lead: { id: "L", email: { at: "secret@example.com" } }, status: SECRET, occurredAt: "secret" }) { newOccurrence } }',
    )();
    expect(codeOf(answer)).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(JSON.stringify(answer).toLowerCase()).not.toContain('secret');
  });

  test('deeper than 12 levels is refused, introspection excepted', async () => {
    await expectRefused(ask(levelled(13)), 'GRAPHQL_VALIDATION_FAILED', 400);
    expect(codeOf(await ask(levelled(12))())).toBeUndefined();
    const introspection = `{ __schema { types { fields { type { ${'ofType { '.repeat(12)} name ${'} '.repeat(12)} } } } } }`;
    expect(codeOf(await ask(introspection)())).toBeUndefined();
  });

  test('is as deep with fragments as without', async () => {
    const fragments = times(
      7,
      (index) => `fragment F${index} on Campaign { rules { campaign { ${index < 6 ? `...F${index + 1}` : 'id'} } } }`,
    );
    await expectRefused(
      ask(`{ campaigns { nodes { ...F0 } } } ${fragments.join(' ')}`),
      'GRAPHQL_VALIDATION_FAILED',
      400,
    );
    await expectRefused(
      ask('{ campaigns { nodes { ...A } } } fragment A on Campaign { rules { campaign { ...A } } }'),
      'GRAPHQL_VALIDATION_FAILED',
      400,
    );
  });

  test('with more than 15 aliases of one field is refused', async () => {
    const aliases = (count: number) => `{ ${times(count, (index) => `a${index}: viewer { workspaceId }`).join(' ')} }`;
    await expectRefused(ask(aliases(16)), 'GRAPHQL_VALIDATION_FAILED', 400);
    expect((await ask(aliases(15))()).errors).toBeUndefined();
  });

  test('too costly is refused before it runs; what a console asks for is not', async () => {
    const costly =
      '{ firings(first: 200) { nodes { lead { firings(first: 200) { nodes { lead { decisions { reason } } } } } } } }';
    await expectRefused(ask(costly), 'GRAPHQL_VALIDATION_FAILED', 400);
    const page = `{ firings(first: 200) { nodes { id status eventName eventTime message pixel { name } rule { name } lead { id } attempts { number outcome message } } pageInfo { endCursor } } }`;
    expect((await ask(page)()).errors).toBeUndefined();
    const variable =
      'query ($first: Int) { firings(first: $first) { nodes { lead { firings(first: $first) { nodes { lead { decisions { reason } } } } } } } }';
    await expectRefused(ask(variable, { first: 200 }), 'GRAPHQL_VALIDATION_FAILED', 400);
  });

  test('with thousands of fields or directives is refused quickly', async () => {
    const start = Date.now();
    await expectRefused(ask(`{ viewer { ${'workspaceId '.repeat(20_000)} } }`), 'GRAPHQL_VALIDATION_FAILED', 400);
    await expectRefused(
      ask(`{ viewer { workspaceId ${'@include(if: true) '.repeat(10_000)} } }`),
      'GRAPHQL_VALIDATION_FAILED',
      400,
    );
    await expectRefused(ask(`{ viewer { workspaceId } } ${'a '.repeat(110_000)}`), 'GRAPHQL_PARSE_FAILED', 400);
    expect(Date.now() - start).toBeLessThan(5_000);
  });

  test('with a value written 65 levels deep is refused', async () => {
    const conditions = (levels: number): string => `{ groups: [${levels > 1 ? conditions(levels - 1) : ''}] }`;
    const rule = `campaignId: "${mine.campaignId}", pixelId: "${mine.pixelId}", name: "R", trigger: LEAD_QUALIFIED, eventName: "Lead", actionSource: CHAT`;
    await expectRefused(
      ask(`mutation { createPixelRule(input: { ${rule}, conditions: ${conditions(100)} }) { id } }`),
      'GRAPHQL_VALIDATION_FAILED',
      400,
    );
    const answer = await expectRefused(
      ask(`mutation { createPixelRule(input: { ${rule}, conditions: ${conditions(10)} }) { id } }`),
      'BAD_USER_INPUT',
    );
    expect(pathsOf(answer)).toEqual(['input.conditions.groups.0.groups.0.groups.0.groups.0.groups.0']);
  });

  test('is looked at alike over WebSocket', async () => {
    const connection = server.connect(server.key);
    await connection.ready();
    for (const [document, code] of [
      ['{ viewer { ', 'GRAPHQL_PARSE_FAILED'],
      ['{ viewer { password } }', 'GRAPHQL_VALIDATION_FAILED'],
      [levelled(13), 'GRAPHQL_VALIDATION_FAILED'],
      ['query A { viewer { workspaceId } } query B { viewer { workspaceId } }', 'BAD_USER_INPUT'],
    ] as const) {
      const stream = connection.subscribe(document);
      const ended = (await stream.ended()) as Answer['errors'];
      expect([document, codeOf({ errors: stream.events[0]?.errors ?? ended })]).toEqual([document, code]);
    }
  });
});

/** So many fields below each other. */
function levelled(levels: number): string {
  const names = [
    'firings',
    'nodes',
    ...times(levels - 3, (index) => (index % 2 === 0 ? 'decision' : 'firing')),
    levels % 2 === 0 ? 'reason' : 'id',
  ];
  return `{ ${names.join(' { ')} ${'}'.repeat(levels)}`;
}

test('introspection needs no key', async () => {
  const answer = await server.query(null, '{ __schema { queryType { name } } __type(name: "Lead") { name } }');
  expect(answer.data).toEqual({ __schema: { queryType: { name: 'Query' } }, __type: { name: 'Lead' } });
});

test('an error of ours tells its id and nothing else', async () => {
  await server.database.sql('alter table campaigns rename to campaigns_away');
  try {
    const answer = await server.query(server.key, '{ campaigns { nodes { id } } }');
    expect(answer.errors).toEqual([
      {
        message: expect.stringMatching(/^internal error [0-9a-f-]{36}$/),
        locations: [{ line: 1, column: 3 }],
        path: ['campaigns'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      },
    ]);
  } finally {
    await server.database.sql('alter table campaigns_away rename to campaigns');
  }
});

test('a page of another origin gets no socket', async () => {
  const { WebSocket } = await import('ws');
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    origin: 'https://evil.example',
  });
  const refused = await new Promise((resolve) => socket.once('error', (error) => resolve(error.message)));
  expect(refused).toContain('403');
});

test('too many inputs refuse the whole operation before any of it runs', async () => {
  const before = await server.rows();
  const inputs = Array.from({ length: 1_001 }, (_each, index) => ({ status: 'QUALIFIED', lead: { id: `L${index}` } }));
  const document = `mutation ($inputs: [ReportLeadInput!]!) {
    createCampaign(input: { name: "Not made" }) { id }
    reportLeads(inputs: $inputs) { newOccurrence }
  }`;
  const answer = await server.query(server.key, document, { inputs });
  expect(codeOf(answer)).toBe('BAD_USER_INPUT');
  expect(pathsOf(answer)).toEqual(['inputs']);
  const halves = `mutation ($inputs: [ReportLeadInput!]!) {
    one: reportLeads(inputs: $inputs) { newOccurrence }
    other: reportLeads(inputs: $inputs) { newOccurrence }
  }`;
  expect(codeOf(await server.query(server.key, halves, { inputs: inputs.slice(0, 501) }))).toBe('BAD_USER_INPUT');
  expect(await server.rows()).toEqual(before);
});
