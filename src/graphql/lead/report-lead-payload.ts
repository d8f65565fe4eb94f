import { Field, ObjectType } from 'type-graphql';
import type { ReportResult } from '../../dispatcher/report-leads';
import { Firing, firingOf } from '../firing/firing';
import { Lead, leadOf } from './lead';
import { RuleDecision, ruleDecisionOf } from './rule-decision';

@ObjectType({ simpleResolvers: true })
export class ReportLeadPayload {
  @Field(() => Lead) lead: Lead;
  @Field(() => Boolean, { description: 'False for a repeat: decisions and firings are then those of the first time.' })
  newOccurrence: boolean;
  @Field(() => [RuleDecision]) decisions: RuleDecision[];
  @Field(() => [Firing]) firings: Firing[];
}

export function reportLeadPayloadOf({ lead, newOccurrence, decisions, firings }: ReportResult): ReportLeadPayload {
  return {
    lead: leadOf(lead),
    newOccurrence,
    decisions: decisions.map(ruleDecisionOf),
    firings: firings.map(firingOf),
  };
}
