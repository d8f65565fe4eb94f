import { PLATFORMS, platformOf } from '../../../src/platforms';
import { custom } from '../../../src/platforms/custom';
import { isCredentialName } from '../../../src/platforms/custom/credentials';
import { eventOf, type Fields, header, inputOf, targetOf } from './fixtures';

/** Paths of the faults, and their words. */
function faultsOf(fields: Fields): [path: string, message: string][] {
  return custom.checkPixel(inputOf(fields)).map(({ path, message }) => [path, message]);
}

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

test('custom pixels stand last in the register', () => {
  expect(platformOf('CUSTOM').label).toBe(custom.label);
  expect(PLATFORMS.at(-1)).toBe(platformOf('CUSTOM'));
});

test('events of a custom pixel go alone, at most 7 days late, and can’t be probed', () => {
  expect(custom).toMatchObject({ maxBatchSize: 1, takesTestEventCode: false, defaultBaseUrl: null });
  expect(custom.batchKey(eventOf(), targetOf(), new Date())).toBeNull();
  expect(custom.maxAgeMs('WEBSITE', {})).toBe(7 * 24 * 3_600_000);
  expect(custom.buildProbe).toBeUndefined();
});

describe('a pixel that may be saved', () => {
  test.each<[string, Fields]>([
    ['a URL alone', {}],
    ['http', { url: 'http://hooks.example.com:8080/a' }],
    ['an address by number, for the guard to judge', { url: 'http://127.0.0.1:9/' }],
    ['a host in another script', { url: 'https://münchen.example/a?ö=ü' }],
    [
      'macros in path and query',
      { url: 'https://x.example.com/{lead_id}/{answers.a b}?c={email|lower|sha256}&d={city|default:none at all}' },
    ],
    ['a query right behind the host', { url: 'https://x.example.com?c={lead_id}' }],
    ['GET without a body', { method: 'GET' }],
    ['GET with an empty body', { method: 'GET', body: '' }],
    ['a secret header', { headers: [header('Authorization', 'Bearer a.b-c_d', true)] }],
    ['a header of a macro', { headers: [header('X-Name', '{first_name}')] }],
    ['an empty header', { headers: [header('X-Empty', '')] }],
    ['a content type with parameters', { headers: [header('content-type', 'application/json; charset=utf-8')] }],
    ['a body of text in braces, by its type', { headers: [header('Content-Type', 'text/plain')], body: '{ not json' }],
    ['two signing secrets', { signingSecrets: [SECRET, SECRET.slice(6)] }],
    [
      'every setting',
      {
        settings: {
          successStatus: '200-299,409',
          successBodyContains: 'OK',
          successJsonPath: 'a.0.b',
          successJsonEquals: 'x',
          secret: 's',
        },
      },
    ],
  ])('%s', (_name, fields) => {
    expect(faultsOf(fields)).toEqual([]);
  });

  test('the demo’s', () => {
    const url = 'https://crm.example.com/conversions?lead={lead_id}';
    const body = '{"event":"{event_name}","id":"{event_id}","email_sha256":"{email_sha256}","value":{value}}';
    expect(faultsOf({ url, body })).toEqual([]);
  });
});

describe('a pixel that is refused', () => {
  test.each<[string, Fields, string, RegExp]>([
    ['no URL', { url: '' }, 'custom.url', /is required/],
    ['another scheme', { url: 'ftp://x.example.com' }, 'custom.url', /must begin with https/],
    ['a macro for a URL', { url: '{source_url}' }, 'custom.url', /must begin with https/],
    ['a macro for a host', { url: 'https://{lead_id}/a' }, 'custom.url', /macro in its host/],
    ['a macro in the host', { url: 'https://a{lead_id}.example.com/' }, 'custom.url', /macro in its host/],
    ['a macro for the port', { url: 'https://x.example.com:{lead_id}/' }, 'custom.url', /macro in its host/],
    ['a macro right behind the host', { url: 'https://x.example.com{lead_id}/' }, 'custom.url', /macro in its host/],
    ['a backslash', { url: 'https://x.example.com\\{lead_id}' }, 'custom.url', /backslashes/],
    ['a space', { url: 'https://x.example.com/a b' }, 'custom.url', /spaces/],
    ['a line break', { url: 'https://x.example.com/a\nb' }, 'custom.url', /control/],
    ['a name and password', { url: 'https://me:pass@x.example.com/' }, 'custom.url', /Authorization/],
    ['a fragment', { url: 'https://x.example.com/#{lead_id}' }, 'custom.url', /fragment/],
    ['a stray brace', { url: 'https://x.example.com/?a={1}' }, 'custom.url', /%7B/],
    ['no host', { url: 'https:///' }, 'custom.url', /must be a URL/],
    ['an impossible port', { url: 'https://x.example.com:99999/' }, 'custom.url', /must be a URL/],
    ['too long a URL', { url: `https://x.example.com/${'a'.repeat(4_000)}` }, 'custom.url', /4000/],
    ['an unknown macro in the URL', { url: 'https://x.example.com/{foo}' }, 'custom.url', /no macro \{foo\}/],
    ['another method', { method: 'PUT' as 'POST' }, 'custom.method', /GET or POST/],
    ['a body with GET', { method: 'GET', body: 'a=1' }, 'custom.body', /POST alone/],
    ['an unknown macro in the body', { body: '{"a":"{foo}"}' }, 'custom.body', /no macro \{foo\}/],
    ['JSON that is none', { body: '{"a":{value}' }, 'custom.body', /is no JSON/],
    ['JSON that a macro makes none', { body: '{"a":1{value}}' }, 'custom.body', /is no JSON/],
    ['a macro behind a backslash', { body: '{"a":"\\{email}"}' }, 'custom.body', /is no JSON/],
    [
      'no JSON under its type',
      { headers: [header('Content-Type', 'application/json')], body: 'a=1' },
      'custom.body',
      /is no JSON/,
    ],
    ['another type without a body', { headers: [header('Content-Type', 'text/xml')] }, 'custom.body', /is required/],
    ['too long a body', { body: 'é'.repeat(33_000) }, 'custom.body', /64 KiB/],
    ['NUL in the body', { body: 'a\u0000' }, 'custom.body', /NUL/],
    ['no header name', { headers: [header('', 'a')] }, 'custom.headers.0.name', /header name/],
    ['a header name of two lines', { headers: [header('A\r\nB', 'a')] }, 'custom.headers.0.name', /header name/],
    ['a macro for a header name', { headers: [header('{email}', 'a')] }, 'custom.headers.0.name', /header name/],
    ['a header of two lines', { headers: [header('A', 'a\r\nB: c')] }, 'custom.headers.0.value', /ASCII on one line/],
    ['a header that is not ASCII', { headers: [header('A', 'é')] }, 'custom.headers.0.value', /ASCII/],
    ['too long a header', { headers: [header('A', 'a'.repeat(4_001))] }, 'custom.headers.0.value', /4000/],
    [
      'an unknown macro in a header',
      { headers: [header('A', 'a'), header('B', '{foo}')] },
      'custom.headers.1.value',
      /no macro \{foo\}/,
    ],
    ['a header twice', { headers: [header('X-A', 'a'), header('x-a', 'b')] }, 'custom.headers.1.name', /twice/],
    [
      'a content type of a macro',
      { headers: [header('Content-Type', '{lead_id}')], body: 'a' },
      'custom.headers.0.value',
      /content type/,
    ],
    [
      'a secret content type',
      { headers: [header('Content-Type', 'text/plain', true)], body: 'a' },
      'custom.headers.0.value',
      /not be secret/,
    ],
    ['a text for a signing secret', { signingSecrets: ['my secret'] }, 'custom.signingSecret', /base64/],
    ['an empty signing secret', { signingSecrets: ['whsec_'] }, 'custom.signingSecret', /base64/],
    [
      'a secret macro without the setting',
      { url: 'https://x.example.com/?t={secret}' },
      'settings.secret',
      /is required/,
    ],
    ['an unknown setting', { settings: { constructor: 'a' } }, 'settings.constructor', /no setting/],
    ['a status that is none', { settings: { successStatus: '2xx' } }, 'settings.successStatus', /200-299/],
    ['a range backwards', { settings: { successStatus: '299-200' } }, 'settings.successStatus', /200-299/],
    ['an empty text', { settings: { successBodyContains: '' } }, 'settings.successBodyContains', /1 to 500/],
    [
      'a path with a hole',
      { settings: { successJsonPath: 'a..b', successJsonEquals: '1' } },
      'settings.successJsonPath',
      /dots/,
    ],
    ['a path without a value', { settings: { successJsonPath: 'a' } }, 'settings.successJsonEquals', /is required/],
    ['a value without a path', { settings: { successJsonEquals: 'a' } }, 'settings.successJsonPath', /is required/],
    ['a number for a text', { settings: { successStatus: 200 } }, 'settings.successStatus', /must be a text/],
  ])('%s', (_name, fields, path, words) => {
    const faults = faultsOf(fields);
    expect(faults.map(([at]) => at)).toEqual([path]);
    expect(faults[0]?.[1]).toMatch(words);
  });

  test.each([
    'Connection',
    'Keep-Alive',
    'Proxy-Connection',
    'Proxy-Authorization',
    'TE',
    'Trailer',
    'Transfer-Encoding',
    'Upgrade',
    'Expect',
    'Host',
    'Content-Length',
    'Accept-Encoding',
    'Webhook-Id',
    'Webhook-Timestamp',
    'Webhook-Signature',
  ])('with a header %s', (name) => {
    expect(faultsOf({ headers: [header(name, 'a')] })).toEqual([
      ['custom.headers.0.name', expect.stringMatching(/must not be/)],
    ]);
  });

  test('with too many headers', () => {
    const headers = Array.from({ length: 51 }, (_, index) => header(`X-${index}`, 'a'));
    expect(faultsOf({ headers }).map(([path]) => path)).toEqual(['custom.headers']);
  });

  test('without custom settings, or with what other platforms have', () => {
    const none = { platformPixelId: '1', accessToken: 't', custom: null, signingSecrets: [], settings: {} };
    expect(custom.checkPixel(none).map(({ path }) => path)).toEqual(['platformPixelId', 'accessToken', 'custom']);
  });

  test('for all its faults at once', () => {
    const fields = {
      url: 'ftp://x/{foo}',
      headers: [header('Host', 'é'), header('X', '{bar}')],
      body: '{"a":{baz}}',
      settings: { other: 1 },
    };
    expect(faultsOf(fields).map(([path]) => path)).toEqual([
      'custom.url',
      'custom.headers.0.name',
      'custom.headers.0.value',
      'custom.url',
      'custom.headers.1.value',
      'custom.body',
      'settings.other',
    ]);
  });

  test('without a word of a secret', () => {
    const headers = [header('Authorization', 'Bearer {hunter2}é', true)];
    const faults = faultsOf({ headers, signingSecrets: ['hunter2'], settings: { secret: 'x'.repeat(1_001) } });
    expect(faults).toHaveLength(4);
    expect(JSON.stringify(faults)).not.toMatch(/hunter2|xxx/);
  });
});

describe('what works badly', () => {
  const warningsFor = (fields: Fields, hasValue = true) => [
    ...custom.pixelWarnings(targetOf(fields)),
    ...custom.planWarnings({ eventName: 'Lead', actionSource: 'WEBSITE', hasValue }, targetOf(fields)),
  ];

  test.each<[string, Fields, boolean, RegExp | null]>([
    ['a good pixel', {}, true, null],
    ['http', { url: 'http://x.example.com' }, true, /http/],
    ['a token in the URL', { url: 'https://x.example.com/?a=1&api_key=abc' }, true, /setting secret/],
    ['a token by its macro', { url: 'https://x.example.com/?api_key={secret}', settings: { secret: 'a' } }, true, null],
    ['a value that may be missing', { method: 'GET', url: 'https://x.example.com/?v={value}' }, false, /\{value\}/],
    ['a signature over nothing', { method: 'GET', signingSecrets: [SECRET] }, true, /signature/],
  ])('%s', (_name, fields, hasValue, words) => {
    const warnings = warningsFor(fields, hasValue);
    expect(warnings).toHaveLength(words ? 1 : 0);
    if (words) expect(warnings[0]).toMatch(words);
  });
});

describe('names of credentials', () => {
  test.each([
    'token',
    'access_token',
    'api_key',
    'apikey',
    'X-Api-Key',
    'X-Auth-Token',
    'secret',
    'client_secret',
    'password',
    'pwd',
    'Authorization',
    'Cookie',
    'postback_token',
    'X-Hook-Secret',
  ])('%s is one', (name) => expect(isCredentialName(name)).toBe(true));
  test.each([
    'clickid',
    'txid',
    'status',
    'payout',
    'monkey',
    'keyword',
    'passenger',
    'tokens_left',
    'X-Campaign',
    'author',
  ])('%s is none', (name) => expect(isCredentialName(name)).toBe(false));
});
