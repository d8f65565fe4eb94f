import type { Money } from './money';
import type { ActionSource, PlatformCode } from './pixel';

/** The statuses of a lead at which rules are evaluated. */
export const TRIGGER_POINTS = ['LEAD_QUALIFIED', 'LEAD_DELIVERED'] as const;
export type TriggerPoint = (typeof TRIGGER_POINTS)[number];

/** The trigger point that a status is, or null for a status without one. */
export function triggerOf(status: string): TriggerPoint | null {
  return TRIGGER_POINTS.find((trigger) => trigger === `LEAD_${status}`) ?? null;
}

export const CONDITION_OPERATORS = [
  'EQUALS',
  'NOT_EQUALS',
  'CONTAINS',
  'NOT_CONTAINS',
  'STARTS_WITH',
  'ENDS_WITH',
  'GREATER_THAN',
  'GREATER_OR_EQUAL',
  'LESS_THAN',
  'LESS_OR_EQUAL',
  'BETWEEN',
  'EXISTS',
  'NOT_EXISTS',
] as const;
export type ConditionOperator = (typeof CONDITION_OPERATORS)[number];

export interface Condition {
  field: string;
  operator: ConditionOperator;
  values: string[];
}

export interface ConditionGroup {
  combinator: 'ALL' | 'ANY';
  not: boolean;
  conditions: Condition[];
  groups: ConditionGroup[];
}

/** "At this trigger point, if these conditions hold, fire this event to this pixel." */
export interface PixelRule {
  workspaceId: string;
  id: string;
  campaignId: string;
  name: string;
  enabled: boolean;
  trigger: TriggerPoint;
  platform: PlatformCode;
  pixelId: string;
  eventName: string;
  actionSource: ActionSource;
  /** Overrides the lead's own value. */
  value: Money | null;
  fireOnce: boolean;
  conditions: ConditionGroup | null;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
}

/** What a rule says, without its id and times. */
export interface RuleInput {
  campaignId: string;
  name: string;
  trigger: TriggerPoint;
  pixelId: string;
  eventName: string;
  actionSource: ActionSource;
  value?: Money | null;
  fireOnce: boolean;
  conditions?: ConditionGroup | null;
  enabled: boolean;
}

/** Absent keeps, null clears; null for what can't be empty is a fault. */
export type RuleChanges = { [Field in keyof Omit<RuleInput, 'campaignId'>]?: RuleInput[Field] | null };
