import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { custom } from '../../../src/platforms/custom';
import { signatureOf, signingKey } from '../../../src/platforms/custom/signature';
import { eventOf, prepared, requestOf, targetOf } from './fixtures';

const CURRENT = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const BEFORE = `whsec_${Buffer.from('the one before it, thirty-two by').toString('base64')}`;
const OTHER = `whsec_${Buffer.from('somebody else’s of enough bytes').toString('base64')}`;
const BODY = '{"id":"{event_id}","name":"{first_name} José 😀"}';

function signedNow(signingSecrets: string[], fields: object = { body: BODY }) {
  const target = targetOf({ ...fields, signingSecrets });
  const event = custom.prepare(eventOf({ eventTime: new Date().toISOString() }), target, new Date());
  return custom.buildRequest([event], target, { testEventCode: null, now: new Date() });
}

describe('a signed request', () => {
  test.each([
    ['the current secret', CURRENT],
    ['the secret before, while it is being replaced', BEFORE],
  ])('is genuine to a receiver with %s', (_name, secret) => {
    const { headers, body } = signedNow([CURRENT, BEFORE]);
    expect(new Webhook(secret).verify(body ?? '', headers)).toEqual({ id: eventOf().eventId, name: 'Ada José 😀' });
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
  });

  test('is none to a receiver with another secret, or with another body', () => {
    const { headers, body } = signedNow([CURRENT]);
    expect(() => new Webhook(OTHER).verify(body ?? '', headers)).toThrow(/No matching signature/);
    expect(() => new Webhook(CURRENT).verify(`${body} `, headers)).toThrow(/No matching signature/);
  });

  test('has the current secret’s signature first', () => {
    const { headers, body } = signedNow([CURRENT, BEFORE]);
    const [first] = headers['webhook-signature']?.split(' ') ?? [];
    expect(() =>
      new Webhook(CURRENT).verify(body ?? '', { ...headers, 'webhook-signature': first ?? '' }),
    ).not.toThrow();
  });

  test('keeps its id over attempts, and takes the attempt’s time', () => {
    const target = targetOf({ signingSecrets: [CURRENT] });
    const event = prepared({ signingSecrets: [CURRENT] });
    const at = (text: string) =>
      custom.buildRequest([event], target, { testEventCode: null, now: new Date(text) }).headers;
    const [first, second] = [at('2026-11-20T12:00:00.900Z'), at('2026-11-20T12:05:00Z')];
    expect(second['webhook-id']).toBe(first['webhook-id']);
    expect([first['webhook-timestamp'], second['webhook-timestamp']]).toEqual(['1795176000', '1795176300']);
    expect(second['webhook-signature']).not.toBe(first['webhook-signature']);
  });

  test('without a body signs an empty one', () => {
    const { headers } = signedNow([CURRENT], { body: '' });
    expect(new Webhook(CURRENT).verify('', headers)).toBeUndefined();
  });

  test('has no header of a pixel’s own in place of ours', () => {
    const { headers } = requestOf({ headers: [{ name: 'Webhook-Id', value: 'mine', secret: false }] });
    expect(headers['webhook-id']).toBe(eventOf().firingId);
  });

  test('is unsigned without a secret, and has an id all the same', () => {
    expect(Object.keys(requestOf().headers)).toEqual(['user-agent', 'content-type', 'webhook-id']);
  });
});

describe('a signing secret', () => {
  test.each([
    ['with its prefix', CURRENT, 24],
    ['without it', CURRENT.slice('whsec_'.length), 24],
    ['without its padding', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS', 23],
    ['of 64 bytes', Buffer.alloc(64, 1).toString('base64'), 64],
  ])('%s is one', (_name, secret, bytes) => {
    expect(signingKey(secret)).toHaveLength(bytes);
  });

  test.each([
    '',
    'whsec_',
    'my secret',
    'whsec_c2hvcnQ=',
    Buffer.alloc(65, 1).toString('base64'),
    'whsk_MfKQ9r8GKYqrTw',
  ])('%j is none', (secret) => {
    expect(signingKey(secret)).toBeNull();
  });
});

interface Vector {
  kind: 'sign' | 'verify' | 'bad_secret';
  name?: string;
  secret: string;
  body: string;
  msg_id: string;
  timestamp: number;
  signature: string;
  headers: Record<string, string>;
  now: number;
  valid: boolean;
}

/** Cases of other libraries, beside the project; it runs without them. */
const VECTORS = join(__dirname, '../../../../shared/vectors/webhook_signatures.json');
const describeVectors = existsSync(VECTORS) ? describe : describe.skip;
const cases = existsSync(VECTORS) ? (JSON.parse(readFileSync(VECTORS, 'utf8')) as Vector[]) : [];

/** The check that docs/custom-pixels.md gives to receivers. */
function documentedCheck(): (headers: object, body: string, secret: string, now?: number) => boolean {
  const text = readFileSync(join(__dirname, '../../../docs/custom-pixels.md'), 'utf8');
  const code = /```js\n([\s\S]*?)\n```/.exec(text)?.[1] ?? '';
  return new Function('require', `${code}\nreturn isGenuine;`)(createRequire(__filename));
}

test('the documented check believes what is signed here, and nothing else', () => {
  const check = documentedCheck();
  const { headers, body } = signedNow([CURRENT, BEFORE]);
  expect(check(headers, body ?? '', BEFORE)).toBe(true);
  expect(check(headers, body ?? '', OTHER)).toBe(false);
  expect(check(headers, `${body} `, BEFORE)).toBe(false);
  expect(check(headers, body ?? '', CURRENT, Date.now() / 1000 + 301)).toBe(false);
  expect(check({}, body ?? '', CURRENT)).toBe(false);
});

describeVectors('published cases of Standard Webhooks', () => {
  test('every signature', () => {
    const signed = cases.filter(({ kind }) => kind === 'sign');
    expect(signed.length).toBeGreaterThan(0);
    for (const { secret, body, msg_id, timestamp, signature } of signed) {
      expect(signatureOf({ id: msg_id, timestamp, body }, [secret])).toBe(signature);
    }
  });

  test('every bad secret', () => {
    for (const { secret } of cases.filter(({ kind }) => kind === 'bad_secret')) expect(signingKey(secret)).toBeNull();
  });

  test('every verdict, by the documented check', () => {
    const check = documentedCheck();
    for (const { name, secret, body, headers, now, valid } of cases.filter(({ kind }) => kind === 'verify')) {
      expect({ name, valid: check(headers, body, secret, now) }).toEqual({ name, valid });
    }
  });
});
