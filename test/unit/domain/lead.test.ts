import { type LeadData, mergeLead } from '../../../src/domain/lead';

const STORED: LeadData = {
  email: 'a@example.com',
  phone: '123',
  address: { city: 'Berlin', country: 'DE' },
  clickIds: { fbclid: 'old', ttclid: 'kept' },
  answers: { age: 42, plan: 'gold', tags: ['a', 'b'] },
  value: { amount: '10', currency: 'EUR' },
  isTest: true,
};

const merged = (report: LeadData) => mergeLead(STORED, { id: 'lead-1', campaignId: 'campaign-1', ...report });

describe('a report merges into the stored lead', () => {
  it.each<[string, LeadData, LeadData]>([
    ['an absent field is kept', {}, STORED],
    ['undefined is absent', { email: undefined, answers: undefined }, STORED],
    ['another value replaces', { email: 'b@example.com' }, { ...STORED, email: 'b@example.com' }],
    ['an empty text is a value', { phone: '' }, { ...STORED, phone: '' }],
    ['false is a value', { isTest: false, consentGranted: false }, { ...STORED, isTest: false, consentGranted: false }],
    [
      'money is replaced whole',
      { value: { amount: '0', currency: 'USD' } },
      { ...STORED, value: { amount: '0', currency: 'USD' } },
    ],
    [
      'answers merge by key, lists whole',
      { answers: { plan: null, tags: ['c'], owner: false } },
      { ...STORED, answers: { age: 42, tags: ['c'], owner: false } },
    ],
    ['no answers change nothing', { answers: {} }, STORED],
    [
      'the address merges by field',
      { address: { city: 'Bonn', state: 'NRW', country: null } },
      { ...STORED, address: { city: 'Bonn', state: 'NRW' } },
    ],
    [
      'click ids merge by field',
      { clickIds: { fbclid: 'New' } },
      { ...STORED, clickIds: { fbclid: 'New', ttclid: 'kept' } },
    ],
  ])('%s', (_what, report, expected) => {
    expect(merged(report)).toEqual(expected);
  });

  it.each(['email', 'address', 'clickIds', 'answers', 'value'] as const)('null clears %s', (field) => {
    const { [field]: _cleared, ...rest } = STORED;
    expect(merged({ [field]: null })).toEqual(rest);
  });

  it('neither id nor campaign is data of the lead, and what was stored is left alone', () => {
    const before = structuredClone(STORED);
    expect(Object.keys(merged({ firstName: 'Ada' }))).not.toEqual(expect.arrayContaining(['id']));
    expect(merged({})).not.toHaveProperty('campaignId');
    expect(STORED).toEqual(before);
  });

  it('the first report of a lead is its data, without what it cleared', () => {
    const report = { id: 'lead-1', email: null, answers: { a: null, b: 1 }, address: { city: 'Bonn', state: null } };
    expect(mergeLead({}, report)).toEqual({ answers: { b: 1 }, address: { city: 'Bonn' } });
  });
});
