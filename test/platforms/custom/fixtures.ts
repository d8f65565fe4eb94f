import type { ConversionEvent } from '../../../src/domain/conversion-event';
import type { HttpReply } from '../../../src/domain/http-exchange';
import type { LeadData } from '../../../src/domain/lead';
import type { CustomHeader, CustomPixel, PixelTarget } from '../../../src/domain/pixel';
import { custom } from '../../../src/platforms/custom';
import type { PixelInput, PreparedEvent } from '../../../src/platforms/platform';

export const NOW = new Date('2026-11-20T12:00:30.000Z');

/** Everything that can be known of a lead. */
export const RICH_LEAD: LeadData = {
  email: ' Ada.Lovelace@Example.com ',
  phone: '(415) 555-0134',
  firstName: 'Ada',
  lastName: 'O’Brien-Lovelace',
  dateOfBirth: '1985-04-12',
  gender: 'Female',
  address: { street: '1 Main Street', city: 'San José', state: 'California', postalCode: '94107-1234', country: 'US' },
  ipAddress: '10.0.0.1, 81.2.69.142',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0 Safari/537.36',
  sourceUrl: 'https://solar.example.com/quote?email=ada.lovelace%40example.com',
  clickIds: {
    fbclid: 'FbClid-0123_AbC',
    fbp: 'fb.1.1763630000000.1234567890',
    ttclid: 'TtClid0123456789',
    ttp: 'TtpCookie0123456789',
    gclid: 'GcLid-0123456789',
  },
  clickedAt: '2026-11-20T11:00:00.000Z',
  answers: { age: 42, homeowner: true, roof: 'flat & "old"', colours: ['red', 'dark blue'], nothing: null },
  value: { amount: '19.9', currency: 'EUR' },
  consentGranted: true,
  isTest: false,
};

export function eventOf(fields: Partial<ConversionEvent> = {}): ConversionEvent {
  return {
    firingId: '019aa0a0-0000-7000-8000-000000000001',
    eventName: 'Lead',
    eventId: 'e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0',
    eventTime: '2026-11-20T12:00:00.250Z',
    actionSource: 'SYSTEM_GENERATED',
    value: { amount: '25.5', currency: 'USD' },
    leadId: 'lead-7',
    leadStatus: 'QUALIFIED',
    campaignId: '019aa0a0-0000-7000-8000-00000000000c',
    lead: RICH_LEAD,
    ...fields,
  };
}

/** A lead of whom nothing is known but the id. */
export const POOR_EVENT = eventOf({ value: null, campaignId: null, lead: {} });

export type Fields = Partial<CustomPixel> & { settings?: Record<string, unknown>; signingSecrets?: string[] };

export function targetOf({ settings = {}, signingSecrets = [], ...fields }: Fields = {}): PixelTarget {
  return {
    id: '019aa0a0-0000-7000-8000-0000000000aa',
    platform: 'CUSTOM',
    endpoint: 'LIVE',
    baseUrl: '',
    platformPixelId: null,
    accessToken: null,
    settings,
    custom: { method: 'POST', url: 'https://crm.example.com/hook', headers: [], body: null, ...fields },
    signingSecrets,
  };
}

export function inputOf(fields: Fields = {}): PixelInput {
  const { custom: pixel, settings, signingSecrets } = targetOf(fields);
  return { platformPixelId: null, accessToken: null, custom: pixel, settings, signingSecrets };
}

export function header(name: string, value: string, secret = false): CustomHeader {
  return { name, value, secret };
}

export function prepared(fields: Fields = {}, event = eventOf()): PreparedEvent {
  return custom.prepare(event, targetOf(fields), NOW);
}

export function requestOf(fields: Fields = {}, event = eventOf()) {
  const target = targetOf(fields);
  return custom.buildRequest([custom.prepare(event, target, NOW)], target, { testEventCode: null, now: NOW });
}

/** What a template of a URL's query comes to, before it is encoded. */
export function filled(template: string, event = eventOf(), settings: Record<string, unknown> = {}): string {
  const { url } = requestOf({ method: 'GET', url: `https://x.example.com/?v=${template}`, settings }, event);
  return new URL(url).searchParams.get('v') ?? '';
}

export function replyOf(status: number, body = '', headers: Record<string, string> = {}): HttpReply {
  return { kind: 'reply', status, headers, body };
}
