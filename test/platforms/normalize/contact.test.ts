import { dateOfBirthOf } from '../../../src/platforms/normalize/date-of-birth';
import { emailOf } from '../../../src/platforms/normalize/email';
import { externalIdOf } from '../../../src/platforms/normalize/external-id';
import { genderOf } from '../../../src/platforms/normalize/gender';
import { hashedOrHash, sha256Hex } from '../../../src/platforms/normalize/hash';
import { publicIpOf } from '../../../src/platforms/normalize/ip';
import { nameOf } from '../../../src/platforms/normalize/names';
import { phoneOf } from '../../../src/platforms/normalize/phone';

it.each([
  [' John_Smith@GMAIL.com\n', 'john_smith@gmail.com'],
  ['a.b+tag@sub.example.co.uk', 'a.b+tag@sub.example.co.uk'],
  ['JOSÉ@exámple.com', 'josé@exámple.com'],
  ['a@localhost', null],
  ['a@@example.com', null],
  ['a b@example.com', null],
  ['@example.com', null],
  ['a@example.', null],
  ['.a@example.com', null],
  ['a.@example.com', null],
  ['a..b@example.com', null],
  ['Ada <a@example.com>', null],
  [`${'a'.repeat(250)}@example.com`, null],
  ['', null],
])('e-mail %j is %s', (raw, email) => {
  expect(emailOf(raw)).toBe(email);
});

it.each([
  ['+1 (650) 555-1212', null, '+16505551212'],
  ['650.555.1212', 'us', '+16505551212'],
  ['1-650-555-1212 ext. 7', 'us', '+16505551212'],
  ['+44 (0)20 7946 0958', null, '+442079460958'],
  ['020 7946 0958', 'gb', '+442079460958'],
  ['0049 (30) 901820', null, '+4930901820'],
  ['030 901820', 'de', '+4930901820'],
  ['16505551212', null, '+16505551212'],
  ['+49 30 901820', 'us', '+4930901820'],
  ['555-1212', 'us', null],
  ['12345', null, null],
  ['0000000000', 'us', null],
  ['', 'us', null],
  ['call me', 'us', null],
  ['16505551212', 'xx', '+16505551212'],
])('phone %j in %s is %s', (raw, country, e164) => {
  expect(phoneOf(raw, country).e164).toBe(e164);
});

it.each([
  ['555-1212', '5551212'],
  ['00 12345', '12345'],
  ['000', null],
  ['x', null],
])('phone %j that is no valid number has the digits %s', (raw, digits) => {
  expect(phoneOf(raw, null)).toEqual({ e164: null, digits });
});

it.each([
  ["O'Connor", 'oconnor'],
  ['O’Connor', 'oconnor'],
  [' Jean-Luc ', 'jeanluc'],
  ['Mary Ann', 'maryann'],
  ['François', 'françois'],
  ['李 明', '李明'],
  ['St. John’s', 'stjohns'],
  ['...', null],
  [' ', null],
])('name %j is %s', (raw, name) => {
  expect(nameOf(raw)).toBe(name);
});

const TODAY = new Date('2026-03-02T12:00:00Z');
it.each([
  ['1997-02-16', '19970216'],
  ['19970216', '19970216'],
  ['1997/2/6', '19970206'],
  [' 1997.02.16 ', '19970216'],
  ['31/12/1990', '19901231'],
  ['12-31-1990', '19901231'],
  ['07.07.1990', '19900707'],
  ['02/01/1990', null],
  ['1990-02-30', null],
  ['1990-13-01', null],
  ['1899-12-31', null],
  ['1900-01-01', '19000101'],
  ['2026-03-02', '20260302'],
  ['2026-03-03', null],
  ['1997', null],
  ['199702', null],
  ['1997021', null],
  ['1997-02-16T00:00:00Z', null],
  ['', null],
])('date of birth %j is %s', (raw, date) => {
  expect(dateOfBirthOf(raw, TODAY)).toBe(date);
});

it.each([
  ['F', 'f'],
  [' Female ', 'f'],
  ['man', 'm'],
  ['MALE', 'm'],
  ['x', null],
  ['', null],
  ['constructor', null],
])('gender %j is %s', (raw, gender) => {
  expect(genderOf(raw)).toBe(gender);
});

it.each([
  ['8.8.8.8', '8.8.8.8'],
  [' 2606:4700:4700:0:0:0:0:1111 ', '2606:4700:4700::1111'],
  ['::ffff:8.8.8.8', '8.8.8.8'],
  ['10.0.0.1, 172.16.5.5, 8.8.4.4, 8.8.8.8', '8.8.4.4'],
  ['unknown, 8.8.8.8', '8.8.8.8'],
  ['8.8.8.8:51234', '8.8.8.8'],
  ['[2606:4700:4700::1111]:443', '2606:4700:4700::1111'],
  ['127.0.0.1', null],
  ['169.254.169.254', null],
  ['100.64.0.1', null],
  ['fe80::1', null],
  ['fc00::1', null],
  ['::1', null],
  ['8', null],
  ['8.8', null],
  ['134744072', null],
  ['0x08080808', null],
  ['8.8.8.800', null],
  ['', null],
])('IP address %j is %s', (raw, ip) => {
  expect(publicIpOf(raw)).toBe(ip);
});

it('an external id is lower-cased, without spaces', () => {
  expect(externalIdOf(' Lead 7-ÄB ')).toBe('lead7-äb');
  expect(externalIdOf(' \n')).toBeNull();
});

describe('a hash', () => {
  const HASH = sha256Hex('x');
  const never = () => {
    throw new Error('must not be normalised');
  };

  it.each([
    [HASH, HASH],
    [` ${HASH.toUpperCase()}\n`, HASH],
    [`${HASH}.AQ`, HASH],
    [`${HASH}.AQQCAQMC`, HASH],
  ])('that is one already is passed on once: %s', (raw, hash) => {
    expect(hashedOrHash(raw, never)).toBe(hash);
  });

  it.each([`${HASH}a`, `a${HASH}`, `${HASH}.AQQ`, HASH.slice(1), '5d41402abc4b2a76b9719d911017c592'])(
    'that is almost one is hashed like any text: %s',
    (raw) => {
      expect(hashedOrHash(raw, (text) => text)).toBe(sha256Hex(raw));
    },
  );

  it('of nothing is never made, nor passed on but as Meta does', () => {
    for (const raw of [null, undefined, '', ' ']) expect(hashedOrHash(raw, (text) => text.trim())).toBeNull();
    expect(hashedOrHash('x', () => null)).toBeNull();
    expect(hashedOrHash(sha256Hex(''), never)).toBeNull();
    expect(hashedOrHash(sha256Hex(''), never, { asMeta: true })).toBe(sha256Hex(''));
  });

  it('is of the composed form, whatever came', () => {
    expect(hashedOrHash('e\u0301', (text) => text)).toBe(sha256Hex('é'));
  });
});
