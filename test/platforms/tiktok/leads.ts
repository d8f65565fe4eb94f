import type { ConversionEvent } from '../../../src/domain/conversion-event';
import type { LeadData } from '../../../src/domain/lead';
import type { PixelTarget } from '../../../src/domain/pixel';
import { tiktok } from '../../../src/platforms/tiktok';

export const NOW = new Date('2026-11-28T12:00:00.500Z');
export const TOKEN = 'tok-5f2c9e0b7a1d4833';

export const RICH: LeadData = {
  email: ' John_Smith@Gmail.com ',
  phone: '(650) 555-1212',
  firstName: 'Mary',
  lastName: ' Smith ',
  dateOfBirth: '1985-04-12',
  gender: 'f',
  address: { street: '1 Main Street', city: 'Menlo Park', state: 'California', postalCode: '94035', country: 'USA' },
  ipAddress: '10.0.0.7, 8.8.8.8',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0',
  sourceUrl: 'https://solar.example.com/quote?plan=Roof%2BBattery',
  clickIds: { ttclid: 'E.C.P.AbCd-0123_xyz', ttp: '2F7h37YkS1j57AYSKTI7IHhJPYH', fbclid: 'not-for-tiktok' },
};

export const POOR: LeadData = { email: 'poor@example.com' };

export function eventOf(lead: LeadData, more: Partial<ConversionEvent> = {}): ConversionEvent {
  return {
    firingId: '0198c0de-0000-7000-8000-000000000001',
    eventName: 'Lead',
    eventId: 'event-1',
    eventTime: '2026-11-28T11:59:00.900Z',
    actionSource: 'SYSTEM_GENERATED',
    value: null,
    leadId: 'Lead-1',
    leadStatus: 'QUALIFIED',
    campaignId: null,
    lead,
    ...more,
  };
}

export function targetOf(settings: Record<string, unknown> = {}, more: Partial<PixelTarget> = {}): PixelTarget {
  return {
    id: 'pixel-1',
    platform: 'TIKTOK',
    endpoint: 'LIVE',
    baseUrl: 'https://business-api.tiktok.com',
    platformPixelId: 'C4DEMO0123456789ABCD',
    accessToken: TOKEN,
    settings,
    custom: null,
    signingSecrets: [],
    ...more,
  };
}

export function prepared(lead: LeadData, more: Partial<ConversionEvent> = {}, settings = {}) {
  return tiktok.prepare(eventOf(lead, more), targetOf(settings), NOW);
}

/** `count` rich events with the ids `event-0`, `event-1`, … */
export function preparedMany(count: number) {
  return Array.from({ length: count }, (_, index) => prepared(RICH, { eventId: `event-${index}` }));
}
