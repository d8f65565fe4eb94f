/** Words for the API's enums. A value that this release doesn't know is shown in its own letters. */
export const words = {
  firingStatus: {
    PENDING: 'On its way',
    RETRYING: 'Trying again',
    HELD: 'Held',
    SUCCEEDED: 'Succeeded',
    FAILED: 'Failed',
    SKIPPED: 'Skipped',
  } as Record<string, string>,
  pixelStatus: { ACTIVE: 'Active', NEEDS_ATTENTION: 'Needs attention', PAUSED: 'Paused' } as Record<string, string>,
  endpoint: { LIVE: 'Live', SANDBOX: 'Sandbox' } as Record<string, string>,
  trigger: { LEAD_QUALIFIED: 'Lead qualified', LEAD_DELIVERED: 'Lead delivered' } as Record<string, string>,
  actionSource: {
    WEBSITE: 'Website',
    SYSTEM_GENERATED: 'System generated',
    PHONE_CALL: 'Phone call',
    CHAT: 'Chat',
  } as Record<string, string>,
  outcome: {
    FIRED: 'Fires',
    CONDITIONS_NOT_MET: 'Does not fire: the conditions are not met',
    RULE_DISABLED: 'Does not fire: the rule is switched off',
    SKIPPED: 'Would be skipped',
    TEST_LEAD: 'Does not fire: it is a test lead',
  } as Record<string, string>,
  attemptOutcome: {
    ACCEPTED: 'Accepted',
    REFUSED: 'Refused',
    THROTTLED: 'Slowed down',
    UNAUTHORIZED: 'Credentials refused',
    UNAVAILABLE: 'Not reachable',
    BLOCKED: 'Address blocked',
    UNKNOWN: 'Not understood',
  } as Record<string, string>,
  operator: {
    EQUALS: 'is',
    NOT_EQUALS: 'is not',
    CONTAINS: 'contains',
    NOT_CONTAINS: 'does not contain',
    STARTS_WITH: 'starts with',
    ENDS_WITH: 'ends with',
    GREATER_THAN: 'is greater than',
    GREATER_OR_EQUAL: 'is at least',
    LESS_THAN: 'is less than',
    LESS_OR_EQUAL: 'is at most',
    BETWEEN: 'is between',
    EXISTS: 'is given',
    NOT_EXISTS: 'is not given',
  } as Record<string, string>,
  platform: { FACEBOOK: 'Facebook', TIKTOK: 'TikTok', CUSTOM: 'Custom' } as Record<string, string>,
  scope: {
    READ: 'Read: see everything but keys',
    FIRE: 'Fire: report leads, fire pixels, test, retry',
    MANAGE: 'Manage: campaigns, pixels, rules',
    ADMIN: 'Admin: all of these, keys and erasure',
    OPERATOR: 'Operator: make workspaces',
  } as Record<string, string>,
};

/** A known value's word, else the value itself: enums grow. */
export function wordFor(known: Record<string, string>, value: string): string {
  return known[value] ?? value;
}
