import type { LeadData } from './lead';

export const SAMPLE_LEAD_ID = 'sample-lead';

/** A made-up lead for test fires and previews: reserved domain, fictional phone number, no person behind it. */
export function sampleLead(now: Date): LeadData {
  return {
    email: 'sample.lead@example.com',
    phone: '+1 650 555 1212',
    firstName: 'Sample',
    lastName: 'Lead',
    dateOfBirth: '1985-04-12',
    gender: 'f',
    address: { street: '1 Main Street', city: 'San Francisco', state: 'CA', postalCode: '94105', country: 'US' },
    ipAddress: '8.8.8.8',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36',
    sourceUrl: 'https://www.example.com/landing',
    clickIds: { fbclid: 'SampleFbclid-0123456789_AbC', ttclid: 'SampleTtclid0123456789' },
    clickedAt: new Date(now.getTime() - 3_600_000).toISOString(),
    answers: {},
    value: { amount: '10', currency: 'USD' },
  };
}
