import fc from 'fast-check';
import type { HttpReply } from '../../src/domain/http-exchange';
import { ATTEMPT_OUTCOMES, type ReplyReading } from '../../src/domain/outcome';
import { PLATFORMS } from '../../src/platforms';
import { ACCESS_TOKEN, conversionEvent, NOW, RICH_LEAD } from './conversion-events';
import { reply, targetOf } from './platform-cases';

const verdictsOf = (reading: ReplyReading) => (reading.kind === 'each' ? reading.verdicts : [reading.verdict]);

describe.each(PLATFORMS.map((platform) => [platform.code, platform] as const))('%s', (_code, platform) => {
  const target = targetOf(platform);
  const event = platform.prepare(conversionEvent(), target, NOW);
  const read = (given: HttpReply, count = 1) =>
    platform.readReply(
      given,
      Array.from({ length: count }, () => event),
      target,
    );

  describe('a reply', () => {
    const BODIES = [
      '',
      'OK',
      '<!DOCTYPE html><html></html>',
      '{"trunc',
      '[]',
      'null',
      '"text"',
      '{}',
      '{"code":987654321}',
    ];
    const SILENT = BODIES.flatMap((body) => [200, 201, 302, 400, 404].map((status) => [status, body] as const));

    it.each(SILENT)('%i %j without the platform’s own yes is no success', (status, body) => {
      // For a custom pixel the status is the receiver's word.
      if (platform.defaultBaseUrl === null) return;
      for (const { outcome } of verdictsOf(read(reply(status, body)))) {
        expect(['UNKNOWN', 'UNAVAILABLE', 'REFUSED']).toContain(outcome);
        if (status === 200) expect(outcome).toBe('UNKNOWN');
      }
    });

    it.each([500, 502, 503, 504])('%i without words is an outage', (status) => {
      for (const body of ['', '<html></html>', '{"trunc']) {
        expect(verdictsOf(read(reply(status, body))).map(({ outcome }) => outcome)).toEqual(['UNAVAILABLE']);
      }
    });

    it('429 is a pause, as long as it says', () => {
      const [verdict] = verdictsOf(read(reply(429, '', { 'retry-after': '7' })));
      expect(verdict).toMatchObject({ outcome: 'THROTTLED', retryAfterMs: 7_000 });
    });

    it('of any kind is read without throwing, one verdict for each event or for all', () => {
      const fields = fc.dictionary(
        fc.constantFrom('code', 'message', 'request_id', 'data', 'error', 'events_received'),
        fc.anything(),
      );
      const body = fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.json(),
        fields.map((value) => safeJson(value)),
      );
      const headers = fc.dictionary(fc.constantFrom('retry-after', 'date', 'x-app-usage', 'content-type'), fc.string());
      const inputs = [
        fc.integer({ min: 100, max: 599 }),
        body,
        headers,
        fc.integer({ min: 1, max: Math.min(3, platform.maxBatchSize) }),
      ] as const;
      fc.assert(
        fc.property(...inputs, (status, text, given, count) => {
          const reading = read(reply(status, text, given), count);
          const verdicts = verdictsOf(reading);
          if (reading.kind === 'each') expect(verdicts).toHaveLength(count);
          for (const { outcome, httpStatus } of verdicts) {
            expect(ATTEMPT_OUTCOMES).toContain(outcome);
            expect(httpStatus).toBe(status);
          }
          expect(JSON.stringify(reading)).not.toMatch(/\\u0000|\\ud[89a-f]/);
          expect(Buffer.byteLength(JSON.stringify(reading.response ?? null))).toBeLessThanOrEqual(4_096);
          platform.readProbe?.(reply(status, text, given), target);
        }),
      );
    });

    it('is kept without tokens and personal data', () => {
      const secrets = [ACCESS_TOKEN, ...target.signingSecrets];
      const told = ['2606:4700:4700::1111', RICH_LEAD.userAgent ?? '', RICH_LEAD.sourceUrl ?? ''];
      const words = `secrets ${secrets.join(' ')} of john_smith@gmail.com, +1 650 555 1212, ${told.join(' ')}`;
      const bodies = [words, JSON.stringify({ code: 40002, message: words, error: { code: 100, message: words } })];
      for (const body of bodies) {
        const kept = JSON.stringify(read(reply(400, body)));
        for (const text of [...secrets, ...told, 'john_smith', '555']) expect(kept).not.toContain(text);
      }
    });
  });

  it('a probe is there with its reading, or neither is', () => {
    expect(platform.buildProbe === undefined).toBe(platform.readProbe === undefined);
    const probe = platform.buildProbe?.(target, NOW);
    if (!probe) return;
    expect(probe.url).not.toContain(ACCESS_TOKEN);
    for (const body of ['', '<html></html>', '{"trunc', '{}']) {
      expect(platform.readProbe?.(reply(200, body), target).outcome).not.toBe('ACCEPTED');
    }
  });
});

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}
