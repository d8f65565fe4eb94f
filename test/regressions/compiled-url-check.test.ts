import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsedUrl } from '../../src/domain/url';
import { pageUrlOf } from '../../src/platforms/normalize/page-url';

const PAGE = 'https://münchen.example/danke?ort=köln';

it('a page with umlauts is one, however often it is asked', () => {
  const asked = Array.from({ length: 100_000 }, () => parsedUrl(PAGE) !== null);
  expect(asked.indexOf(false)).toBe(-1);
  const pages = Array.from({ length: 50_000 }, () => pageUrlOf(PAGE)?.url);
  expect(pages.findIndex((url) => url !== PAGE)).toBe(-1);
});

it.each(['', 'münchen.example', 'https://', '//a.example', 'https://a b.example'])('%j is no address', (text) => {
  expect(parsedUrl(text)).toBeNull();
});

it('nobody asks URL.canParse', () => {
  const source = join(__dirname, '../../src');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const asking = files.filter((file) => /URL\.canParse\(/.test(readFileSync(join(source, file), 'utf8')));
  expect(asking).toEqual([]);
});
