import type { ConversionEvent } from '../../src/domain/conversion-event';
import type { LeadData } from '../../src/domain/lead';
import type { PixelTarget } from '../../src/domain/pixel';

export const NOW = new Date('2026-03-02T12:00:00.000Z');

export const RICH_LEAD: LeadData = {
  email: ' John_Smith@gmail.com ',
  phone: '(650) 555-1212',
  firstName: 'Mary',
  lastName: 'O’Connor-Smith',
  dateOfBirth: '1997-02-16',
  gender: 'Female',
  address: { street: '1 Hacker Way', city: 'New York', state: 'California', postalCode: '94035-1234', country: 'USA' },
  ipAddress: '10.0.0.1, 2606:4700:4700::1111',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
  sourceUrl: 'https://www.example.com/landing?utm_source=fb&fbclid=IwAR0-abc_DEF',
  clickIds: {
    fbclid: 'IwAR0-abc_DEF',
    fbp: 'fb.1.1772452700000.1098115397',
    ttclid: 'E.C.P.ttclid0123',
    ttp: 'ttp0123456789',
    gclid: 'Cj0gclid',
  },
  clickedAt: '2026-03-02T11:00:00.000Z',
  answers: { age: 42, plan: 'gold', 'e-mail of a friend': 'friend@example.com' },
  value: { amount: '12.5', currency: 'EUR' },
  consentGranted: true,
};

/** What somebody might find of a rich lead if it stood in clear. */
export const PERSONAL_TEXTS = [
  'john_smith',
  'gmail.com',
  '6505551212',
  '555-1212',
  'connor',
  '1997-02-16',
  '19970216',
  'hacker way',
  '94035',
  '2606:4700',
  '10.0.0.1',
  'iwar0-abc_def',
  '1098115397',
  'e.c.p.ttclid0123',
  'friend@example.com',
];

export function conversionEvent(lead: LeadData = RICH_LEAD, fields: Partial<ConversionEvent> = {}): ConversionEvent {
  return {
    firingId: '01957000-0000-7000-8000-000000000001',
    eventName: 'Lead',
    eventId: 'event-1',
    eventTime: '2026-03-02T11:59:30.700Z',
    actionSource: 'WEBSITE',
    value: lead.value ?? null,
    leadId: 'Lead-1',
    leadStatus: 'QUALIFIED',
    campaignId: 'campaign-1',
    lead,
    ...fields,
  };
}

export const ACCESS_TOKEN = 'EAABsecret0123456789token';

export function pixelTarget(fields: Partial<PixelTarget> = {}): PixelTarget {
  return {
    id: 'pixel-1',
    platform: 'FACEBOOK',
    endpoint: 'LIVE',
    baseUrl: 'https://graph.example',
    platformPixelId: '1234567890',
    accessToken: ACCESS_TOKEN,
    settings: {},
    custom: null,
    signingSecrets: [],
    ...fields,
  };
}
