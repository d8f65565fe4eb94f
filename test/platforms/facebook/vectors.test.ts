import type { LeadData } from '../../../src/domain/lead';
import { facebookEvent } from '../../../src/platforms/facebook/event';
import { conversionEvent, NOW, pixelTarget } from '../conversion-events';
import { describeVectors, vectorsOf } from '../vectors';

interface Vector {
  field: keyof typeof PLACES;
  platform: string;
  input: string;
  sent: string | null;
  strength: string;
}

const PLACES = {
  email: { key: 'em', lead: (email: string): LeadData => ({ email }) },
  phone: { key: 'ph', lead: (phone: string): LeadData => ({ phone }) },
  first_name: { key: 'fn', lead: (firstName: string): LeadData => ({ firstName }) },
  last_name: { key: 'ln', lead: (lastName: string): LeadData => ({ lastName }) },
  dob: { key: 'db', lead: (dateOfBirth: string): LeadData => ({ dateOfBirth }) },
  gender: { key: 'ge', lead: (gender: string): LeadData => ({ gender }) },
  city: { key: 'ct', lead: (city: string): LeadData => ({ address: { city } }) },
  state: { key: 'st', lead: (state: string): LeadData => ({ address: { state } }) },
  zip: { key: 'zp', lead: (postalCode: string): LeadData => ({ address: { postalCode } }) },
  country: { key: 'country', lead: (country: string): LeadData => ({ address: { country } }) },
  external_id: { key: 'external_id', lead: (): LeadData => ({}) },
};

const AGREED = ['consensus', 'meta_libraries_agree'];
const agreed = vectorsOf<Vector>('normalize.json').filter(
  ({ platform, strength }) => platform === 'meta' && AGREED.includes(strength),
);

function sent({ field, input }: Vector): unknown {
  const { key, lead } = PLACES[field];
  const fields = field === 'external_id' ? { leadId: input } : {};
  const { body } = facebookEvent(conversionEvent(lead(input), fields), pixelTarget(), NOW);
  const value = (body as { user_data: Record<string, string[]> }).user_data[key];
  return value === undefined ? null : value[0];
}

describeVectors('what the published libraries agree on holds for Facebook', () => {
  it.each(Object.keys(PLACES) as (keyof typeof PLACES)[])('%s', (field) => {
    const cases = agreed.filter((vector) => vector.field === field);
    expect(cases.length).toBeGreaterThan(2);
    const wrong = cases.filter((vector) => sent(vector) !== vector.sent).map(({ input }) => input);
    expect(wrong).toEqual([]);
  });
});
