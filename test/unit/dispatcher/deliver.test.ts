import fc from 'fast-check';
import { type Delivery, deliver, type PreparedFiring, type Route } from '../../../src/dispatcher/deliver';
import type { AttemptOutcome, ReplyReading, Verdict } from '../../../src/domain/outcome';
import { correctClock } from '../../../src/persistence/clock';
import type { Platform, PreparedEvent } from '../../../src/platforms/platform';

/** How much a platform tells of the bad events in a batch that it refuses. */
type Naming = 'nothing' | 'the first' | 'all' | 'the wrong one' | 'nonsense';
const NAMINGS: Naming[] = ['nothing', 'the first', 'all', 'the wrong one', 'nonsense'];

interface Behaviour {
  bad: ReadonlySet<number>;
  naming: Naming;
  /** From this request on, counted from 1, the platform answers with this outcome. */
  stops?: { at: number; outcome: AttemptOutcome };
  /** The adapter fails on every answer. */
  unreadable?: boolean;
}

const verdict = (outcome: AttemptOutcome): Verdict => ({
  outcome,
  httpStatus: 200,
  platformCode: null,
  message: null,
  traceId: null,
  retryAfterMs: null,
});

function suspectsOf(ids: readonly number[], { bad, naming }: Behaviour): number[] {
  const guilty = ids.flatMap((id, index) => (bad.has(id) ? [index] : []));
  if (naming === 'all') return guilty;
  if (naming === 'the first') return guilty.slice(0, 1);
  if (naming === 'the wrong one') return guilty.slice(0, 1).map((index) => index + 1);
  return naming === 'nonsense' ? [-1, 5_000, Number.NaN] : [];
}

/** A platform that refuses a batch as a whole for one bad event; answers what became of the events, and what it got. */
async function delivered(
  count: number,
  behaviour: Behaviour,
): Promise<Delivery & { sent: number[][]; outcomes: Map<number, string> }> {
  const sent: number[][] = [];
  const read = (ids: readonly number[]): ReplyReading => {
    const { stops, bad, unreadable } = behaviour;
    if (unreadable) throw new Error('a fault of ours');
    if (stops && sent.length >= stops.at) return { kind: 'all', verdict: verdict(stops.outcome), response: null };
    if (!ids.some((id) => bad.has(id))) return { kind: 'all', verdict: verdict('ACCEPTED'), response: null };
    if (ids.length === 1) return { kind: 'all', verdict: verdict('REFUSED'), response: null };
    return { kind: 'split', verdict: verdict('REFUSED'), suspects: suspectsOf(ids, behaviour), response: null };
  };
  const idsOf = (events: readonly PreparedEvent[]) => events.map(({ body }) => body as number);
  const platform = {
    buildRequest(events: readonly PreparedEvent[]) {
      sent.push(idsOf(events));
      return { method: 'POST', url: 'https://platform.example', headers: {}, body: null };
    },
    readReply: (_reply: unknown, events: readonly PreparedEvent[]) => read(idsOf(events)),
  } as unknown as Platform;
  const send: Route['send'] = async () => ({ kind: 'reply', status: 200, headers: {}, body: '', durationMs: 1 });
  const batch = Array.from({ length: count }, (_, id) => ({ prepared: { body: id } }) as PreparedFiring);
  const onFault = (error: unknown) => {
    if (!behaviour.unreadable) throw error;
  };
  const target = { custom: null } as Route['target'];
  const delivery = await deliver(batch, { platform, target, send, testEventCode: null, onFault });
  const outcomes = new Map(delivery.delivered.map((entry) => [entry.prepared.body as number, entry.verdict.outcome]));
  return { ...delivery, sent, outcomes };
}

function mostSendsOfOne(sent: readonly number[][]): number {
  const counts = new Map<number, number>();
  for (const id of sent.flat()) counts.set(id, (counts.get(id) ?? 0) + 1);
  return Math.max(...counts.values());
}

const batches = fc
  .record({ count: fc.integer({ min: 1, max: 300 }), naming: fc.constantFrom(...NAMINGS) })
  .chain(({ count, naming }) =>
    fc.record({
      count: fc.constant(count),
      naming: fc.constant(naming),
      bad: fc.uniqueArray(fc.integer({ min: 0, max: count - 1 }), { maxLength: 12 }).map((ids) => new Set(ids)),
    }),
  );

test('every event gets its own verdict once, and is sent at most log2(n) + 1 times more, whatever the replies name', async () => {
  await fc.assert(
    fc.asyncProperty(batches, async ({ count, ...behaviour }) => {
      const { delivered: done, unsent, unbuilt, sent, outcomes } = await delivered(count, behaviour);
      expect([done.length, outcomes.size, unsent, unbuilt]).toEqual([count, count, [], []]);
      for (const [id, outcome] of outcomes) expect(outcome).toBe(behaviour.bad.has(id) ? 'REFUSED' : 'ACCEPTED');
      expect(mostSendsOfOne(sent)).toBeLessThanOrEqual(1 + Math.log2(count) + 1);
    }),
    { numRuns: 300 },
  );
});

test('an attempt’s time goes by the clock that the firing’s own goes by', async () => {
  correctClock(60_000);
  const before = Date.now();
  const [attempt] = (await delivered(1, { bad: new Set(), naming: 'nothing' })).delivered;
  correctClock(0);
  expect(attempt?.startedAt.getTime()).toBeGreaterThanOrEqual(before + 60_000);
});

const SEVEN = new Set([3, 141, 271, 314, 577, 662, 999]);

test.each<[Naming, number]>([
  ['nothing', 130],
  ['the first', 22],
  ['all', 10],
  ['the wrong one', 130],
  ['nonsense', 130],
])('a thousand with seven bad ones, of which the replies name %s, take at most %i requests', async (naming, most) => {
  const { sent, outcomes } = await delivered(1_000, { bad: SEVEN, naming });
  expect([...outcomes].filter(([, outcome]) => outcome === 'REFUSED').map(([id]) => id)).toHaveLength(7);
  expect(sent.length).toBeLessThanOrEqual(most);
  expect(mostSendsOfOne(sent)).toBeLessThanOrEqual(11);
});

test('all bad: each is sent alone in the end, still within the bound', async () => {
  const { sent, outcomes } = await delivered(64, { bad: new Set(Array(64).keys()), naming: 'the first' });
  expect(new Set(outcomes.values())).toEqual(new Set(['REFUSED']));
  expect(mostSendsOfOne(sent)).toBeLessThanOrEqual(8);
});

test.each(['THROTTLED', 'UNAVAILABLE', 'UNAUTHORIZED'] as const)(
  'a part that comes back %s ends the splitting: what was not sent after it is handed back unspent',
  async (outcome) => {
    for (const at of [2, 3, 4, 6]) {
      const {
        delivered: done,
        unsent,
        outcomes,
        sent,
      } = await delivered(100, {
        bad: new Set([10, 90]),
        naming: 'nothing',
        stops: { at, outcome },
      });
      expect(sent).toHaveLength(at);
      expect(done.length + unsent.length).toBe(100);
      const spent = [...outcomes].filter(([, of]) => of === outcome).map(([id]) => id);
      expect(spent).toEqual(sent.at(-1));
      const back = unsent.map(({ prepared }) => prepared.body);
      expect(back.some((id) => outcomes.has(id as number))).toBe(false);
      expect(back.length).toBeGreaterThan(0);
    }
  },
);

test('a reply that could not be read for a fault of ours is an attempt, and no event is lost', async () => {
  const { outcomes, sent } = await delivered(3, { bad: new Set(), naming: 'nothing', unreadable: true });
  expect([...outcomes.values()]).toEqual(['UNKNOWN', 'UNKNOWN', 'UNKNOWN']);
  expect(sent).toHaveLength(1);
});
