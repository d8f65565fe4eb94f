import type { ConditionLead } from '../../../src/domain/conditions';
import { decide, type RuleToDecide } from '../../../src/domain/decide';
import type { ConditionGroup, PixelRule } from '../../../src/domain/pixel-rule';

const AGED: ConditionGroup = {
  combinator: 'ALL',
  not: false,
  conditions: [{ field: 'answers.age', operator: 'GREATER_OR_EQUAL', values: ['18'] }],
  groups: [],
};

const RULE: PixelRule = {
  workspaceId: 'workspace-1',
  id: 'rule-1',
  campaignId: 'campaign-1',
  name: 'Qualified adults',
  enabled: true,
  trigger: 'LEAD_QUALIFIED',
  platform: 'FACEBOOK',
  pixelId: 'pixel-1',
  eventName: 'Lead',
  actionSource: 'WEBSITE',
  value: null,
  fireOnce: true,
  conditions: AGED,
  createdAt: new Date(0),
  updatedAt: new Date(0),
  deletedAt: null,
};

const ADULT: ConditionLead = { id: 'lead-1', answers: { age: 42, secret: 'Schneewittchen' } };

interface Circumstances {
  lead?: Partial<ConditionLead>;
  rule?: Partial<PixelRule>;
  status?: RuleToDecide['pixel']['status'];
  onceHolder?: string | null;
  unsendable?: ReturnType<RuleToDecide['preflight']>['unsendable'];
}

function decideOne({ lead = {}, rule = {}, status = 'ACTIVE', onceHolder = null, unsendable = null }: Circumstances) {
  const entry: RuleToDecide = {
    rule: { ...RULE, ...rule },
    pixel: { name: 'Main pixel', status },
    onceHolder,
    preflight: () => ({ unsendable }),
  };
  const [decision] = decide({ lead: { ...ADULT, ...lead }, rules: [entry] });
  if (!decision) throw new Error('no decision');
  return decision;
}

const TOO_OLD = { skip: 'TOO_OLD' as const, message: 'The event is older than 7 days: Facebook refuses it.' };

describe('a rule', () => {
  it.each<[string, Circumstances, string, string | null, string]>([
    ['fires', {}, 'FIRED', null, 'The conditions hold.'],
    ['fires without conditions', { rule: { conditions: null } }, 'FIRED', null, 'The rule has no conditions.'],
    ['is disabled', { rule: { enabled: false } }, 'RULE_DISABLED', null, 'The rule is disabled.'],
    [
      'meets a test lead',
      { lead: { isTest: true } },
      'TEST_LEAD',
      null,
      'A test lead fires nothing; the conditions hold.',
    ],
    [
      'meets a test lead that does not match',
      { lead: { isTest: true, answers: {} } },
      'TEST_LEAD',
      null,
      'A test lead fires nothing; the conditions do not hold.',
    ],
    [
      'does not match',
      { lead: { answers: { age: 17 } } },
      'CONDITIONS_NOT_MET',
      null,
      'The conditions do not hold: "age is at least 18" is false.',
    ],
    [
      'meets denied consent',
      { lead: { consentGranted: false } },
      'SKIPPED',
      'CONSENT_DENIED',
      'The lead denied consent: nothing of it is sent.',
    ],
    ['meets consent that was not told', { lead: { consentGranted: null } }, 'FIRED', null, 'The conditions hold.'],
    [
      'has fired once',
      { onceHolder: 'firing 7' },
      'SKIPPED',
      'FIRE_ONCE',
      'The rule fires once per lead, and has: firing 7.',
    ],
    ['may fire again', { onceHolder: 'firing-7', rule: { fireOnce: false } }, 'FIRED', null, 'The conditions hold.'],
    ['has a paused pixel', { status: 'PAUSED' }, 'SKIPPED', 'PIXEL_PAUSED', 'The pixel is paused.'],
    [
      'has a pixel that needs attention',
      { status: 'NEEDS_ATTENTION' },
      'FIRED',
      null,
      'The conditions hold; the event is held until its pixel is mended.',
    ],
    ['is refused by the preflight', { unsendable: TOO_OLD }, 'SKIPPED', 'TOO_OLD', TOO_OLD.message],
    [
      'lacks what its event needs',
      { unsendable: { skip: null, message: 'Purchase needs a value.' } },
      'FIRED',
      null,
      "The conditions hold, but the event can't be sent: Purchase needs a value.",
    ],
  ])('%s', (_what, circumstances, outcome, skipReason, reason) => {
    expect(decideOne(circumstances)).toMatchObject({ ruleId: 'rule-1', outcome, skipReason, reason });
  });

  /** Each is taken away in turn: the next reason is then the one that counts. */
  const IN_ORDER: [string | null, string, Circumstances][] = [
    [null, 'RULE_DISABLED', { rule: { enabled: false } }],
    [null, 'TEST_LEAD', { lead: { isTest: true } }],
    [null, 'CONDITIONS_NOT_MET', { lead: { answers: {} } }],
    ['CONSENT_DENIED', 'SKIPPED', { lead: { consentGranted: false } }],
    ['FIRE_ONCE', 'SKIPPED', { onceHolder: 'firing-7' }],
    ['PIXEL_PAUSED', 'SKIPPED', { status: 'PAUSED' }],
    ['TOO_OLD', 'SKIPPED', { unsendable: TOO_OLD }],
  ];
  it.each(IN_ORDER.map((entry, index) => [...entry, index] as const))(
    'names %s before what comes later',
    (skipReason, outcome, _circumstances, index) => {
      const all = IN_ORDER.slice(index).map(([, , circumstances]) => circumstances);
      const together: Circumstances = Object.assign({}, ...all);
      together.lead = Object.assign({}, ...all.map(({ lead }) => lead));
      together.rule = Object.assign({}, ...all.map(({ rule }) => rule));
      expect(decideOne(together)).toMatchObject({ outcome, skipReason });
    },
  );

  it('has its trace whatever is decided, without conditions none', () => {
    for (const [, , circumstances] of IN_ORDER) expect(decideOne(circumstances).trace).not.toBeNull();
    expect(decideOne({ rule: { conditions: null } }).trace).toBeNull();
  });

  it('asks for the preflight only where everything else says yes', () => {
    const preflight = jest.fn(() => ({ unsendable: null }));
    const entry = {
      rule: { ...RULE, enabled: false },
      pixel: { name: 'p', status: 'ACTIVE' as const },
      onceHolder: null,
    };
    decide({ lead: ADULT, rules: [{ ...entry, preflight }] });
    decide({ lead: { ...ADULT, consentGranted: false }, rules: [{ ...entry, rule: RULE, preflight }] });
    expect(preflight).not.toHaveBeenCalled();
  });

  it('is decided apart from the others, in their order', () => {
    const entry = {
      pixel: { name: 'p', status: 'ACTIVE' as const },
      onceHolder: null,
      preflight: () => ({ unsendable: null }),
    };
    const rules = ['a', 'b', 'c'].map((id) => ({ ...entry, rule: { ...RULE, id, enabled: id !== 'b' } }));
    expect(decide({ lead: ADULT, rules }).map(({ ruleId, outcome }) => [ruleId, outcome])).toEqual([
      ['a', 'FIRED'],
      ['b', 'RULE_DISABLED'],
      ['c', 'FIRED'],
    ]);
  });
});

describe('the reason', () => {
  const group = (fields: Partial<ConditionGroup>): ConditionGroup => ({ ...AGED, conditions: [], ...fields });

  it.each<[string, ConditionGroup, string]>([
    [
      'the condition that fails',
      group({
        conditions: [...AGED.conditions, { field: 'address.state', operator: 'EQUALS', values: ['CA', 'NY'] }],
      }),
      '"State is CA or NY" is false.',
    ],
    [
      'under not, the one that holds',
      group({ not: true, conditions: AGED.conditions }),
      '"age is at least 18" is true.',
    ],
    [
      'one in a nested group',
      group({
        groups: [group({ combinator: 'ANY', conditions: [{ field: 'email', operator: 'EXISTS', values: [] }] })],
      }),
      '"Email is given" is false.',
    ],
    [
      'under not in a nested group',
      group({ not: true, groups: [group({ combinator: 'ANY', conditions: AGED.conditions })] }),
      '"age is at least 18" is true.',
    ],
  ])('names %s', (_what, conditions, words) => {
    expect(decideOne({ rule: { conditions } }).reason).toBe(`The conditions do not hold: ${words}`);
  });

  it('does not name the lead’s own value', () => {
    const conditions = group({ conditions: [{ field: 'answers.secret', operator: 'NOT_CONTAINS', values: ['witt'] }] });
    const { reason, trace } = decideOne({ rule: { conditions } });
    expect(reason).not.toContain('Schnee');
    expect(trace?.conditions[0]?.actual).toBe('Schneewittchen');
  });
});
