import type { PixelChoice } from '../api/choices';
import { graphql, type ResultOf } from '../api/graphql';

export const RULE_FIELDS = graphql(`
  fragment RuleFields on PixelRule @_unmask {
    id
    name
    trigger
    platform
    eventName
    actionSource
    fireOnce
    enabled
    deletedAt
    warnings
    value {
      amount
      currency
    }
    pixel {
      id
      name
      platform
      status
    }
    campaign {
      id
      name
    }
    conditions {
      ...Level1
      groups {
        ...Level1
        groups {
          ...Level1
          groups {
            ...Level1
            groups {
              ...Level1
            }
          }
        }
      }
    }
  }

  fragment Level1 on ConditionGroup @_unmask {
    combinator
    not
    conditions {
      field
      operator
      values
    }
  }
`);

export type Rule = ResultOf<typeof RULE_FIELDS>;

export const CAMPAIGNS = graphql(`
  query Campaigns($after: String) {
    campaigns(first: 50, after: $after) {
      nodes {
        id
        name
        createdAt
        rules {
          id
          enabled
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const CREATE_CAMPAIGN = graphql(`
  mutation CreateCampaign($input: CreateCampaignInput!) {
    createCampaign(input: $input) {
      id
      name
    }
  }
`);

export const RENAME_CAMPAIGN = graphql(`
  mutation RenameCampaign($id: ID!, $input: UpdateCampaignInput!) {
    updateCampaign(id: $id, input: $input) {
      id
      name
    }
  }
`);

export const RULES = graphql(
  `
    query Rules($campaignId: ID!, $since: DateTime!) {
      campaign(id: $campaignId) {
        id
        name
      }
      pixelRules(campaignId: $campaignId, first: 200) {
        nodes {
          ...RuleFields
          stats(createdAfter: $since) {
            total
            skipped
            successRate
          }
        }
      }
      pixels(first: 1) {
        nodes {
          id
        }
      }
      conditionFields(campaignId: $campaignId) {
        field
        label
      }
    }
  `,
  [RULE_FIELDS],
);

export const RULE = graphql(
  `
    query Rule($id: ID!) {
      pixelRule(id: $id) {
        ...RuleFields
      }
    }
  `,
  [RULE_FIELDS],
);

/** What the form chooses from. */
export const CHOICES = graphql(`
  query RuleFormChoices($campaignId: ID!) {
    campaign(id: $campaignId) {
      id
      name
    }
    platforms {
      platform
      label
      standardEventNames
      actionSources
    }
    conditionFields(campaignId: $campaignId) {
      field
      label
      type
      operators
    }
  }
`);

export interface Choices extends ResultOf<typeof CHOICES> {
  pixels: readonly PixelChoice[];
  /** There are more pixels than are listed. */
  pixelsCut: boolean;
}

export type ConditionField = Choices['conditionFields'][number];

export const PIXEL_NAME = graphql(`
  query PixelName($id: ID!) {
    pixel(id: $id) {
      id
      name
    }
  }
`);

export const CREATE_RULE = graphql(
  `
    mutation CreateRule($input: CreatePixelRuleInput!) {
      createPixelRule(input: $input) {
        ...RuleFields
      }
    }
  `,
  [RULE_FIELDS],
);

export const UPDATE_RULE = graphql(
  `
    mutation UpdateRule($id: ID!, $input: UpdatePixelRuleInput!) {
      updatePixelRule(id: $id, input: $input) {
        ...RuleFields
      }
    }
  `,
  [RULE_FIELDS],
);

export const DELETE_RULE = graphql(`
  mutation DeleteRule($id: ID!) {
    deletePixelRule(id: $id)
  }
`);

export const RESTORE_RULE = graphql(`
  mutation RestoreRule($id: ID!) {
    restorePixelRule(id: $id) {
      id
      deletedAt
    }
  }
`);

export const PREVIEW = graphql(`
  query PreviewRule($rule: CreatePixelRuleInput!, $leadId: ID) {
    previewRule(rule: $rule, leadId: $leadId) {
      outcome
      reason
      conditionTrace
      request
      warnings
    }
  }
`);
