import type { Money } from './money';

export const LEAD_STATUSES = ['RECEIVED', 'QUALIFIED', 'DELIVERED', 'REJECTED'] as const;
export type LeadStatus = (typeof LEAD_STATUSES)[number];

export interface Address {
  street?: string | null;
  city?: string | null;
  state?: string | null;
  postalCode?: string | null;
  country?: string | null;
}

/** Case kept, never decoded or truncated. */
export interface ClickIds {
  fbclid?: string | null;
  fbc?: string | null;
  fbp?: string | null;
  ttclid?: string | null;
  ttp?: string | null;
  gclid?: string | null;
}

export type AnswerScalar = string | number | boolean;
export type AnswerValue = AnswerScalar | null | AnswerScalar[];

/** What is known of a lead, as it was reported: raw, to be normalised late and per platform. Times are RFC 3339 in UTC. */
export interface LeadData {
  email?: string | null;
  phone?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  dateOfBirth?: string | null;
  gender?: string | null;
  address?: Address | null;
  ipAddress?: string | null;
  userAgent?: string | null;
  sourceUrl?: string | null;
  clickIds?: ClickIds | null;
  clickedAt?: string | null;
  answers?: Record<string, AnswerValue> | null;
  value?: Money | null;
  consentGranted?: boolean | null;
  isTest?: boolean | null;
}

/** One report of a lead: its checked data, where an absent field keeps what is stored and null clears it. */
export interface LeadReport extends LeadData {
  id: string;
  campaignId?: string | null;
}

type Fields = Record<string, unknown>;

/** Absent keeps, null clears, anything else replaces; empty results are null. */
function mergeFields(before: Fields | null | undefined, report: Fields | null | undefined): Fields | null | undefined {
  if (report === undefined) return before;
  if (report === null) return null;
  const merged: Fields = { ...before };
  for (const [name, value] of Object.entries(report)) {
    if (value === null) delete merged[name];
    else if (value !== undefined) merged[name] = value;
  }
  return merged;
}

/** The stored lead after a report: `answers` merges by key, `address` and `clickIds` by field, the rest is replaced. */
export function mergeLead(before: LeadData, { id: _id, campaignId: _campaignId, ...report }: LeadReport): LeadData {
  const merged = mergeFields(before as Fields, report as Fields) as LeadData;
  for (const nested of ['answers', 'address', 'clickIds'] as const) {
    const value = mergeFields(before[nested] as Fields, report[nested] as Fields);
    if (value === null || value === undefined) delete merged[nested];
    else (merged as Fields)[nested] = value;
  }
  return merged;
}

/** A lead as it is stored now. */
export interface Lead {
  workspaceId: string;
  /** Internal. */
  uid: string;
  /** The caller's own id. */
  id: string;
  campaignId: string;
  status: LeadStatus;
  statusAt: Date;
  data: LeadData;
  createdAt: Date;
}
