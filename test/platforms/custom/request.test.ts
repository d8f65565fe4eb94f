import { custom } from '../../../src/platforms/custom';
import { sha256Hex } from '../../../src/platforms/normalize/hash';
import { eventOf, header, NOW, POOR_EVENT, prepared, requestOf, targetOf } from './fixtures';

const FIRING = eventOf().firingId;
const EMAIL_HASH = sha256Hex('ada.lovelace@example.com');

/** One macro of each kind, to see a whole request. */
const EVERYTHING = {
  url: 'https://crm.example.com/v1/leads/{lead_id}?e={event_name}&ip={ip|normal}&fbc={fbc}',
  headers: [
    header('Authorization', 'Bearer token-{secret}', true),
    header('X-Campaign', '{campaign_id}'),
    header('Content-Type', 'application/vnd.crm+json; charset=utf-8'),
  ],
  body: `{"lead":{"mail":"{email|trim|lower}","mail_hash":"{email_sha256}","phone":"{phone|normal}",
"name":"{first_name} {last_name}","born":"{date_of_birth|normal}","sex":"{gender|normal}","city":"{city|normal}",
"state":"{state|normal}","zip":"{postal_code|normal}","country":"{country|normal}","ua":"{user_agent}","page":"{source_url}"},
"clicks":["{fbclid}","{fbp}","{ttclid}","{ttp}","{gclid}"],"at":[{event_time},{event_time_ms},"{event_time_iso}","{clicked_at}"],
"sum":{value|fixed:2},"currency":"{currency}","status":"{status}","source":"{action_source}","id":"{event_id}",
"firing":"{firing_id}","age":{answers.age},"consent":{consent_granted},"test":{is_test}}`,
  settings: { secret: 's3cr3t-value' },
};

describe('the whole request', () => {
  test('of a lead of whom everything is known', () => {
    const { body, ...request } = requestOf(EVERYTHING);
    expect(request).toEqual({
      method: 'POST',
      url: 'https://crm.example.com/v1/leads/lead-7?e=Lead&ip=81.2.69.142&fbc=fb.1.1795172400000.FbClid-0123_AbC',
      headers: {
        'user-agent': 'pixel-tracking',
        'content-type': 'application/vnd.crm+json; charset=utf-8',
        authorization: 'Bearer token-s3cr3t-value',
        'x-campaign': '019aa0a0-0000-7000-8000-00000000000c',
        'webhook-id': FIRING,
      },
    });
    expect(JSON.parse(body ?? '')).toEqual({
      lead: {
        mail: 'ada.lovelace@example.com',
        mail_hash: EMAIL_HASH,
        phone: '+14155550134',
        name: 'Ada O’Brien-Lovelace',
        born: '19850412',
        sex: 'f',
        city: 'sanjosé',
        state: 'ca',
        zip: '94107',
        country: 'us',
        ua: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0 Safari/537.36',
        page: 'https://solar.example.com/quote?email=ada.lovelace%40example.com',
      },
      clicks: [
        'FbClid-0123_AbC',
        'fb.1.1763630000000.1234567890',
        'TtClid0123456789',
        'TtpCookie0123456789',
        'GcLid-0123456789',
      ],
      at: [1_795_176_000, 1_795_176_000_250, '2026-11-20T12:00:00.250Z', '2026-11-20T11:00:00.000Z'],
      sum: 25.5,
      currency: 'USD',
      status: 'QUALIFIED',
      source: 'system_generated',
      id: 'e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0',
      firing: FIRING,
      age: 42,
      consent: true,
      test: false,
    });
  });

  test('of a lead of whom nothing is known is the same with nothing in it', () => {
    const { url, headers, body } = requestOf(EVERYTHING, POOR_EVENT);
    expect(url).toBe('https://crm.example.com/v1/leads/lead-7?e=Lead&ip=&fbc=');
    expect(headers['x-campaign']).toBe('');
    const { lead, clicks, ...rest } = JSON.parse(body ?? '');
    expect(new Set([...Object.values(lead), ...clicks])).toEqual(new Set(['', ' ']));
    expect(rest).toMatchObject({ sum: null, currency: '', age: null, consent: null, test: null });
  });

  test('is a GET without a body or a content type where the pixel says GET', () => {
    const url = 'https://track.example.com/pb?cid={answers.click_id}&p={value|fixed:2}&c={currency}';
    const event = eventOf({ lead: { answers: { click_id: 'a/b c' } } });
    expect(requestOf({ method: 'GET', url }, event)).toEqual({
      method: 'GET',
      url: 'https://track.example.com/pb?cid=a%2Fb%20c&p=25.50&c=USD',
      headers: { 'user-agent': 'pixel-tracking', 'webhook-id': FIRING },
      body: null,
    });
  });

  test('of the demo’s webhook is JSON, with a value and without', () => {
    const body = '{"event":"{event_name}","id":"{event_id}","email_sha256":"{email_sha256}","value":{value}}';
    const of = (event = eventOf()) => JSON.parse(requestOf({ body }, event).body ?? '');
    expect(of()).toEqual({ event: 'Lead', id: eventOf().eventId, email_sha256: EMAIL_HASH, value: 25.5 });
    expect(of(POOR_EVENT)).toMatchObject({ email_sha256: '', value: null });
  });

  test('in the sandbox keeps path and query and goes below the pixel’s own address', () => {
    const url = 'https://crm.example.com:8443/a/../{lead_id}/b?c={currency}';
    const target = {
      ...targetOf({ url }),
      endpoint: 'SANDBOX' as const,
      baseUrl: 'http://127.0.0.1:4000/sandbox/custom/p1',
    };
    const event = custom.prepare(eventOf(), target, NOW);
    const request = custom.buildRequest([event], target, { testEventCode: null, now: NOW });
    expect(request.url).toBe('http://127.0.0.1:4000/sandbox/custom/p1/lead-7/b?c=USD');
    expect(event.shown).toMatchObject({ url: request.url });
  });
});

describe('the body', () => {
  test.each([
    ['JSON by its brace', '{"a":1}', 'application/json'],
    ['JSON by its bracket', ' [1]', 'application/json'],
    ['a form by its pairs', 'a={email}&b=2', 'application/x-www-form-urlencoded'],
    ['XML by its angle', '<a/>', 'application/xml'],
    ['text where it is nothing else', 'lead {lead_id} came', 'text/plain; charset=utf-8'],
    ['text where it begins with a macro', '{lead_id}', 'text/plain; charset=utf-8'],
  ])('is %s', (_name, body, type) => {
    expect(requestOf({ body }).headers['content-type']).toBe(type);
  });

  test('is the default one where none is given, and none where it is empty', () => {
    expect(JSON.parse(requestOf().body ?? '')).toMatchObject({
      event_name: 'Lead',
      value: 25.5,
      email_sha256: EMAIL_HASH,
    });
    expect(JSON.parse(requestOf({}, POOR_EVENT).body ?? '')).toMatchObject({ value: null, email_sha256: null });
    const none = requestOf({ body: '' });
    expect(none.body).toBeNull();
    expect(none.headers).not.toHaveProperty('content-type');
  });

  test('of the default has no contact data in clear', () => {
    expect(requestOf().body).not.toMatch(/ada|lovelace|415|main street/i);
  });

  test('of text takes values as they are', () => {
    const headers = [header('Content-Type', 'text/plain')];
    expect(requestOf({ headers, body: '{"a" {last_name} & {answers.roof}' }).body).toBe(
      '{"a" O’Brien-Lovelace & flat & "old"',
    );
  });
});

describe('what a firing tells of it', () => {
  test('match keys are the identifiers that went along, each once', () => {
    expect(prepared(EVERYTHING).matchKeys).toEqual([
      'externalId',
      'email',
      'phone',
      'firstName',
      'lastName',
      'dateOfBirth',
      'gender',
      'city',
      'state',
      'postalCode',
      'country',
      'ip',
      'userAgent',
      'fbclid',
      'fbc',
      'fbp',
      'ttclid',
      'ttp',
      'gclid',
    ]);
    expect(prepared(EVERYTHING, POOR_EVENT).matchKeys).toEqual(['externalId']);
    expect(
      prepared({ method: 'GET', url: 'https://x.example.com/?a={email|default:none}' }, POOR_EVENT).matchKeys,
    ).not.toContain('externalId');
  });

  test('what could not be used is warned of by its name, what is missing is not', () => {
    expect(prepared(EVERYTHING).warnings).toEqual([]);
    expect(prepared(EVERYTHING, POOR_EVENT).warnings).toEqual([]);
    const lead = { email: 'none', phone: '12', answers: { sum: 'many' } };
    const body = '{"a":"{email_sha256}{phone|normal}{phone_sha256}{city}","b":{answers.sum|fixed:2}}';
    expect(prepared({ body }, eventOf({ lead })).warnings).toEqual([
      'email could not be used and was left out.',
      'phone could not be used and was left out.',
      'answers.sum could not be used and was left out.',
    ]);
  });

  test.each([
    ['6 days and 23 hours old', '2026-11-13T13:00:30.000Z', null],
    ['older than 7 days', '2026-11-13T11:59:30.000Z', 'TOO_OLD'],
  ])('an event %s', (_name, eventTime, skip) => {
    const { unsendable } = prepared({}, eventOf({ eventTime }));
    expect(unsendable?.skip ?? null).toBe(skip);
  });

  test('a pixel whose settings are broken sends nothing and says so', () => {
    const without = custom.prepare(eventOf(), { ...targetOf(), custom: null }, NOW);
    expect(without.unsendable?.message).toMatch(/no URL/);
    expect(prepared({ url: 'none' }).unsendable?.message).toMatch(/URL/);
    expect(prepared({ signingSecrets: ['whsec_'] }).unsendable?.message).toMatch(/signing secret/);
  });
});
