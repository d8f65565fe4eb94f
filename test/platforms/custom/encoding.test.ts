import fc from 'fast-check';
import type { ConversionEvent } from '../../../src/domain/conversion-event';
import { eventOf, header, prepared, requestOf } from './fixtures';

const NASTY = `a"b\\c\r\nX-Evil: 1\t{"x":1}&y=2?#/../é😀<b>'\u2028`;

function withAnswer(text: unknown): ConversionEvent {
  return eventOf({ lead: { answers: { a: text as string } } });
}

const XML = header('Content-Type', 'text/xml');

describe('a value can’t leave its place', () => {
  const event = withAnswer(NASTY);

  test('in the path and the query of a URL', () => {
    const { url } = requestOf({ url: 'https://x.example.com/a/{answers.a}/b?c={answers.a}&d=1' }, event);
    const { pathname, searchParams, host } = new URL(url);
    expect(host).toBe('x.example.com');
    expect(pathname.split('/').map(decodeURIComponent)).toEqual(['', 'a', NASTY, 'b']);
    expect([...searchParams]).toEqual([
      ['c', NASTY],
      ['d', '1'],
    ]);
  });

  test('in a JSON body, inside and outside of quotes', () => {
    const { body } = requestOf(
      { body: '{"quoted":"<{answers.a}>","bare":{answers.a},"escaped":"\\"{answers.a}"}' },
      event,
    );
    expect(JSON.parse(body ?? '')).toEqual({ quoted: `<${NASTY}>`, bare: NASTY, escaped: `"${NASTY}` });
  });

  test.each(['text/plain', 'text/plain; charset=utf-8', 'application/octet-stream'])(
    'in JSON that is sent as %s',
    (type) => {
      const fields = { headers: [header('Content-Type', type)], body: ' {"quoted":"{answers.a}","bare":{answers.a}}' };
      const { body, headers } = requestOf(fields, event);
      expect(JSON.parse(body ?? '')).toEqual({ quoted: NASTY, bare: NASTY });
      expect(headers['content-type']).toBe(type);
      const inject = withAnswer('x","paid":true,"y":"');
      expect(Object.keys(JSON.parse(requestOf(fields, inject).body ?? ''))).toEqual(['quoted', 'bare']);
    },
  );

  test.each([
    ['{answers.a}', NASTY],
    ['[{lead_id}] {answers.a}', `[lead-7] ${NASTY}`],
    ['{ not: {answers.a} }', `{ not: ${NASTY} }`],
  ])('text that is no JSON is sent as it is: %s', (template, text) => {
    const fields = { headers: [header('Content-Type', 'text/plain')], body: template };
    expect(requestOf(fields, event).body).toBe(text);
  });

  test('in a form', () => {
    const { body, headers } = requestOf({ body: 'a={answers.a}&b=1' }, event);
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect([...new URLSearchParams(body ?? '')]).toEqual([
      ['a', NASTY],
      ['b', '1'],
    ]);
  });

  test('in XML', () => {
    const { body } = requestOf(
      { headers: [XML], body: '<a t="{answers.a}">{answers.a}</a>' },
      withAnswer(`<&>"'\u0001`),
    );
    expect(body).toBe('<a t="&lt;&amp;&gt;&quot;&apos;">&lt;&amp;&gt;&quot;&apos;</a>');
  });

  test('in a header: no second line, nothing that is not ASCII', () => {
    const { headers } = requestOf({ headers: [header('X-A', '{answers.a};{lead_id}')] }, event);
    expect(headers['x-a']).toMatch(/^[ -~]*;lead-7$/);
    expect(headers['x-a']).toContain('a"b\\c X-Evil: 1 {');
    expect(headers['x-a']).toContain('%C3%A9%F0%9F%98%80');
    expect(Object.keys(headers)).not.toContain('x-evil');
  });

  test('whatever the text is', () => {
    const headers = [header('X-A', '{answers.a}')];
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        const url = 'https://x.example.com/a/{answers.a}-/b?c={answers.a}';
        const json = requestOf({ url, headers, body: '{"a":"{answers.a}","b":{answers.a}}' }, withAnswer(text));
        expect(JSON.parse(json.body ?? '')).toEqual({ a: text, b: text });
        expect(new URL(json.url).searchParams.get('c')).toBe(text);
        expect(new URL(json.url).pathname.split('/')).toHaveLength(4);
        expect(json.headers['x-a']).toMatch(/^[ -~]*$/);
        const form = requestOf({ body: 'a={answers.a}' }, withAnswer(text));
        expect(new URLSearchParams(form.body ?? '').get('a')).toBe(text);
      }),
    );
  });

  test('and broken Unicode breaks nothing', () => {
    const fields = {
      url: 'https://x.example.com/{answers.a}',
      headers: [header('X-A', '{answers.a|cut:1}')],
      body: '{"a":"{answers.a|urlencode}","b":{answers.a}}',
    };
    const { url, body } = requestOf(fields, withAnswer('a\ud83d'));
    expect(url).toBe('https://x.example.com/a%EF%BF%BD');
    expect(JSON.parse(body ?? '')).toEqual({ a: 'a%EF%BF%BD', b: 'a\ufffd' });
  });
});

describe('a path is not left', () => {
  test.each(['..', '.%2e', '%2E%2e'])('by a value such as %s', (text) => {
    const { unsendable } = prepared({ url: 'https://x.example.com/v1/leads/{lead_id}' }, eventOf({ leadId: text }));
    expect(unsendable === null).toBe(text !== '..');
  });

  test('by two values that make dots together', () => {
    const fields = { url: 'https://x.example.com/v1/{lead_id}{status|map:QUALIFIED=.}/fire' };
    expect(prepared(fields, eventOf({ leadId: '.' })).unsendable).toMatchObject({ skip: null });
    expect(prepared(fields, eventOf({ leadId: 'a' })).unsendable).toBeNull();
  });

  test('an empty segment is no other path', () => {
    const { unsendable, body } = prepared({ url: 'https://x.example.com/v1/{answers.none}/fire' });
    expect(unsendable).toBeNull();
    expect(body).toMatchObject({ url: 'https://x.example.com/v1//fire' });
  });
});

describe('values outside of quotes in JSON keep their type', () => {
  const answers = { n: 4.5, t: true, s: '7', l: ['a', 1], none: null };
  const bare = (template: string) => {
    const { body } = requestOf({ body: `{"v":${template}}` }, eventOf({ lead: { answers } }));
    return JSON.parse(body ?? '').v;
  };
  test.each([
    ['{answers.n}', 4.5],
    ['{answers.t}', true],
    ['{answers.s}', '7'],
    ['{answers.l}', ['a', 1]],
    ['{answers.none}', null],
    ['{answers.none|default:0}', 0],
    ['{answers.none|default:n/a}', 'n/a'],
    ['{answers.none|default:false}', false],
    ['{answers.s|fixed:1}', 7],
    ['{answers.n|upper}', '4.5'],
    ['{answers}', answers],
    ['{value}', 25.5],
    ['{value|times:100|fixed:0}', 2550],
    ['{event_time}', 1_795_176_000],
    ['{event_time_iso}', '2026-11-20T12:00:00.250Z'],
    ['{lead_id}', 'lead-7'],
  ])('%s', (template, expected) => {
    expect(bare(template)).toEqual(expected);
  });
});
