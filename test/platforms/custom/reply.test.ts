import fc from 'fast-check';
import type { Verdict } from '../../../src/domain/outcome';
import { ATTEMPT_OUTCOMES } from '../../../src/domain/outcome';
import { custom } from '../../../src/platforms/custom';
import { prepared, replyOf, targetOf } from './fixtures';

type Settings = Record<string, unknown>;

function verdictOf(status: number, body = '', headers: Record<string, string> = {}, settings: Settings = {}): Verdict {
  const reading = custom.readReply(replyOf(status, body, headers), [prepared()], targetOf({ settings }));
  if (reading.kind !== 'all') throw new Error(reading.kind);
  return reading.verdict;
}

describe('an answer without a rule of the pixel’s own', () => {
  test.each([
    [200, 'ACCEPTED', null],
    [201, 'ACCEPTED', null],
    [204, 'ACCEPTED', null],
    [299, 'ACCEPTED', null],
    [301, 'REFUSED', /redirects are not followed/],
    [302, 'REFUSED', /redirects are not followed/],
    [308, 'REFUSED', /put the address it leads to into the pixel/],
    [400, 'REFUSED', /HTTP 400/],
    [401, 'UNAUTHORIZED', /replace the pixel’s Authorization header/],
    [402, 'REFUSED', /HTTP 402/],
    [403, 'UNAUTHORIZED', /give them the right/],
    [404, 'REFUSED', /HTTP 404/],
    [408, 'UNAVAILABLE', /took too long/],
    [409, 'REFUSED', /HTTP 409/],
    [410, 'UNAUTHORIZED', /put the new one into the pixel/],
    [413, 'REFUSED', /HTTP 413/],
    [422, 'REFUSED', /its answer says why/],
    [425, 'UNAVAILABLE', /later/],
    [429, 'THROTTLED', /pause/],
    [451, 'REFUSED', /HTTP 451/],
    [500, 'UNAVAILABLE', /HTTP 500/],
    [502, 'UNAVAILABLE', /out of order/],
    [503, 'UNAVAILABLE', /out of order/],
    [504, 'UNAVAILABLE', /out of order/],
    [599, 'UNAVAILABLE', /out of order/],
    [100, 'UNKNOWN', /no success by the pixel’s rule/],
    [999, 'UNKNOWN', /no success by the pixel’s rule/],
  ])('%d is %s', (status, outcome, words) => {
    const verdict = verdictOf(status);
    expect(verdict).toMatchObject({ outcome, httpStatus: status, platformCode: null });
    if (words) expect(verdict.message).toMatch(words);
    else expect(verdict.message).toBeNull();
  });
});

describe('a pixel’s own rule', () => {
  const json = { successJsonPath: 'data.0.state', successJsonEquals: 'ok' };
  test.each<[string, Settings, number, string, string]>([
    ['a status in its list', { successStatus: '200-299,409' }, 409, '', 'ACCEPTED'],
    ['a status beside its list', { successStatus: '200' }, 202, '', 'UNKNOWN'],
    ['a refusal beside its list', { successStatus: '200' }, 422, '', 'REFUSED'],
    ['a redirect that counts', { successStatus: '200,302' }, 302, '', 'ACCEPTED'],
    ['a list with spaces', { successStatus: '200, 204 , 300-302' }, 301, '', 'ACCEPTED'],
    ['its text', { successBodyContains: 'OK=1' }, 200, 'x OK=1 y', 'ACCEPTED'],
    ['its text in other capitals', { successBodyContains: 'OK' }, 200, 'ok', 'UNKNOWN'],
    ['an empty body', { successBodyContains: 'OK' }, 200, '', 'UNKNOWN'],
    ['its text with a wrong status', { successBodyContains: 'OK' }, 500, 'OK', 'UNAVAILABLE'],
    ['its JSON value', json, 200, '{"data":[{"state":"ok"}]}', 'ACCEPTED'],
    ['another JSON value', json, 200, '{"data":[{"state":"bad"}]}', 'UNKNOWN'],
    ['no such place', json, 200, '{"data":[]}', 'UNKNOWN'],
    ['no JSON', json, 200, '<html>', 'UNKNOWN'],
    ['JSON cut short', json, 200, '{"data":[{"state":"ok"', 'UNKNOWN'],
    ['a number', { successJsonPath: 'code', successJsonEquals: '0' }, 200, '{"code":0}', 'ACCEPTED'],
    ['true', { successJsonPath: '$.ok', successJsonEquals: true }, 200, '{"ok":true}', 'ACCEPTED'],
    ['null', { successJsonPath: 'error', successJsonEquals: 'null' }, 200, '{"error":null}', 'ACCEPTED'],
    [
      'an object at the place',
      { successJsonPath: 'a', successJsonEquals: '[object Object]' },
      200,
      '{"a":{}}',
      'UNKNOWN',
    ],
    [
      'what every object has',
      { successJsonPath: 'valueOf', successJsonEquals: String({}.valueOf) },
      200,
      '{}',
      'UNKNOWN',
    ],
    ['both, one of them wrong', { ...json, successBodyContains: 'x' }, 200, '{"data":[{"state":"ok"}]}', 'UNKNOWN'],
    [
      'a body of an outage under a status that counts',
      { successStatus: '500', successBodyContains: 'OK' },
      500,
      '',
      'UNKNOWN',
    ],
  ])('%s', (_name, settings, status, body, outcome) => {
    expect(verdictOf(status, body, {}, settings).outcome).toBe(outcome);
  });

  test('what is lacking is told', () => {
    expect(verdictOf(200, '', {}, { successBodyContains: 'OK' }).message).toMatch(/lacks the text/);
    expect(verdictOf(200, '{}', {}, json).message).toMatch(/has not ok at data\.0\.state/);
  });
});

describe('what else an answer says', () => {
  test.each([
    [429, '30', 30_000],
    [503, '2', 2_000],
    [408, '1', 1_000],
    [429, '', null],
    [200, '30', null],
  ])('HTTP %d with Retry-After %j', (status, text, expected) => {
    expect(verdictOf(status, '', { 'retry-after': text }).retryAfterMs).toBe(expected);
  });

  test('Retry-After may be a date', () => {
    const headers = { date: 'Fri, 20 Nov 2026 12:00:00 GMT', 'retry-after': 'Fri, 20 Nov 2026 12:01:30 GMT' };
    expect(verdictOf(503, '', headers).retryAfterMs).toBe(90_000);
  });

  test.each([
    ['x-request-id', 'req-123', 'req-123'],
    ['request-id', '0a1b2c3d-0000-4000-8000-123456789012', '0a1b2c3d-0000-4000-8000-123456789012'],
    ['request-id', '1234567890', '1234567890'],
    ['x-correlation-id', 'c', 'c'],
    ['cf-ray', '8f1-FRA', '8f1-FRA'],
    ['x-request-id', 'with <markup>', null],
    ['x-request-id', 'lovelace: FbClid-0123_AbC', null],
    ['x-request-id', 'FbClid-0123_AbC', null],
  ])('its %s %j is %j', (name, value, expected) => {
    expect(verdictOf(200, '', { [name]: value }).traceId).toBe(expected);
  });
});

test('garbage is never a success, never thrown at, and stays small', () => {
  const settings = { successJsonPath: 'ok', successJsonEquals: 'yes-it-is' };
  const headers = fc.dictionary(fc.constantFrom('retry-after', 'date', 'x-request-id'), fc.string());
  const body = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.constant('['.repeat(3_000)),
    fc.constant('a'.repeat(50_000)),
  );
  fc.assert(
    fc.property(fc.integer({ min: -1, max: 1_000 }), body, headers, (status, text, named) => {
      const reading = custom.readReply(replyOf(status, text, named), [prepared()], targetOf({ settings }));
      const { verdict } = reading as { verdict: Verdict };
      expect(ATTEMPT_OUTCOMES).toContain(verdict.outcome);
      expect(verdict.outcome).not.toBe('ACCEPTED');
      expect(verdict.retryAfterMs === null || verdict.retryAfterMs >= 0).toBe(true);
      expect(Buffer.byteLength(JSON.stringify(reading.response) ?? '')).toBeLessThan(16 * 1024);
    }),
  );
});
