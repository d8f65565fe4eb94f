import { retryAfterOf } from '../../src/platforms/retry-after';

const DATE = 'Mon, 02 Mar 2026 12:00:00 GMT';

it.each<[string, Record<string, string>, number | null]>([
  ['absent', {}, null],
  ['blank', { 'retry-after': ' ' }, null],
  ['seconds', { 'retry-after': ' 120 ' }, 120_000],
  ['none to wait', { 'retry-after': '0' }, 0],
  ['negative', { 'retry-after': '-5' }, null],
  ['a fraction', { 'retry-after': '1.5' }, null],
  ['words', { 'retry-after': 'soon' }, null],
  ['what only a lenient parser takes for a date', { 'retry-after': '5, 10', date: DATE }, null],
  ['a date against the reply’s own', { 'retry-after': 'Mon, 02 Mar 2026 12:01:30 GMT', date: DATE }, 90_000],
  ['a date in the past', { 'retry-after': 'Mon, 02 Mar 2026 11:00:00 GMT', date: DATE }, 0],
  ['a date without the reply’s own', { 'retry-after': DATE }, null],
  ['a date that is none', { 'retry-after': 'Mon, 99 Mar 2026', date: DATE }, null],
])('%s', (_what, headers, ms) => {
  expect(retryAfterOf(headers)).toBe(ms);
});
