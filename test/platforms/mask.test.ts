import fc from 'fast-check';
import { maskedBody, maskedWords, maskMiddle, maskText, traceIdOf } from '../../src/platforms/mask';

const HASH = 'a'.repeat(64);

describe('a text of a platform', () => {
  it.each([
    ['user a.b+c@example.co.uk is unknown', 'user <e-mail> is unknown'],
    ['"a@b.example","x"', '"<e-mail>","x"'],
    ['call +1 (650) 555-1212 now', 'call <number> now'],
    ['object 1234567890123456', 'object <number>'],
    [`hash ${HASH}!`, 'hash <hash>!'],
    ['md5 5d41402abc4b2a76b9719d911017c592', 'md5 <hash>'],
    ['from 8.8.8.8 and 2606:4700:4700::1111', 'from <ip> and <ip>'],
    ['fbc fb.1.1554763741205.IwAR0-abc_DEF is old', 'fbc <click id> is old'],
    ['at 12:30:45, code 190/463, 12 of 1000 events', 'at 12:30:45, code 190/463, 12 of 1000 events'],
    ['data[3].user_data.em is not hashed', 'data[3].user_data.em is not hashed'],
    ['a\u0000b\ud800', 'a\ufffdb\ufffd'],
  ])('%j shows as %j', (text, shown) => {
    expect(maskText(text)).toBe(shown);
  });

  it('shows no e-mail address and no phone number, wherever it stands', () => {
    const phone = fc.tuple(fc.integer({ min: 100, max: 999 }), fc.integer({ min: 1_000_000, max: 9_999_999 }));
    fc.assert(
      fc.property(fc.string(), fc.emailAddress(), phone, fc.string(), (before, email, [area, number], after) => {
        const shown = maskText(`${before} ${email} ${after} +1 ${area} ${number} ${before}`);
        expect(shown).not.toContain(String(number));
        expect(shown).not.toContain(email);
      }),
    );
  });

  it('in a message is one line of at most 1,000 characters', () => {
    expect(maskedWords(' a\n b\t c ')).toBe('a b c');
    expect(maskedWords('x'.repeat(5_000))).toHaveLength(1_001);
  });
});

describe('a reply in the history', () => {
  it('stays JSON where it is, with names masked too and trace ids kept', () => {
    const body = {
      code: '40002',
      request_id: '20260302120000123456789',
      fbtrace_id: 'AbC-123456789',
      text: 'a@b.example',
      list: ['+1 650 555 1212', 7, true, null, 16505551212],
      'a@b.example': { trace: 'a@b.example' },
    };
    expect(maskedBody(JSON.stringify(body))).toEqual({
      code: '40002',
      request_id: '20260302120000123456789',
      fbtrace_id: 'AbC-123456789',
      text: '<e-mail>',
      list: ['<number>', 7, true, null, '<number>'],
      '<e-mail>': { trace: '<e-mail>' },
    });
  });

  it.each([
    ['much text', 'word '.repeat(10_000)],
    ['much JSON', JSON.stringify(Array.from({ length: 3_000 }, () => 'a@b.example'))],
    ['what grows by masking', 'a@b '.repeat(1_000)],
    ['what grows by escaping', '\u0001'.repeat(4_000)],
    ['letters of several bytes', '語'.repeat(4_000)],
    ['pairs of surrogates', '🎉'.repeat(4_000)],
    ['nesting without end', '['.repeat(4_000) + ']'.repeat(4_000)],
  ])('has at most 4 KiB: %s', (_what, body) => {
    const shown = JSON.stringify(maskedBody(body));
    expect(Buffer.byteLength(shown)).toBeLessThanOrEqual(4_096);
    expect(Buffer.byteLength(shown)).toBeGreaterThan(1_000);
    expect(shown).not.toMatch(/\\ud[89a-f]|b\.example/);
  });

  it('shows no half of an address at its end', () => {
    for (let before = 16_300; before < 16_400; before += 3) {
      const shown = JSON.stringify(maskedBody(`${'1'.repeat(before)} john.smith@example.com`));
      expect(shown).not.toContain('john');
    }
  });
});

it.each([
  ['AbC-1_d=', 'AbC-1_d='],
  ['20260302:1.2/3', '20260302:1.2/3'],
  ['', null],
  ['a b', null],
  ['a@b', null],
  ['x'.repeat(129), null],
  [7, null],
  [undefined, null],
])('trace id %j is %s', (value, id) => {
  expect(traceIdOf(value)).toBe(id);
});

it.each([
  ['8.8.8.8', '***'],
  ['fb.1.123.AbCdEf', 'fb.1***Ef'],
  ['', '***'],
])('%j is recognised as %s', (text, shown) => {
  expect(maskMiddle(text)).toBe(shown);
});
