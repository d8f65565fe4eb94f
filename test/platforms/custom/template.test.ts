import { parseTemplate, render } from '../../../src/platforms/custom/template';
import { eventOf, filled, POOR_EVENT } from './fixtures';

/** The template with each macro as its text in angle brackets. */
function read(text: string): string {
  return render(parseTemplate(text).parts, (use) => `<${use.text}>`);
}

describe('which braces are macros', () => {
  test.each([
    ['no macro at all', 'a plain text', 'a plain text'],
    ['a macro', '{lead_id}', '<lead_id>'],
    ['macros side by side', '{lead_id}{email}', '<lead_id><email>'],
    ['modifiers', '{email|lower|sha256}', '<email|lower|sha256>'],
    ['a JSON object', '{"id":"{lead_id}","value":{value}}', '{"id":"<lead_id>","value":<value>}'],
    ['nested JSON', '{"a":{"b":{"c":{value}}}}', '{"a":{"b":{"c":<value>}}}'],
    ['an empty object', '{"a":{},"b":[{}]}', '{"a":{},"b":[{}]}'],
    ['a brace before a space', 'mutation { add(id: "{lead_id}") { id } }', 'mutation { add(id: "<lead_id>") { id } }'],
    ['a brace at the end', 'a{', 'a{'],
    ['a closing brace alone', 'a}b', 'a}b'],
    ['a brace before a digit', '{1}', '{1}'],
    ['a doubled brace before a letter', '{{id}', '{id}'],
    ['a brace and a macro', '{{{event_id}}', '{<event_id>}'],
    ['two literal braces before a letter', '{{{{id}', '{{id}'],
    ['doubled braces elsewhere', '{{ name }} {{"a"', '{{ name }} {{"a"'],
    ['an answer whose key has spaces and dots', '{answers.Dein Alter. Jahre}', '<answers.Dein Alter. Jahre>'],
    ['a colon in an argument', '{event_time|date:HH:mm}', '<event_time|date:HH:mm>'],
  ])('%s', (_name, text, expected) => {
    expect(parseTemplate(text).problems).toEqual([]);
    expect(read(text)).toBe(expected);
  });
});

describe('what is refused', () => {
  test.each([
    ['an unknown macro', '{leadid}', /there is no macro \{leadid\}; did you mean \{lead_id\}\? There are \{lead_id\}/],
    ['a macro nothing is like', '{transaction}', /there is no macro \{transaction\}; there are \{lead_id\} \{status\}/],
    ['other capitals', '{Email}', /did you mean \{email\}/],
    ['a name of Object.prototype', '{constructor}', /there is no macro \{constructor\}/],
    ['answers without a key', '{answers.}', /there is no macro \{answers\.\}/],
    ['a space before the bar', '{email |lower}', /there is no macro \{email \}/],
    ['a colon for a bar', '{email:lower}', /there is no macro/],
    ['an unknown modifier', '{email|sha1}', /\{email\|sha1\}: there is no modifier sha1; there are lower, upper, trim/],
    ['an empty modifier', '{email|}', /there is no modifier/],
    ['an argument where none belongs', '{email|lower:2}', /lower takes nothing behind a colon/],
    ['no argument', '{value|fixed}', /fixed wants a number of decimals from 0 to 8/],
    ['a wrong argument', '{value|fixed:9}', /fixed wants/],
    ['cutting to nothing', '{city|cut:0}', /cut wants a number of characters from 1 to 1000/],
    ['times what is no number', '{value|times:x}', /times wants a number/],
    ['a map without pairs', '{status|map:A}', /map wants pairs/],
    ['an empty default', '{city|default:}', /default wants a text/],
    ['a default without a colon', '{city|default}', /default wants a text/],
    ['a normal form of what has none', '{lead_id|normal}', /lead_id has no normal form/],
    ['too many modifiers', `{city${'|trim'.repeat(11)}}`, /more than 10 modifiers/],
    ['a macro without an end', 'a={lead_id', /\{lead_id has no closing \}/],
    ['a macro cut by a quote', '"{lead_id":1}', /\{lead_id has no closing \}/],
    ['the double braces of other services', '{{email|lower}}', /macros have single braces here, \{email\|lower\}/],
  ])('%s', (_name, text, problem) => {
    const { problems } = parseTemplate(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
  });

  test('all problems are told at once', () => {
    expect(parseTemplate('{a}{email|b|c}{value|fixed}').problems).toHaveLength(4);
  });
});

describe('modifiers', () => {
  const hash = 'A'.repeat(64);
  const at = (fields: object) => eventOf({ lead: fields });
  test.each([
    ['is missing', '{email}', at({}), ''],
    ['is an empty text', '{email|default:none}', at({ email: '' }), 'none'],
    ['is blank once trimmed', '{email|trim|default:none}', at({ email: '  ' }), 'none'],
    ['is missing, whatever comes after', '{email|lower|sha256|upper}', at({}), ''],
    ['is never hashed as an empty text', '{city|digits|sha256}', at({ address: { city: 'Bonn' } }), ''],
    ['came as a hash', '{email|normal|sha256}', at({ email: hash }), hash.toLowerCase()],
    ['came as a hash and is wanted raw', '{email}', at({ email: hash }), hash],
    ['came as a SHA-256 and is wanted as MD5', '{email|md5}', at({ email: hash }), ''],
    ['came as an MD5', '{email|md5}', at({ email: 'B'.repeat(32) }), 'b'.repeat(32)],
    ['is no e-mail', '{email_sha256}', at({ email: 'none' }), ''],
    ['is no number in its country', '{phone|normal}', at({ phone: '12' }), ''],
    [
      'is a phone of another country',
      '{phone|normal}',
      at({ phone: '020 7946 0018', address: { country: 'GB' } }),
      '+442079460018',
    ],
    ['is outside the map', '{gender|map:f=1,m=2}', at({ gender: 'x' }), ''],
    ['is outside the map, with a default', '{gender|map:f=1,m=2|default:0}', at({ gender: 'x' }), '0'],
    ['fits the map but for its case', '{gender|map:Female=1}', at({ gender: ' female ' }), '1'],
    ['is no number', '{answers.a|fixed:2}', at({ answers: { a: 'many' } }), ''],
    ['is a number as text', '{answers.a|fixed:1}', at({ answers: { a: ' 2.25 ' } }), '2.3'],
    [
      'is a very large number',
      '{answers.a|times:100}',
      at({ answers: { a: '999999999999.9999' } }),
      '99999999999999.99',
    ],
    ['is a number with an exponent', '{answers.a}', at({ answers: { a: 1e21 } }), '1000000000000000000000'],
    ['is no time', '{answers.a|iso}', at({ answers: { a: 'tomorrow' } }), ''],
    ['is a day', '{answers.a|seconds}', at({ answers: { a: '1970-01-02' } }), '86400'],
    ['is an impossible day', '{answers.a|date}', at({ answers: { a: '2026-13-45' } }), ''],
    ['has half of a pair cut off', '{city|cut:2}', at({ address: { city: 'a😀b' } }), 'a😀'],
    ['is an answer that was not given', '{answers.toString}', at({ answers: {} }), ''],
    ['is a list', '{answers.a|upper}', at({ answers: { a: ['x', 'y'] } }), 'X,Y'],
    ['is an empty list', '{answers.a|default:none}', at({ answers: { a: [] } }), 'none'],
    ['is false', '{answers.a|default:none}', at({ answers: { a: false } }), 'false'],
    ['is nought', '{value|fixed:2}', eventOf({ value: { amount: '0', currency: 'USD' } }), '0.00'],
    ['is missing, for a sum', '{value|fixed:2|default:0.00}', POOR_EVENT, '0.00'],
    [
      'is a click made into fbc',
      '{fbc}',
      at({ clickIds: { fbclid: 'Ab' }, clickedAt: '2026-11-20T11:00:00Z' }),
      'fb.1.1795172400000.Ab',
    ],
  ])('a value that %s: %s', (_name, template, event, expected) => {
    expect(filled(template, event)).toBe(expected);
  });
});
