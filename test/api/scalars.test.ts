import { type Advertiser, REPORT, setUp } from '../support/advertiser';
import { type Answer, type Body, codeOf, pathsOf, post } from '../support/graphql-http';
import { connect } from '../support/graphql-socket';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
let mine: Advertiser;
beforeAll(async () => {
  server = await startServer();
  mine = await setUp(server, server.key);
});
afterAll(() => server.close());

/** Two that a double can't tell apart, the first that is too large, and its negative. */
const UNSAFE = ['12345678901234567890', '12345678901234567891', '9007199254740992', '-9007199254740992', '1e300'];

/** As other languages write JSON: JSON.stringify of Node.js would round first. */
const sent = (document: string, variables: string): Promise<Answer> =>
  post<Body>(server.url, server.key, `{"query":${JSON.stringify(document)},"variables":${variables}}`);

async function expectRefused(answer: Promise<Answer>, paths: string[]): Promise<void> {
  const before = await server.rows();
  const { errors, ...rest } = await answer;
  expect({ code: codeOf({ errors }), paths: pathsOf({ errors }) }).toEqual({ code: 'BAD_USER_INPUT', paths });
  expect(errors?.[0]?.extensions.fields?.[0]?.message).toMatch(/9007199254740991; give longer ones as text$/);
  expect(rest.data ?? null).toBeNull();
  expect(await server.rows()).toEqual(before);
}

const lead = (id: string, more = '') => `{"id":${id},"campaignId":"${mine.campaignId}"${more}}`;

test.each(UNSAFE)('the id %s as a JSON number is refused wherever an id is taken', async (id) => {
  const report = `{"input":{"lead":${lead(id)},"status":"QUALIFIED"}}`;
  await expectRefused(sent(REPORT, report), ['input.lead.id']);
  const occurrence = `{"input":{"lead":${lead('"a"')},"status":"QUALIFIED","occurrenceId":${id}}}`;
  await expectRefused(sent(REPORT, occurrence), ['input.occurrenceId']);
  const campaign = `{"input":{"lead":{"id":"a","campaignId":${id}},"status":"QUALIFIED"}}`;
  await expectRefused(sent(REPORT, campaign), ['input.lead.campaignId']);
  const fire = 'mutation ($input: FirePixelInput!) { firePixel(input: $input) { id } }';
  const input = `{"input":{"pixelId":${id},"leadId":${id},"eventName":"Lead"}}`;
  await expectRefused(sent(fire, input), ['input.leadId', 'input.pixelId']);
  const bulk = 'mutation ($inputs: [ReportLeadInput!]!) { reportLeads(inputs: $inputs) { lead { id } } }';
  const inputs = `{"inputs":[{"lead":${lead('"a"')},"status":"QUALIFIED"},{"lead":${lead(id)},"status":"QUALIFIED"}]}`;
  await expectRefused(sent(bulk, inputs), ['inputs.1.lead.id']);
  await expectRefused(sent('query ($id: ID!) { lead(id: $id) { id } }', `{"id":${id}}`), ['id']);
  await expectRefused(sent('mutation ($id: ID!) { eraseLead(id: $id) }', `{"id":${id}}`), ['id']);
  const filter = 'query ($filter: FiringFilter) { firings(filter: $filter) { nodes { id } } }';
  await expectRefused(sent(filter, `{"filter":{"leadId":${id}}}`), ['filter.leadId']);
});

test('what else is wrong with an input is named beside its id', async () => {
  const fire = 'mutation ($input: FirePixelInput!) { firePixel(input: $input) { id } }';
  const answer = await server.query(server.key, fire, { input: { pixelId: 1.5, eventName: '' } });
  expect(pathsOf(answer)).toEqual(['input', 'input.eventName', 'input.pixelId']);
});

test.each(UNSAFE.filter((id) => !id.includes('e')))('the id %s in a document is refused before it runs', async (id) => {
  const answer = await server.query(server.key, `{ lead(id: ${id}) { id } }`);
  expect(codeOf(answer)).toBe('GRAPHQL_VALIDATION_FAILED');
  expect(answer.errors?.[0]?.message).toMatch(/give longer ones as text/);
});

test.each([
  ['"12345678901234567890"', '12345678901234567890'],
  ['9007199254740991', '9007199254740991'],
  ['42', '42'],
])('the id %s is taken as %s', async (id, stored) => {
  const report = `{"input":{"lead":${lead(id)},"status":"QUALIFIED"}}`;
  const { data } = await sent(REPORT, report);
  expect(data.reportLead.lead.id).toBe(stored);
  const literal = await server.ok(server.key, `{ lead(id: ${id}) { id } }`);
  expect(literal.lead).toEqual({ id: stored });
});

test.each([
  ['true', true],
  ['a broken number', 1.5],
  ['a list', ['a']],
  ['an object', { a: 1 }],
])('%s is no id', async (_what, id) => {
  await expectRefused(server.query(server.key, 'query ($id: ID!) { lead(id: $id) { id } }', { id }), ['id']);
});

test('over WebSocket they are refused alike', async () => {
  const socket = connect(server.url, server.key);
  const document = 'subscription ($filter: FiringFilter) { firingUpdated(filter: $filter) { cursor } }';
  for (const [text, path] of [
    [document, 'filter.leadId'],
    ['query ($filter: FiringFilter) { firingStats(filter: $filter) { total } }', 'filter.leadId'],
  ] as const) {
    const ended = (await socket.subscribe(text, { filter: { leadId: 2 ** 60 } }).ended()) as Answer['errors'];
    expect({ code: codeOf({ errors: ended }), paths: pathsOf({ errors: ended }) }).toEqual({
      code: 'BAD_USER_INPUT',
      paths: [path],
    });
  }
  await socket.close();
});

describe('a value that is none says what is wanted', () => {
  const input = (more: object) => ({
    input: { lead: { id: 'a', campaignId: mine.campaignId, ...more }, status: 'QUALIFIED' },
  });
  const money = (amount: unknown) => input({ value: { amount, currency: 'USD' } });
  const time = (clickedAt: unknown) => input({ clickedAt });
  const DECIMAL = 'must be a decimal number';
  const TIME = 'must be an RFC 3339 time, such as 2026-01-31T12:00:00Z';

  test.each<[string, () => object, string]>([
    ['the amount NaN', () => money('NaN'), DECIMAL],
    ['the amount 0x10', () => money('0x10'), DECIMAL],
    ['an amount of 1,001 digits', () => money('9'.repeat(1_001)), DECIMAL],
    ['an amount that is a list', () => money([1]), DECIMAL],
    ['an amount that is true', () => money(true), DECIMAL],
    ['an empty amount', () => money(''), DECIMAL],
    ['a time without a zone', () => time('2026-01-31T12:00:00'), TIME],
    ['a day', () => time('2026-01-31'), TIME],
    ['a time that is a number', () => time(1_795_176_000), TIME],
    ['a time of 1,000 characters', () => time('2026'.repeat(250)), TIME],
  ])('%s', async (_what, variables, message) => {
    const { errors } = await server.query(server.key, REPORT, variables());
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ message }] });
  });

  test.each([
    ['value: { amount: "ten", currency: "USD" }', DECIMAL],
    ['value: { amount: [], currency: "USD" }', DECIMAL],
    ['clickedAt: "yesterday"', TIME],
    ['clickedAt: 5', TIME],
  ])('in a document, too: %s', async (field, message) => {
    const document = `mutation { reportLead(input: { lead: { id: "a", ${field} }, status: QUALIFIED }) { newOccurrence } }`;
    const { errors } = await server.query(server.key, document);
    expect(errors?.[0]).toMatchObject({ message, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
  });
});
