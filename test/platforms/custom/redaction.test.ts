import { custom } from '../../../src/platforms/custom';
import type { CustomRequest } from '../../../src/platforms/custom/request';
import { sha256Hex } from '../../../src/platforms/normalize/hash';
import { eventOf, header, prepared, RICH_LEAD, replyOf, requestOf, targetOf } from './fixtures';

const FIELDS = {
  url: 'https://crm.example.com/{email}/{last_name|upper}?p={phone|digits}&a={answers.roof}&k={secret}&token=literal-token&h={email_sha256}&src={source_url}',
  headers: [
    header('Authorization', 'Basic YWRtaW46aHVudGVyMi1sb25n', true),
    header('X-Sent-To', 'Bearer {secret}', true),
    header('X-Api-Key', 'forgotten-to-mark'),
    header('X-Name', '{first_name} {city}'),
  ],
  body: '{"ip":"{ip}","ua":"{user_agent}","c":"{fbclid}","b":{answers},"age":{answers.age},"sex":"{gender|map:female=1}","dob":"{date_of_birth|normal}","s":"{secret|sha256}","id":"{lead_id}","v":{value},"n":{answers.none}}',
  settings: { secret: 'shared-secret-1' },
  signingSecrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
};

/** Nothing of these may be seen, in any writing. */
const PRIVATE =
  /ada|lovelace|brien|415\)|555-?0134|main street|jos|california|94107|10\.0\.0\.1|81\.2\.69|1985|0412|female|flat|dark blue|linux|FbClid-0123_AbC|shared-secret|hunter2|admin|YWRtaW|forgotten|literal-token|MfKQ/i;

describe('the history’s request', () => {
  const { shown } = prepared(FIELDS) as { shown: { url: string; headers: Record<string, string>; body: string } };

  test('holds no secret and nothing personal but masks and hashes', () => {
    expect(JSON.stringify(requestOf(FIELDS))).toMatch(PRIVATE);
    expect(JSON.stringify(shown)).not.toMatch(PRIVATE);
    expect(JSON.stringify(shown)).not.toContain(sha256Hex('shared-secret-1'));
  });

  test('is the same templates, filled with what may be seen', () => {
    const hash = sha256Hex('ada.lovelace@example.com');
    expect(new URL(shown.url).pathname).toBe('/***/***');
    expect(Object.fromEntries(new URL(shown.url).searchParams)).toEqual({
      p: '***',
      a: '***',
      k: '***',
      token: '***',
      h: hash,
      src: 'https://solar.example.com/quote?***',
    });
    expect(shown.headers).toEqual({
      'user-agent': 'pixel-tracking',
      'content-type': 'application/json',
      authorization: '***',
      'x-sent-to': '***',
      'x-api-key': '***',
      'x-name': '*** ***',
      'webhook-id': eventOf().firingId,
      'webhook-timestamp': '***',
      'webhook-signature': '***',
    });
    expect(JSON.parse(shown.body)).toEqual({
      ip: '10.0***42',
      ua: 'Mozi***36',
      c: 'FbCl***bC',
      b: '***',
      age: '***',
      sex: '***',
      dob: '***',
      s: '***',
      id: 'lead-7',
      v: 25.5,
      n: null,
    });
  });

  test('has the method, url, headers and body of the real one', () => {
    const real = prepared(FIELDS).body as CustomRequest;
    expect(Object.keys(shown)).toEqual(['method', 'url', 'headers', 'body']);
    expect(Object.keys(shown.headers)).toEqual(expect.arrayContaining(Object.keys(real.headers)));
  });

  test('a value that looks like a mask or like another one changes nothing', () => {
    const lead = { answers: { host: 'crm.example.com', scheme: 'https', mask: '***' } };
    const body = '{"a":"crm.example.com","b":"{answers.host}","c":"{answers.mask}"}';
    const event = prepared({ body }, eventOf({ lead }));
    expect(event.shown).toMatchObject({ url: 'https://crm.example.com/hook' });
    expect(event.shown).toMatchObject({ body: '{"a":"crm.example.com","b":"***","c":"***"}' });
  });
});

describe('the history’s answer', () => {
  const target = targetOf(FIELDS);
  const request = requestOf(FIELDS);
  const responseTo = (body: string) => custom.readReply(replyOf(200, body), [prepared(FIELDS)], target).response;

  const echo = JSON.stringify({ url: request.url, headers: request.headers, data: request.body });
  const person = {
    mail: 'ada.lovelace@example.com',
    name: { first: 'ADA', whole: 'Ada O’Brien-Lovelace' },
    phone: 4_155_550_134,
    address: ['1 Main Street', 'San José', 'California', '94107-1234'],
    born: '1985-04-12',
    told: RICH_LEAD.answers,
    FbClid0: RICH_LEAD.clickIds?.fbclid,
  };
  const hidden =
    /lovelace|brien|(?<![a-z])ada(?![a-z])|flat|dark blue|main street|josé|california|94107|1985|4155550134|FbClid-0123_AbC|shared-secret|hunter2|YWRtaW|literal-token|forgotten|san jos|10\.0\.0/i;

  test.each([
    ['that echoes the request', echo],
    ['that echoes it as text', `You sent: ${echo}`],
    ['that echoes it at length', `${'x'.repeat(3_060)} ${echo.repeat(3)}`],
    [
      'that puts it into JSON in text',
      `You sent: ${JSON.stringify({ data: JSON.stringify({ roof: RICH_LEAD.answers?.roof }) })}`,
    ],
    ['that knows the person', JSON.stringify(person)],
    ['that has a person for a key', '{"ada.lovelace@example.com":{"O’Brien-Lovelace":1}}'],
    ['that names the secret in a page', '<html>token shared-secret-1 is wrong for admin:hunter2-long</html>'],
    ['that writes it for a URL', `name=${encodeURIComponent(' Ada O’Brien-Lovelace')}&t=shared-secret-1`],
  ])('%s keeps it to itself', (_name, body) => {
    expect(body).toMatch(hidden);
    expect(JSON.stringify(responseTo(body))).not.toMatch(hidden);
  });

  test('is left as it is where it says nothing of the person', () => {
    const body = { ok: true, adapter: 'v2', id: 'c-17', redirected: false, count: 3, note: 'credited' };
    expect(responseTo(JSON.stringify(body))).toEqual(body);
  });

  test('no value is cut in two and shown by half', () => {
    expect(responseTo(`12345${'-shared-secret-1'.repeat(800)}`)).not.toMatch(/share|secret/);
  });

  test('its words are in no message', () => {
    const reading = custom.readReply(replyOf(422, echo), [prepared(FIELDS)], target);
    expect(JSON.stringify((reading as { verdict: unknown }).verdict)).not.toMatch(PRIVATE);
  });
});
