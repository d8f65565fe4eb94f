import fc from 'fast-check';
import { eventIdOf, ruleEventId } from '../../../src/domain/event-id';

const KEY = Buffer.alloc(32, 7);
const OF = {
  workspaceId: 'workspace-1',
  ruleId: 'rule-1',
  leadId: 'lead-1',
  status: 'QUALIFIED',
  occurrence: 1 as string | number,
  fireOnce: false,
};
const idOf = (fields: Partial<typeof OF> = {}, key = KEY) => ruleEventId(key, { ...OF, ...fields });

describe('the event id', () => {
  it('is the same for the same parts in every release: platforms deduplicate by it', () => {
    expect(idOf()).toBe('782fe6e33361634b5f26afa5e8c2e9f3');
    expect(idOf({ fireOnce: true })).toBe('ff434b1753cd3844baad7147c030eafe');
  });

  it.each([
    { workspaceId: 'workspace-2' },
    { ruleId: 'rule-2' },
    { leadId: 'lead-2' },
    { leadId: 'LEAD-1' },
    { status: 'DELIVERED' },
    { occurrence: 2 },
    { occurrence: 'sale-1' },
    { occurrence: '1' },
    { fireOnce: true },
  ])('is another with %j', (fields) => {
    expect(idOf(fields)).not.toBe(idOf());
  });

  it('under fire once repeats itself at a later trigger', () => {
    const once = idOf({ fireOnce: true });
    expect(idOf({ fireOnce: true, status: 'DELIVERED', occurrence: 'sale-9' })).toBe(once);
    expect(idOf({ fireOnce: true, leadId: 'lead-2' })).not.toBe(once);
  });

  it('can not be made without the key', () => {
    expect(idOf({}, Buffer.alloc(32, 8))).not.toBe(idOf());
  });

  it('tells parts from each other wherever one ends and the next begins', () => {
    const part = fc.oneof(fc.string(), fc.integer());
    const parts = fc.array(part, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (left, right) => {
        const same = JSON.stringify(left) === JSON.stringify(right);
        expect(eventIdOf(KEY, left) === eventIdOf(KEY, right)).toBe(same);
        expect(eventIdOf(KEY, left)).toMatch(/^[0-9a-f]{32}$/);
      }),
    );
    expect(eventIdOf(KEY, ['ab', 'c'])).not.toBe(eventIdOf(KEY, ['a', 'bc']));
    expect(eventIdOf(KEY, ['a","b'])).not.toBe(eventIdOf(KEY, ['a', 'b']));
  });
});
