import { echoOf, repeats } from '../../src/platforms/echo';

const TOLD = ['EAAB"x/y+z\\', 'Zoë Ångström', '(650) 555-1212', 'ada', 'CA', '東京都'];

describe('what a platform was told', () => {
  test.each([
    ['as it is', 'token EAAB"x/y+z\\ is bad', 'token *** is bad'],
    ['in a URL', `?t=${encodeURIComponent('EAAB"x/y+z\\')}&a=1`, '?t=***&a=1'],
    ['in a form', 'name=Zo%C3%AB+%C3%85ngstr%C3%B6m&x', 'name=***&x'],
    ['in a header', 'X-Name: Zo%C3%AB %C3%85ngstr%C3%B6m', 'X-Name: ***'],
    ['in JSON', '{"t":"EAAB\\"x/y+z\\\\"', '{"t":"***"'],
    ['in JSON in JSON', '{\\"t\\":\\"EAAB\\\\\\"x/y+z\\\\\\\\\\"', '{\\"t\\":\\"***\\"'],
    ['in other letters', 'ZOË ÅNGSTRÖM', '***'],
    ['a phone by its digits', 'to 6505551212!', 'to ***!'],
    ['a short word', 'for Ada, by Ada', 'for ***, by ***'],
    ['a short word, but not inside of another', 'adapter of Canada', 'adapter of Canada'],
    ['two letters, which are no one’s', 'in CA', 'in CA'],
    ['another script', '東京都に', '東京都に'],
  ])('%s', (_what, words, clean) => {
    expect(echoOf(words, TOLD).clean(words)).toBe(clean);
    expect(repeats(words, TOLD)).toBe(words !== clean);
  });

  test('is masked in values, keys and numbers of JSON, which stays JSON', () => {
    const body = JSON.stringify({ 'Zoë Ångström': ['Ada', 650_555], n: 4_155_550, kept: 7 });
    expect(echoOf(body, [...TOLD, '4155550']).shown).toEqual({ '***': ['***', 650_555], n: '***', kept: 7 });
  });

  test('is found behind escapes', () => {
    const { shown, clean } = echoOf('{"m":"Zo\\u00eb \\u00c5ngstr\\u00f6m"}', TOLD);
    expect(shown).toEqual({ m: '***' });
    expect(clean('Zoë Ångström')).toBe('***');
  });

  test('is not shown by half where the reply is cut', () => {
    expect(echoOf(`1234${'-shared-secret-1'.repeat(800)}`, ['shared-secret-1']).shown).not.toMatch(/share|secret/);
  });
});

test('a reply that repeats nothing is shown as it is', () => {
  const body = { ok: true, adapter: 'v2', count: 3 };
  expect(echoOf(JSON.stringify(body), [...TOLD, '', 'nobody']).shown).toEqual(body);
});

test('a thousand events are looked through in no time', () => {
  const told = Array.from(
    { length: 6_000 },
    (_, index) => `Mozilla/5.0 (X11; Linux x86_64; rv:${index}) Firefox/130.0`,
  );
  const body = JSON.stringify({ events_received: 1_000, messages: [], fbtrace_id: 'AbC-1_dEfG' });
  const started = performance.now();
  echoOf(body, told);
  expect(performance.now() - started).toBeLessThan(100);
});
