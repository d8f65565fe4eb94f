import { FIRING_STATUSES, holdsOnce, mayBecome } from '../../../src/domain/firing';

describe('a firing', () => {
  it.each([
    ['PENDING', ['PENDING', 'RETRYING', 'HELD', 'SUCCEEDED', 'FAILED', 'SKIPPED']],
    ['RETRYING', ['RETRYING', 'HELD', 'SUCCEEDED', 'FAILED', 'SKIPPED']],
    ['HELD', ['PENDING', 'RETRYING', 'HELD', 'FAILED', 'SKIPPED']],
    ['SUCCEEDED', ['SUCCEEDED']],
    ['FAILED', ['PENDING', 'RETRYING', 'FAILED']],
    ['SKIPPED', ['SKIPPED']],
  ] as const)('that is %s may become %j', (from, allowed) => {
    expect(FIRING_STATUSES.filter((to) => mayBecome(from, to))).toEqual(allowed);
  });

  it('holds the once of its rule and lead until it has failed or was skipped', () => {
    expect(FIRING_STATUSES.filter(holdsOnce)).toEqual(['PENDING', 'RETRYING', 'HELD', 'SUCCEEDED']);
  });
});
