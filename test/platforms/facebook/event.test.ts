import type { LeadData } from '../../../src/domain/lead';
import { facebook } from '../../../src/platforms/facebook';
import { sha256Hex } from '../../../src/platforms/normalize/hash';
import { conversionEvent, NOW, PERSONAL_TEXTS, pixelTarget, RICH_LEAD } from '../conversion-events';

type Body = Record<string, unknown> & { user_data: Record<string, unknown> };

function prepare(lead: LeadData = RICH_LEAD, fields: Parameters<typeof conversionEvent>[1] = {}, settings = {}) {
  const prepared = facebook.prepare(conversionEvent(lead, fields), pixelTarget({ settings }), NOW);
  return { ...prepared, body: prepared.body as Body };
}

const MATCHED: LeadData = { email: 'a@example.com' };
const ago = (ms: number) => new Date(NOW.getTime() - ms).toISOString();
const A_WEEK = 7 * 86_400_000;

describe('the body of an event', () => {
  it('of a rich lead has everything in Facebook’s own form', () => {
    const { body, matchKeys, warnings, unsendable } = prepare();
    expect(body).toEqual({
      event_name: 'Lead',
      event_time: 1772452770,
      event_id: 'event-1',
      action_source: 'website',
      event_source_url: 'https://www.example.com/landing?utm_source=fb&fbclid=IwAR0-abc_DEF',
      user_data: {
        em: ['62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f'],
        ph: ['e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176'],
        fn: ['6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec'],
        ln: [sha256Hex('oconnorsmith')],
        db: ['01acdbf6ec7b4f478a225f1a246e5d6767eeab1a7ffa17f025265b5b94f40f0c'],
        ge: ['252f10c83610ebca1a059c0bae8255eba2f95be4d1d7bcfa89d7248a82d9f111'],
        ct: ['350c754ba4d38897693aa077ef43072a859d23f613443133fecbbd90a3512ca5'],
        st: ['6959097001d10501ac7d54c0bdb8db61420f658f2922cc26e46d536119a31126'],
        zp: ['1794327a4d443904421f5ca1f3d72d0a62ba2f0770d80755ec2220fc0efb052e'],
        country: ['79adb2a2fce5c6ba215fe5f27f532d4e7edbac4b6a5e09e1ef3a08084a904621'],
        external_id: [sha256Hex('lead-1')],
        client_ip_address: '2606:4700:4700::1111',
        client_user_agent: 'Mozilla/5.0 (X11; Linux x86_64)',
        fbc: 'fb.1.1772449200000.IwAR0-abc_DEF',
        fbp: 'fb.1.1772452700000.1098115397',
      },
      custom_data: { value: 12.5, currency: 'EUR' },
    });
    expect(matchKeys).toEqual(
      'email phone firstName lastName dateOfBirth gender city state postalCode country externalId ip userAgent fbc fbp'.split(
        ' ',
      ),
    );
    expect([warnings, unsendable]).toEqual([[], null]);
  });

  it('of a poor lead has what there is, and no key without a value', () => {
    const { body, matchKeys, unsendable } = prepare(
      { email: 'A@example.com', phone: '', gender: null },
      { actionSource: 'PHONE_CALL' },
    );
    expect(body).toEqual({
      event_name: 'Lead',
      event_time: 1772452770,
      event_id: 'event-1',
      action_source: 'phone_call',
      user_data: { em: [sha256Hex('a@example.com')], external_id: [sha256Hex('lead-1')] },
    });
    expect([matchKeys, unsendable]).toEqual([['email', 'externalId'], null]);
  });

  it('leaves out what is unusable, and tells so by name alone', () => {
    const lead: LeadData = {
      ...MATCHED,
      phone: 'none',
      dateOfBirth: '02/03/1990',
      gender: 'robot',
      address: { country: 'Atlantis', postalCode: '-', city: '123', state: '!' },
      ipAddress: '192.168.0.1',
      userAgent: '  ',
      sourceUrl: 'example.com',
      clickIds: { fbc: 'fb.1.123.', fbp: 'fbp' },
    };
    const { body, warnings } = prepare(lead, { actionSource: 'CHAT' });
    expect(Object.keys(body.user_data)).toEqual(['em', 'external_id']);
    expect(warnings).toEqual([
      ...'phone dateOfBirth gender city state postalCode country ip userAgent fbc fbp'
        .split(' ')
        .map((name) => `${name} could not be used and was left out.`),
      'sourceUrl is no http or https address and was left out.',
    ]);
  });

  it('passes on what is hashed already, once and in lower case, and says what is odd about it', () => {
    const hash = sha256Hex('a@example.com');
    const { body, warnings } = prepare(
      {
        email: ` ${hash.toUpperCase()}.AQQCAQMC `,
        phone: '5D41402ABC4B2A76B9719D911017C592',
        lastName: sha256Hex(''),
      },
      { actionSource: 'CHAT' },
    );
    expect(body.user_data).toMatchObject({ em: [hash], ph: ['5d41402abc4b2a76b9719d911017c592'], ln: [sha256Hex('')] });
    expect(warnings).toEqual([
      expect.stringMatching(/^phone is an MD5/),
      expect.stringMatching(/^lastName is the hash of an empty text/),
    ]);
  });

  it('hashes composed and decomposed Unicode alike', () => {
    const of = (firstName: string) => prepare({ ...MATCHED, firstName }).body.user_data.fn;
    expect(of('Vale\u0301ry')).toEqual(of('Valéry'));
    expect(of('\u1103\u1161')).toEqual(of('다'));
  });

  it.each([
    ['(650) 555-1212', 'US', '16505551212', false],
    ['+44 (0)20 7946 0958', null, '442079460958', false],
    ['0049 30 901820', null, '4930901820', false],
    ['030 901820', 'Germany', '4930901820', false],
    ['555-1212', null, '5551212', true],
    ['0000123', 'US', '123', true],
  ])('phone %s of %s is hashed as %s, with a warning: %s', (phone, country, digits, warns) => {
    const { body, warnings } = prepare({ phone, address: { country } }, { actionSource: 'CHAT' });
    expect(body.user_data.ph).toEqual([sha256Hex(digits)]);
    expect(warnings.some((text) => text.startsWith('phone is no valid number'))).toBe(warns);
  });

  it.each([
    ['0', '0'],
    ['12.5', '12.5'],
    ['0.0001', '0.0001'],
    ['499999999999.9999', '499999999999.9999'],
    ['999999999999.9999', '999999999999.9999'],
    ['600000000000.0003', '600000000000.0003'],
    ['999999999999.9997', '999999999999.9997'],
  ])('an amount of %s goes out as the number %s', (amount, digits) => {
    const prepared = prepare(MATCHED, { value: { amount, currency: 'EUR' } });
    const { body } = facebook.buildRequest([prepared], pixelTarget(), { testEventCode: null, now: NOW });
    expect(body).toContain(`"custom_data":{"value":${digits},"currency":"EUR"}`);
    expect(String(JSON.parse(JSON.stringify(prepared.shown)).custom_data.value)).toBe(digits);
  });

  it('has nothing of the lead in custom_data but the value', () => {
    expect(prepare().body.custom_data).toEqual({ value: 12.5, currency: 'EUR' });
    expect(prepare(MATCHED).body).not.toHaveProperty('custom_data');
  });

  it.each([
    [{}, {}],
    [{ optOut: false, limitedDataUse: false }, {}],
    [{ optOut: true }, { opt_out: true }],
    [
      { limitedDataUse: true },
      { data_processing_options: ['LDU'], data_processing_options_country: 1, data_processing_options_state: 1_000 },
    ],
  ])('settings %j add %j', (settings, added) => {
    const { event_name, event_time, event_id, action_source, event_source_url, user_data, custom_data, ...rest } =
      prepare(RICH_LEAD, {}, settings).body;
    expect(rest).toEqual(added);
  });

  it('warns that limited data use needs the address it is told by', () => {
    const ofLead = (lead: LeadData) =>
      prepare(lead, { actionSource: 'CHAT' }, { limitedDataUse: true }).warnings.join();
    expect(ofLead(MATCHED)).toMatch(/IP address/);
    expect(ofLead({ ...MATCHED, ipAddress: '8.8.8.8' })).toBe('');
  });
});

describe('click ids', () => {
  const fbcOf = (lead: LeadData, eventTime?: string) =>
    prepare({ ...MATCHED, ...lead }, { actionSource: 'CHAT', ...(eventTime ? { eventTime } : {}) }).body.user_data.fbc;
  const clickedAt = '2026-03-02T10:00:00.000Z';
  const CLICKED = Date.parse(clickedAt);

  it.each<[string, LeadData, string | undefined]>([
    [
      'fbc is made of the fbclid and the click’s time',
      { clickIds: { fbclid: 'AbC-1_' }, clickedAt },
      `fb.1.${CLICKED}.AbC-1_`,
    ],
    [
      'fbc is kept where its payload is the fbclid',
      { clickIds: { fbclid: 'AbC', fbc: 'fb.2.123.AbC.Bg' }, clickedAt },
      'fb.2.123.AbC.Bg',
    ],
    ['fbc is kept where there is no fbclid', { clickIds: { fbc: 'fb.1.123.AbC' } }, 'fb.1.123.AbC'],
    ['fbc is kept where the fbclid is none', { clickIds: { fbc: 'fb.1.123.AbC', fbclid: 'a b' } }, 'fb.1.123.AbC'],
    [
      'a newer fbclid replaces it',
      { clickIds: { fbclid: 'New', fbc: 'fb.1.123.Old' }, clickedAt },
      `fb.1.${CLICKED}.New`,
    ],
    ['case is part of it', { clickIds: { fbclid: 'abc', fbc: 'fb.1.123.ABC' }, clickedAt }, `fb.1.${CLICKED}.abc`],
    ['a malformed fbc is replaced', { clickIds: { fbclid: 'AbC', fbc: 'AbC' }, clickedAt }, `fb.1.${CLICKED}.AbC`],
    [
      'the page’s fbclid stands in',
      { sourceUrl: 'https://a.example/?x=1&fbclid=Page_1#top', clickedAt },
      `fb.1.${CLICKED}.Page_1`,
    ],
    [
      'the lead’s own goes first',
      { sourceUrl: 'https://a.example/?fbclid=Page', clickIds: { fbclid: 'Own' }, clickedAt },
      `fb.1.${CLICKED}.Own`,
    ],
    ['without any there is none', { sourceUrl: 'https://a.example/?fbclid=' }, undefined],
  ])('%s', (_what, lead, expected) => {
    expect(fbcOf(lead)).toBe(expected);
  });

  it.each([
    ['is not told', null],
    ['is in the future', '2027-01-01T00:00:00.000Z'],
    ['is before Facebook', '1960-01-01T00:00:00.000Z'],
  ])('where the click’s time %s, the event’s stands in', (_what, odd) => {
    expect(fbcOf({ clickIds: { fbclid: 'AbC' }, clickedAt: odd })).toBe('fb.1.1772452770700.AbC');
  });
});

describe('an event that Facebook would refuse is not sent', () => {
  const unsendable = (lead: LeadData, fields: Parameters<typeof conversionEvent>[1]) =>
    prepare(lead, fields).unsendable;
  const CHAT = { actionSource: 'CHAT' as const };

  it.each<[string, LeadData]>([
    ['nothing', {}],
    ['an IP address alone', { ipAddress: '8.8.8.8' }],
    ['a user agent alone', { userAgent: 'Mozilla' }],
    ['names alone', { firstName: 'A', lastName: 'B' }],
    ['a place alone', { address: { city: 'Bonn', country: 'DE', postalCode: '53111' }, gender: 'f' }],
    ['an e-mail that is none', { email: 'none' }],
    ['the hash of nothing', { email: sha256Hex('') }],
  ])('with %s', (_what, lead) => {
    expect(unsendable(lead, CHAT)).toMatchObject({ skip: 'NO_MATCH_KEYS' });
  });

  it.each<[string, LeadData]>([
    ['an e-mail', MATCHED],
    ['a phone', { phone: '+16505551212' }],
    ['a click id', { clickIds: { fbclid: 'AbC' } }],
    ['a browser id', { clickIds: { fbp: 'fb.1.1772452700000.1' } }],
    ['an IP address with a user agent', { ipAddress: '8.8.8.8', userAgent: 'Mozilla' }],
    ['names with a place', { firstName: 'A', lastName: 'B', address: { postalCode: '53111' } }],
  ])('but with %s it is', (_what, lead) => {
    expect(unsendable(lead, CHAT)).toBeNull();
  });

  it.each([
    ['7 days old', A_WEEK, null],
    ['older than 7 days', A_WEEK + 1, 'TOO_OLD'],
    ['5 minutes ahead', -300_000, null],
  ])('%s: %s', (_what, age, skip) => {
    expect(unsendable(MATCHED, { ...CHAT, eventTime: ago(age) })?.skip ?? null).toBe(skip);
  });

  it('further ahead it fails; a little ahead it happens now', () => {
    expect(unsendable(MATCHED, { ...CHAT, eventTime: ago(-300_001) })).toMatchObject({
      skip: null,
      message: expect.stringContaining('future'),
    });
    expect(prepare(MATCHED, { ...CHAT, eventTime: ago(-60_000) }).body.event_time).toBe(NOW.getTime() / 1000);
  });

  it.each<[string, LeadData, boolean]>([
    ['with page and browser', { ...MATCHED, userAgent: 'Mozilla', sourceUrl: 'http://a.example' }, true],
    ['without a browser', { ...MATCHED, sourceUrl: 'http://a.example' }, false],
    ['without a page', { ...MATCHED, userAgent: 'Mozilla' }, false],
    ['with an app’s page', { ...MATCHED, userAgent: 'Mozilla', sourceUrl: 'myapp://home' }, false],
    ['with a hashed browser', { ...MATCHED, userAgent: sha256Hex('Mozilla'), sourceUrl: 'http://a.example' }, false],
  ])('WEBSITE %s: sent is %s', (_what, lead, good) => {
    expect(unsendable(lead, { actionSource: 'WEBSITE' }) === null).toBe(good);
    for (const actionSource of ['PHONE_CALL', 'CHAT', 'SYSTEM_GENERATED'] as const) {
      expect(unsendable(lead, { actionSource })).toBeNull();
    }
  });

  it('an event whose name is too long', () => {
    const named = (length: number) => prepare(MATCHED, { ...CHAT, eventName: 'x'.repeat(length) }).unsendable;
    expect([named(50), named(51)]).toEqual([null, { skip: null, message: expect.stringContaining('50 characters') }]);
  });

  it('a Purchase without a value; 0 is one', () => {
    const purchase = { ...CHAT, eventName: 'Purchase' };
    expect(unsendable(MATCHED, purchase)).toMatchObject({ skip: null, message: expect.stringContaining('value') });
    expect(unsendable(MATCHED, { ...purchase, value: { amount: '0', currency: 'EUR' } })).toBeNull();
  });
});

describe('the history', () => {
  it('shows hashes and masks, nothing personal', () => {
    const prepared = prepare();
    const shown = JSON.stringify(prepared.shown);
    for (const text of PERSONAL_TEXTS) expect(shown.toLowerCase()).not.toContain(text);
    expect(prepared.shown).toMatchObject({
      event_source_url: 'https://www.example.com/landing?…',
      user_data: {
        em: prepared.body.user_data.em,
        client_ip_address: '2606***11',
        fbc: 'fb.1***EF',
        fbp: 'fb.1***97',
      },
    });
  });

  it('and what is sent holds no personal parameters of the page', () => {
    const sourceUrl =
      'https://u:p@a.example/thanks?plan=gold&Email=a%40b.example&first_name=Ada&ref=x@y.example#x@y.example';
    const { body, shown, warnings } = prepare({ ...MATCHED, sourceUrl });
    expect(body.event_source_url).toBe('https://a.example/thanks?plan=gold');
    expect(JSON.stringify(shown)).not.toMatch(/gold|b\.example|Ada/);
    expect(warnings).toContainEqual(expect.stringContaining('sourceUrl held personal data'));
  });
});
