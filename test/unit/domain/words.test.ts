import { badUserInput, notFound, refuseIfAny, ServiceError } from '../../../src/domain/errors';
import { LEAD_STATUSES } from '../../../src/domain/lead';
import { triggerOf } from '../../../src/domain/pixel-rule';
import { sampleLead } from '../../../src/domain/sample-lead';
import { grants, SCOPES } from '../../../src/domain/workspace';
import { PLATFORMS } from '../../../src/platforms';

it('two of the statuses are trigger points', () => {
  expect(LEAD_STATUSES.map(triggerOf)).toEqual([null, 'LEAD_QUALIFIED', 'LEAD_DELIVERED', null]);
  expect(triggerOf('qualified')).toBeNull();
});

it.each([
  [['READ'], ['READ']],
  [['FIRE'], ['FIRE']],
  [
    ['READ', 'MANAGE'],
    ['READ', 'MANAGE'],
  ],
  [['ADMIN'], ['READ', 'FIRE', 'MANAGE', 'ADMIN']],
  [['OPERATOR'], ['OPERATOR']],
  [[], []],
] as const)('a key with %j grants %j', (scopes, granted) => {
  expect(SCOPES.filter((scope) => grants(scopes, scope))).toEqual(granted);
});

describe('an error', () => {
  const fields = [
    { path: 'input.a', message: 'is required' },
    { path: 'input.b', message: 'must be short' },
  ];

  it('of the caller’s names all wrong fields', () => {
    expect(badUserInput(fields)).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: 'input.a: is required; input.b: must be short',
      fields,
    });
    expect(() => refuseIfAny(fields)).toThrow(ServiceError);
    expect(() => refuseIfAny([])).not.toThrow();
  });

  it('names which id names nothing, and keeps its cause', () => {
    expect(notFound('pixel', 'input.pixelId')).toMatchObject({
      code: 'NOT_FOUND',
      fields: [{ path: 'input.pixelId', message: 'no pixel with this id in this workspace' }],
    });
    const cause = new Error('connection lost');
    const error = new ServiceError('UNAVAILABLE', 'try again', { retryAfterMs: 500, cause });
    expect([error.cause, error.retryAfterMs, error.fields]).toEqual([cause, 500, undefined]);
  });
});

it('the sample lead is good for every platform and action source, without a warning', () => {
  const now = new Date('2026-03-02T12:00:00Z');
  const lead = sampleLead(now);
  for (const platform of PLATFORMS.filter(({ defaultBaseUrl }) => defaultBaseUrl !== null)) {
    for (const actionSource of platform.actionSources) {
      const event = {
        firingId: 'f',
        eventName: 'Purchase',
        eventId: 'e',
        eventTime: now.toISOString(),
        actionSource,
        value: lead.value ?? null,
        leadId: 'sample-lead',
        leadStatus: 'QUALIFIED' as const,
        campaignId: null,
        lead,
      };
      const target = { id: 'p', platform: platform.code, endpoint: 'SANDBOX' as const, baseUrl: 'http://a.example' };
      const secret = {
        platformPixelId: '1',
        accessToken: 'token-0123',
        settings: {},
        custom: null,
        signingSecrets: [],
      };
      const { warnings, unsendable } = platform.prepare(event, { ...target, ...secret }, now);
      expect([platform.code, actionSource, warnings, unsendable]).toEqual([platform.code, actionSource, [], null]);
    }
  }
});
