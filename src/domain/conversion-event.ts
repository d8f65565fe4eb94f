import type { LeadData, LeadStatus } from './lead';
import type { Money } from './money';
import type { ActionSource } from './pixel';

/**
 * One conversion, platform-neutral: what an adapter turns into the platform's own body. It is the lead as it stood
 * when the firing was accepted. Times are RFC 3339 in UTC.
 */
export interface ConversionEvent {
  firingId: string;
  eventName: string;
  /** The deduplication key shared with the browser pixel; the same on every attempt. */
  eventId: string;
  eventTime: string;
  actionSource: ActionSource;
  /** The rule's or call's, else the lead's; null where neither has one. 0 is a value. */
  value: Money | null;
  /** The caller's id of the lead; the sample lead has one too. */
  leadId: string;
  leadStatus: LeadStatus;
  campaignId: string | null;
  lead: LeadData;
}
