import type { RuleDecision } from '../domain/decision';
import type { ServiceError } from '../domain/errors';
import type { Attempt, Firing, FiringFilter, FiringStats } from '../domain/firing';
import type { Address, ClickIds, Lead, LeadStatus } from '../domain/lead';
import type { ActionSource, HttpMethod, Pixel, PixelEndpoint, PlatformCode } from '../domain/pixel';
import type { ConditionGroup, PixelRule, TriggerPoint } from '../domain/pixel-rule';
import type { ApiKey, Caller, Campaign, Scope } from '../domain/workspace';

/** Newest first by id (UUIDv7, so by creation); `after` is the id of the last row of the page before. */
export interface PageRequest {
  first: number;
  after: string | null;
}

export interface Page<Row> {
  rows: Row[];
  hasNextPage: boolean;
}

/** Inputs as GraphQL coerced them: absent is undefined, null is null, times are Dates, Decimals plain text. */
export interface MoneyInput {
  amount: string;
  currency: string;
}

export interface LeadInput {
  id: string;
  campaignId?: string | null;
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
  clickedAt?: Date | null;
  answers?: unknown;
  value?: MoneyInput | null;
  consentGranted?: boolean | null;
  isTest?: boolean | null;
}

export interface ReportLeadInput {
  lead: LeadInput;
  status: LeadStatus;
  occurredAt?: Date | null;
  occurrenceId?: string | null;
  eventId?: string | null;
}

export interface ReportLeadResult {
  lead: Lead;
  newOccurrence: boolean;
  decisions: RuleDecision[];
  firings: Firing[];
}

export interface FirePixelInput {
  pixelId: string;
  leadId?: string | null;
  lead?: LeadInput | null;
  eventName: string;
  actionSource: ActionSource;
  value?: MoneyInput | null;
  eventId?: string | null;
  eventTime?: Date | null;
  testEventCode?: string | null;
  idempotencyKey?: string | null;
}

export interface TestFireInput {
  ruleId: string;
  leadId?: string | null;
  testEventCode?: string | null;
}

export interface TestFireResult {
  firing: Firing;
  conditionsMatched: boolean;
  conditionTrace: unknown;
}

export interface HeaderInput {
  name: string;
  value?: string | null;
  secret: boolean;
}

export interface CustomPixelInput {
  method?: HttpMethod | null;
  url?: string | null;
  headers?: HeaderInput[] | null;
  body?: string | null;
  signingSecret?: string | null;
}

export interface ConnectPixelInput {
  name: string;
  platform: PlatformCode;
  endpoint: PixelEndpoint;
  platformPixelId?: string | null;
  accessToken?: string | null;
  custom?: CustomPixelInput | null;
  settings?: unknown;
}

export interface UpdatePixelInput {
  name?: string | null;
  accessToken?: string | null;
  custom?: CustomPixelInput | null;
  settings?: unknown;
  paused?: boolean | null;
}

export interface CreatePixelRuleInput {
  campaignId: string;
  name: string;
  trigger: TriggerPoint;
  pixelId: string;
  eventName: string;
  actionSource: ActionSource;
  value?: MoneyInput | null;
  fireOnce: boolean;
  conditions?: ConditionGroup | null;
  enabled: boolean;
}

export type UpdatePixelRuleInput = {
  [Field in keyof Omit<CreatePixelRuleInput, 'campaignId'>]?: CreatePixelRuleInput[Field] | null;
};

export interface RulePreview {
  outcome: RuleDecision['outcome'];
  reason: string;
  conditionTrace: unknown;
  request: unknown;
  warnings: string[];
}

export interface ConditionFieldInfo {
  field: string;
  label: string;
  type: 'TEXT' | 'NUMBER' | 'BOOLEAN' | 'DATE' | 'ANSWER';
  operators: readonly string[];
}

/** One change of a firing, as of that change. `cursor` is opaque. */
export interface FiringChange {
  cursor: string;
  firing: Firing;
}

/**
 * What the API asks of the rooms below; app.ts puts it together. A lookup by ids answers in any order and leaves out
 * what the workspace does not have; a malformed id is one that names nothing. Mutations throw ServiceError.
 */
export interface Services {
  keys: {
    /** The caller behind an `Authorization` header, or null. */
    authenticate(authorization: string | undefined): Promise<Caller | null>;
    /** Calls back once when the key stops working; answers a function that stops watching. */
    onRevoked(keyId: string, callback: () => void): () => void;
    list(workspaceId: string): Promise<ApiKey[]>;
    create(caller: Caller, name: string, scopes: Scope[]): Promise<{ apiKey: ApiKey; secret: string }>;
    revoke(workspaceId: string, id: string): Promise<void>;
  };
  workspaces: {
    nameOf(workspaceId: string): Promise<string>;
    create(name: string): Promise<{ id: string; name: string; secret: string }>;
  };
  campaigns: {
    byIds(workspaceId: string, ids: readonly string[]): Promise<Campaign[]>;
    page(workspaceId: string, page: PageRequest): Promise<Page<Campaign>>;
    create(workspaceId: string, input: { name: string }): Promise<Campaign>;
    update(workspaceId: string, id: string, input: { name?: string | null }): Promise<Campaign>;
    /** Condition fields of the lead, and the answers seen in the campaign (or in the workspace). */
    conditionFields(workspaceId: string, campaignId: string | null): Promise<ConditionFieldInfo[]>;
  };
  pixels: {
    /** Deleted ones too. */
    byIds(workspaceId: string, ids: readonly string[]): Promise<Pixel[]>;
    page(workspaceId: string, filter: { platform?: PlatformCode | null }, page: PageRequest): Promise<Page<Pixel>>;
    connect(workspaceId: string, input: ConnectPixelInput): Promise<Pixel>;
    update(workspaceId: string, id: string, input: UpdatePixelInput): Promise<Pixel>;
    verify(workspaceId: string, id: string): Promise<Pixel>;
    disconnect(workspaceId: string, id: string): Promise<void>;
  };
  rules: {
    /** Deleted ones too. */
    byIds(workspaceId: string, ids: readonly string[]): Promise<PixelRule[]>;
    byCampaigns(workspaceId: string, campaignIds: readonly string[]): Promise<PixelRule[]>;
    page(
      workspaceId: string,
      filter: { campaignId?: string | null; pixelId?: string | null },
      page: PageRequest,
    ): Promise<Page<PixelRule>>;
    create(workspaceId: string, input: CreatePixelRuleInput): Promise<PixelRule>;
    update(workspaceId: string, id: string, input: UpdatePixelRuleInput): Promise<PixelRule>;
    delete(workspaceId: string, id: string): Promise<void>;
    restore(workspaceId: string, id: string): Promise<PixelRule>;
    warnings(rule: PixelRule): Promise<string[]>;
  };
  leads: {
    byIds(workspaceId: string, ids: readonly string[]): Promise<Lead[]>;
    byUids(workspaceId: string, uids: readonly string[]): Promise<Lead[]>;
    page(workspaceId: string, filter: { campaignId?: string | null }, page: PageRequest): Promise<Page<Lead>>;
  };
  history: {
    byIds(workspaceId: string, ids: readonly string[]): Promise<Firing[]>;
    page(workspaceId: string, filter: FiringFilter, page: PageRequest): Promise<Page<Firing>>;
    /** All attempts of these firings, in order of number. */
    attempts(workspaceId: string, firingIds: readonly string[]): Promise<Attempt[]>;
    decisionsByIds(workspaceId: string, ids: readonly string[]): Promise<RuleDecision[]>;
    /** Newest first, at most 100 of each lead. */
    decisionsByLeads(workspaceId: string, leadUids: readonly string[]): Promise<RuleDecision[]>;
    stats(workspaceId: string, filter: FiringFilter): Promise<FiringStats>;
    /** For many pixels or rules at once; what has no firing is absent. */
    statsBy(
      workspaceId: string,
      by: 'pixelId' | 'ruleId',
      ids: readonly string[],
      range: { createdAfter?: Date | null; createdBefore?: Date | null },
    ): Promise<Map<string, FiringStats>>;
    /** Buckets that have firings, oldest first; empty ones between are included. Throws BAD_USER_INPUT for an unknown zone. */
    series(
      workspaceId: string,
      filter: FiringFilter,
      interval: 'HOUR' | 'DAY',
      timeZone: string,
    ): Promise<{ from: Date; stats: FiringStats }[]>;
  };
  dispatcher: {
    /** One result per input, in order; `path` of faults is below `inputs.N` or `input`. */
    reportLeads(
      workspaceId: string,
      inputs: readonly ReportLeadInput[],
      pathOf: (index: number) => string,
    ): Promise<(ReportLeadResult | ServiceError)[]>;
    firePixels(
      workspaceId: string,
      inputs: readonly FirePixelInput[],
      pathOf: (index: number) => string,
    ): Promise<(Firing | ServiceError)[]>;
    testFire(workspaceId: string, input: TestFireInput): Promise<TestFireResult>;
    retryFiring(workspaceId: string, id: string): Promise<Firing>;
    previewRule(workspaceId: string, rule: CreatePixelRuleInput, leadId: string | null): Promise<RulePreview>;
    eraseLead(workspaceId: string, id: string): Promise<void>;
  };
  feed: {
    /** Where the feed stands now. */
    cursor(workspaceId: string): Promise<string>;
    /** Every change the filter matches, after the cursor or from now on, until the iterator is returned. */
    follow(
      workspaceId: string,
      filter: FiringFilter,
      after: string | null,
    ): Promise<AsyncIterableIterator<FiringChange>>;
  };
}
