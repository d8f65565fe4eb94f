import { graphql, type ResultOf } from '../api/graphql';
import { RULE_FIELDS } from '../campaigns/queries';

/** What the campaign's rules ask of a lead. */
export const REPORT_CAMPAIGN = graphql(
  `
    query ReportCampaign($id: ID!) {
      campaign(id: $id) {
        id
        name
        rules {
          ...RuleFields
        }
      }
      conditionFields(campaignId: $id) {
        field
      }
    }
  `,
  [RULE_FIELDS],
);

export type ReportCampaign = NonNullable<ResultOf<typeof REPORT_CAMPAIGN>['campaign']>;

export const REPORT_LEAD = graphql(`
  mutation ReportLead($input: ReportLeadInput!) {
    reportLead(input: $input) {
      newOccurrence
      lead {
        id
      }
      decisions {
        outcome
        reason
        conditionTrace
        rule {
          id
          name
          createdAt
        }
        firing {
          id
          warnings
        }
      }
    }
  }
`);

export type LeadReported = ResultOf<typeof REPORT_LEAD>['reportLead'];
