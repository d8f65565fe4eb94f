import { registerEnumType } from 'type-graphql';
import { DECISION_OUTCOMES } from '../domain/decision';
import { FIRING_STATUSES, SKIP_REASONS } from '../domain/firing';
import { LEAD_STATUSES } from '../domain/lead';
import { ATTEMPT_OUTCOMES } from '../domain/outcome';
import { ACTION_SOURCES } from '../domain/pixel';
import { CONDITION_OPERATORS, TRIGGER_POINTS } from '../domain/pixel-rule';
import { SCOPES } from '../domain/workspace';
import { PLATFORMS } from '../platforms';

/** An enum of the schema from the domain's list of values. */
function enumOf(name: string, values: readonly string[], description?: string, meanings: Record<string, string> = {}) {
  const type = Object.fromEntries(values.map((value) => [value, value]));
  const valuesConfig = Object.fromEntries(
    Object.entries(meanings).map(([value, meaning]) => [value, { description: meaning }]),
  );
  registerEnumType(type, { name, description, valuesConfig });
  return type;
}

/** Platforms are text in the database; the register says which there are. */
export const PlatformEnum = enumOf(
  'Platform',
  PLATFORMS.map(({ code }) => code),
);
export const TriggerPointEnum = enumOf(
  'TriggerPoint',
  TRIGGER_POINTS,
  'The status of a lead at which rules are evaluated.',
);
export const LeadStatusEnum = enumOf('LeadStatus', LEAD_STATUSES);
export const ActionSourceEnum = enumOf('ActionSource', ACTION_SOURCES, 'Where the conversion happened.');
export const HttpMethodEnum = enumOf('HttpMethod', ['GET', 'POST']);
export const ScopeEnum = enumOf('Scope', SCOPES);
export const PixelEndpointEnum = enumOf(
  'PixelEndpoint',
  ['LIVE', 'SANDBOX'],
  'LIVE talks to the platform itself; SANDBOX to the built-in stand-in, which needs no account.',
);
export const PixelStatusEnum = enumOf(
  'PixelStatus',
  ['ACTIVE', 'PAUSED', 'NEEDS_ATTENTION'],
  'PAUSED: by a person. NEEDS_ATTENTION: the platform refused the credentials; its firings are HELD.',
);
export const FiringStatusEnum = enumOf('FiringStatus', FIRING_STATUSES, undefined, {
  PENDING: 'Accepted and durable; first attempt not finished.',
  RETRYING: 'At least one attempt failed; another is scheduled.',
  HELD: 'Waiting for its pixel to be mended or resumed; sent then, or FAILED at expiresAt.',
  SUCCEEDED: 'The platform itself said that it took the event.',
  FAILED: 'Final: refused, expired, or out of attempts.',
  SKIPPED: 'Matched, but must not be sent: skipReason says why.',
});
export const SkipReasonEnum = enumOf('SkipReason', SKIP_REASONS, undefined, {
  NO_TEST_CODE:
    'A test fire on a LIVE pixel without a test event code: nothing was sent, request shows what would have been.',
});
export const DecisionOutcomeEnum = enumOf('DecisionOutcome', DECISION_OUTCOMES);
export const AttemptOutcomeEnum = enumOf('AttemptOutcome', ATTEMPT_OUTCOMES, 'What one attempt came to.', {
  ACCEPTED: 'The platform said that it took the event.',
  REFUSED: 'The platform refused this event for good.',
  UNAUTHORIZED: "The platform refused the pixel's credentials, rights or API version.",
  THROTTLED: 'Too many requests; tried again later.',
  UNAVAILABLE: 'Outage, timeout, connection lost; tried again.',
  BLOCKED: 'Our own guard refused the address.',
  UNKNOWN: "An answer that can't be read; tried again a bounded number of times.",
});
export const CombinatorEnum = enumOf('Combinator', ['ALL', 'ANY']);
export const ConditionOperatorEnum = enumOf(
  'ConditionOperator',
  CONDITION_OPERATORS,
  'Several values: any of them for the positive operators, none of them for the negative ones.',
);
export const ConditionFieldTypeEnum = enumOf('ConditionFieldType', ['TEXT', 'NUMBER', 'BOOLEAN', 'DATE', 'ANSWER']);
export const StatsIntervalEnum = enumOf('StatsInterval', ['HOUR', 'DAY']);
