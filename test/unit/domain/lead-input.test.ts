import { checkLead, type LeadInput } from '../../../src/domain/lead-input';

const pathsOf = (raw: Partial<LeadInput>) =>
  checkLead({ id: 'lead-1', ...raw }, 'input.lead').faults.map(({ path }) => path);

describe('a lead is refused for its id, sizes, money and answers', () => {
  it('with all wrong fields at once, by path', () => {
    const raw = {
      id: 'two words',
      email: 'x'.repeat(1_001),
      firstName: 'x'.repeat(1_001),
      address: { city: 'x'.repeat(1_001), country: 'DE' },
      clickIds: { fbclid: 'ok', ttclid: 'x'.repeat(1_001) },
      value: { amount: '-1', currency: 'EURO' },
      answers: { plan: 'x'.repeat(1_001), deep: { a: 1 }, lists: [[1]], good: 1 },
    };
    expect(pathsOf(raw)).toEqual([
      'input.lead.id',
      'input.lead.email',
      'input.lead.firstName',
      'input.lead.address.city',
      'input.lead.clickIds.ttclid',
      'input.lead.value.amount',
      'input.lead.value.currency',
      'input.lead.answers.plan',
      'input.lead.answers.deep',
      'input.lead.answers.lists',
    ]);
  });

  it.each([
    ['1 character', 'x', true],
    ['200 characters', 'x'.repeat(200), true],
    ['any script', 'лид-1_ü/№7', true],
    ['none', '', false],
    ['201 characters', 'x'.repeat(201), false],
    ['a space inside', 'a b', false],
    ['a space around', ' a', false],
    ['a no-break space', 'a\u00a0b', false],
    ['a line break', 'a\n', false],
    ['NUL', 'a\u0000', false],
    ['a zero-width space', 'a\u200b', false],
    ['a lone surrogate', 'a\udc00', false],
  ])('an id of %s: good is %s', (_what, id, good) => {
    expect(pathsOf({ id })).toEqual(good ? [] : ['input.lead.id']);
  });

  it('never for contact data, however odd', () => {
    const raw = {
      email: 'none at all',
      phone: 'call me',
      dateOfBirth: '1990-02-30',
      gender: '?',
      ipAddress: '999.1.1.1',
      userAgent: '',
      sourceUrl: 'javascript:alert(1)',
      address: { country: 'Atlantis', state: null },
      clickIds: { fbc: 'fbc', fbp: null },
    };
    expect(pathsOf(raw)).toEqual([]);
  });

  it('nor for text that no platform takes: it is kept as it came', () => {
    const raw = {
      id: 'a',
      email: 'a\u0000b',
      firstName: '\ud800',
      userAgent: '\u0000',
      sourceUrl: 'https://a.example/\udc00',
      address: { city: '\u0000' },
      clickIds: { ttclid: 'x\u0000' },
    };
    expect(checkLead(raw, 'lead')).toEqual({ report: raw, faults: [] });
  });

  it.each<[string, unknown, string[]]>([
    ['absent', undefined, []],
    ['null', null, []],
    ['empty', {}, []],
    [
      'strings, numbers, booleans, null and lists of them',
      { a: 'x', b: 1.5, c: true, d: null, e: ['x', 1, false] },
      [],
    ],
    ['no object', 'gold', ['input.lead.answers']],
    ['a list', ['gold'], ['input.lead.answers']],
    ['an object inside', { a: { b: 1 } }, ['input.lead.answers.a']],
    ['a list in a list', { a: [['b']] }, ['input.lead.answers.a']],
    ['null in a list', { a: [null] }, ['input.lead.answers.a']],
    ['a number without end', { a: Number.POSITIVE_INFINITY }, ['input.lead.answers.a']],
    ['NUL in a list', { a: ['ok', '\u0000'] }, ['input.lead.answers.a']],
    ['a blank key', { '': 1 }, ['input.lead.answers']],
    ['a key with NUL', { 'a\u0000': 1 }, ['input.lead.answers']],
    ['a key of 201 characters', { ['k'.repeat(201)]: 1 }, ['input.lead.answers']],
    ['the key of every object', JSON.parse('{"__proto__": 1}'), ['input.lead.answers']],
    ['200 keys', Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`k${index}`, 1])), []],
    [
      '201 keys',
      Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`k${index}`, 1])),
      ['input.lead.answers'],
    ],
    ['just 64 KiB', { a: Array.from({ length: 64 }, () => 'x'.repeat(1_000)) }, []],
    ['more than 64 KiB', { a: Array.from({ length: 66 }, () => 'x'.repeat(1_000)) }, ['input.lead.answers']],
    [
      'more than 64 KiB of two-byte letters',
      { a: Array.from({ length: 33 }, () => 'ü'.repeat(1_000)) },
      ['input.lead.answers'],
    ],
  ])('answers: %s', (_what, answers, paths) => {
    expect(pathsOf({ answers })).toEqual(paths);
  });

  it('for a time that the calendar has not', () => {
    expect(pathsOf({ clickedAt: new Date('2026-02-30T25:00:00Z') })).toEqual(['input.lead.clickedAt']);
  });

  it('keeps times as RFC 3339, null as null and absent as absent', () => {
    const clickedAt = new Date('2026-03-02T12:00:00.123Z');
    expect(checkLead({ id: 'a', clickedAt }, 'l').report).toEqual({ id: 'a', clickedAt: '2026-03-02T12:00:00.123Z' });
    expect(checkLead({ id: 'a', clickedAt: null }, 'l').report).toEqual({ id: 'a', clickedAt: null });
    expect(checkLead({ id: 'a', email: 'x' }, 'l').report).toEqual({ id: 'a', email: 'x' });
  });
});
