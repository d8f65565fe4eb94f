import { echoOf, repeats } from '../../src/platforms/echo';

const READ = 64 * 1024;
const times = (count: number, text: (index: number) => string) => Array.from({ length: count }, (_, i) => text(i));
const filled = (parts: string[]) =>
  parts
    .join(' ')
    .repeat(Math.ceil(READ / parts.join(' ').length))
    .slice(0, READ);
const letters = (index: number) => index.toString(26).padStart(4, '0');

/** Most take some 10 ms; what grew with the product took 20 s or threw. */
/** Half a second at most where nothing else runs; the machine may be busy with a browser. What this guards against takes minutes. */
const BOUND_MS = 5_000;

test.each<[what: string, hidden: string[], body: string]>([
  ['2,000 words', times(2_000, (i) => `word${i}`), filled(times(2_000, (i) => `word${i}`))],
  ['16,384 answers', times(16_384, (i) => letters(i)), JSON.stringify({ answers: times(8_000, letters) })],
  [
    '10,800 answers with space',
    times(10_800, (i) => `a "${letters(i)}`),
    filled(times(10_800, (i) => `a "${letters(i)}`)),
  ],
  ['texts of one beginning', times(60, (i) => 'a'.repeat(940 + i)), 'a'.repeat(READ)],
  ['texts of every length', times(360, (i) => 'a'.repeat(3 + i)), filled(['a'.repeat(1_000)])],
  ['texts of every length, none whole', times(60, (i) => `${'a'.repeat(3 + i)}b`), `aab${'a'.repeat(READ)}`],
  ['words that are never whole', times(360, (i) => 'a'.repeat(3 + (i % 5))), 'a'.repeat(READ)],
  ['letters of many bytes', times(5_000, (i) => `日本${letters(i)}`), filled(times(5_000, (i) => `日本${letters(i)}`))],
  [
    'all that is allowed',
    times(240, (i) => `${letters(i)} & "${'ü'.repeat(1_000)}`),
    `${times(240, letters).join(' ')}${'&quot;ü&#252;'.repeat(6_000)}`,
  ],
  ['more than is allowed', times(20_001, (i) => `${String.fromCharCode(0x4e00 + i)}–—`), '一–—'.repeat(READ / 3)],
  [
    'a batch of a thousand',
    times(8_000, (i) => `Mozilla/5.0 (X11; rv:${i})`),
    filled(times(900, (i) => `Mozilla/5.0 (X11; rv:${i})`)),
  ],
  ['a secret over and over', ['-shared-secret-1'], '-shared-secret-1'.repeat(10_000)],
  ['JSON of small texts', times(10_000, letters), JSON.stringify(times(9_000, letters))],
  ['JSON without end', times(10_000, letters), '['.repeat(READ)],
])('an answer of 64 KiB is masked at once: %s', (_what, hidden, body) => {
  const started = performance.now();
  const shown = JSON.stringify(echoOf(body, hidden).shown);
  repeats('a-request-id', hidden);
  const took = performance.now() - started;
  expect(took).toBeLessThan(BOUND_MS);
  for (const text of [...hidden.slice(0, 5), ...hidden.slice(-5)].filter(({ length }) => length > 8)) {
    expect(shown).not.toContain(JSON.stringify(text).slice(1, -1));
  }
});

test('where more was told than can be looked for, nothing of the reply is shown', () => {
  const told = times(20_001, (index) => String.fromCharCode(0x4e00 + index).repeat(3));
  const { shown, clean } = echoOf('{"ok":true}', told);
  expect(shown).toMatch(/^Not shown/);
  expect(clean('word')).toBe('***');
  expect(repeats('an-id', told)).toBe(true);
  expect(echoOf('{"ok":true}', told.slice(1)).shown).toEqual({ ok: true });
});

test('what is cut off at 64 KiB is not shown by half', () => {
  const body = `${'-shared-secret-1'.repeat(4_095)}-shared-secr`;
  for (const filler of ['', 'ü', 'y'.repeat(9)]) {
    const shown = String(echoOf(`${filler}${body}${body}`.slice(0, READ), ['-shared-secret-1']).shown);
    expect(shown).not.toMatch(/share|secr/);
  }
});
