import fc from 'fast-check';
import { hiderOf } from '../../src/platforms/hidden-texts';

const MASK = '***';
const hidden = (texts: string[], words: string) => hiderOf(texts, MASK, words)?.hide(words);
const times = (count: number, text: (index: number) => string) => Array.from({ length: count }, (_, i) => text(i));

describe('private texts in the words of others', () => {
  test.each<[what: string, text: string, words: string, shown: string]>([
    ['as it is', 'Ada Lovelace', 'Hello Ada Lovelace!', 'Hello ***!'],
    ['in any case', 'Ada Lovelace', 'ADA LOVELACE, ada lovelace', '***, ***'],
    ['in any case of any script', 'Αλέξανδρος', 'ΑΛΈΞΑΝΔΡΟΣ αλέξανδροσ', '*** ***'],
    ['with a letter that is longer in small', 'İstanbul Caddesi', 'x İSTANBUL CADDESI y', 'x *** y'],
    ['as URLs write it', 'Ada & Söhne', 'q=Ada%20%26%20S%c3%b6hne&b=1', 'q=***&b=1'],
    ['as forms write it', "Ada (O'Brien)", 'q=Ada+%28O%27Brien%29&b=1', 'q=***&b=1'],
    ['as headers write it', 'Ada Söhne', 'x-name: Ada S%C3%B6hne', 'x-name: ***'],
    ['as JSON writes it', 'the "flat"\none', 'it is {"a":"the \\"flat\\"\\none"}', 'it is {"a":"***"}'],
    [
      'as JSON in JSON writes it',
      'the "flat" one',
      '"{\\"a\\":\\"the \\\\\\"flat\\\\\\" one\\"}"',
      '"{\\"a\\":\\"***\\"}"',
    ],
    ['as ASCII JSON writes it', 'Söhne/Töchter', 'it is {"a":"S\\u00f6hne\\/T\\u00F6chter"}', 'it is {"a":"***"}'],
    ['as XML writes it', `A&B <"O'Brien">`, '<n>A&amp;B &lt;&quot;O&apos;Brien&quot;&gt;</n>', '<n>***</n>'],
    ['as HTML writes it', `A&B "O'Brien"`, '<n>A&amp;B &#34;O&#039;Brien&#x22;</n>', '<n>***</n>'],
    ['as XML in ASCII writes it', 'Söhne', '<n>S&#246;hne, S&#xF6;hne</n>', '<n>***, ***</n>'],
    ['as XML in XML writes it', 'A&B Söhne', '&lt;n&gt;A&amp;amp;B Söhne&lt;/n&gt;', '<n>***</n>'],
    ['as XML in JSON in text', 'A"B"C', '{\\"n\\":\\"A&quot;B&quot;C\\"}', '{\\"n\\":\\"***\\"}'],
    ['as the digits of a phone', '+1 (415) 555-0134', 'called 14155550134', 'called ***'],
    ['with half a surrogate pair', 'a\ud800b and c', 'x a\ufffdb and c y', 'x *** y'],
  ])('%s', (_what, text, words, shown) => {
    expect(hidden([text], words)).toBe(shown);
  });

  test.each<[what: string, texts: string[], words: string, shown: string]>([
    [
      'short ones only as whole words',
      ['Ada', 'adapt'],
      'Ada, adapter, Canada, adapt; ada',
      '***, adapter, Canada, ***; ***',
    ],
    ['a whole word may begin behind what a URL encodes', ['Ada'], '%20Ada %zzAda', '%20*** %zzAda'],
    ['no letter of any script stands around a whole word', ['Ada'], 'ÄAda Ada𝒜 𝒜Ada Ada', 'ÄAda Ada𝒜 𝒜Ada ***'],
    ['long ones within words too', ['shared-secret'], 'xshared-secretx', 'x***x'],
    ['one or two letters are no one’s', ['CA', 'f', ''], 'CA f', 'CA f'],
    ['the longest one goes first', ['Ada Lovelace', 'Ada Lovelace-Byron', 'Lovelace'], 'Ada Lovelace-Byron', '***'],
    ['a longer one that does not stand there leaves the shorter', ['lovelace', 'lovelace-b'], 'lovelace-c', '***-c'],
    ['a short one counts where a longer one is no whole word', ['4155', '4155.1'], '4155.12', '***.12'],
    ['entities of others stay as they are', ['Lovelace'], 'Tom &amp; Jerry', 'Tom &amp; Jerry'],
    ['a broken entity is none', ['Lovelace'], '&#9999999; &#x; &nope; \\u12', '&#9999999; &#x; &nope; \\u12'],
  ])('%s', (_what, texts, words, shown) => {
    expect(hidden(texts, words)).toBe(shown);
  });

  test('long ones to their end, and as far as they are there', () => {
    const long = `${'0123456789'.repeat(8)} the end`;
    expect(hidden([long], `a ${long} b`)).toBe('a *** b');
    expect(hidden([long], `a ${long.slice(0, 70)}`)).toBe('a ***');
    expect(hidden([long], `a ${long.slice(0, 70)}-other`)).toBe('a ***-other');
    expect(
      hidden(
        times(20, (index) => `${long}${index}`),
        `a ${long}7 b`,
      ),
    ).not.toMatch(/\d|end/);
  });

  test('words may end before their end: what begins there is left out, what goes on behind it is masked whole', () => {
    const hider = hiderOf(['shared-secret'], MASK, 'x shared-secret y shared-');
    expect(hider?.hide('x shared-secret y shared-', 4)).toBe('x ***');
    expect(hider?.hide('x shared-secret y shared-', 16)).toBe('x *** ');
  });

  test('what is found is what a search one by one would find', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'B', ' ', '"', 'ß', '.'), minLength: 8, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 5 }), letters, (texts, words) => {
        const found = texts.some(
          (text) => text.trim().length >= 8 && words.toLowerCase().includes(text.trim().toLowerCase()),
        );
        if (found) expect(hidden(texts, words)).toContain(MASK);
        else if (!texts.some((text) => text.trim().length < 8)) expect(hidden(texts, words)).toBe(words);
      }),
    );
  });

  test('of more than can be looked for nothing is shown', () => {
    const words = times(20_001, (index) => `word-${index}`);
    expect(hiderOf(words.slice(1), MASK, words.join())).not.toBeNull();
    expect(hiderOf(words, MASK, words.join())).toBeNull();
    expect(hiderOf([`x${'y'.repeat(256 * 1024)}`], MASK, 'xyyy')).toBeNull();
  });

  test('what can’t stand in the words is not looked for, however much it is', () => {
    const hider = hiderOf([...times(100_000, (index) => `word-${index}`), 'Ada'], MASK, 'Hello Ada');
    expect(hider?.hide('Hello Ada')).toBe('Hello ***');
  });
});
