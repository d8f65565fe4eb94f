import { graphql, type ResultOf, type VariablesOf } from '../api/graphql';

export const ROW = graphql(`
  fragment FiringRow on Firing @_unmask {
    id
    status
    test
    eventName
    eventTime
    eventId
    createdAt
    updatedAt
    platform
    leadId
    message
    matchKeys
    value {
      amount
      currency
    }
    pixel {
      id
      name
    }
    rule {
      id
      name
    }
    campaign {
      id
      name
    }
  }
`);

export type Row = ResultOf<typeof ROW>;

export const FIRINGS = graphql(
  `
    query Firings($filter: FiringFilter, $after: String, $first: Int!) {
      firings(filter: $filter, after: $after, first: $first) {
        nodes {
          ...FiringRow
        }
        feedCursor
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  [ROW],
);

export type Filter = NonNullable<VariablesOf<typeof FIRINGS>['filter']>;

export const FIRING_UPDATED = graphql(
  `
    subscription FiringUpdated($filter: FiringFilter, $after: String) {
      firingUpdated(filter: $filter, after: $after) {
        cursor
        firing {
          ...FiringRow
        }
      }
    }
  `,
  [ROW],
);

export const COUNT = graphql(`
  query CountFirings($filter: FiringFilter) {
    firingStats(filter: $filter) {
      total
    }
  }
`);

export const FIRING = graphql(
  `
    query Firing($id: ID!) {
      firing(id: $id) {
        ...FiringRow
        actionSource
        skipReason
        nextAttemptAt
        expiresAt
        request
        warnings
        decision {
          outcome
          reason
          conditionTrace
          decidedAt
        }
        attempts {
          number
          startedAt
          durationMs
          outcome
          httpStatus
          platformCode
          message
          traceId
          batchSize
          response
        }
      }
    }
  `,
  [ROW],
);

export type Firing = NonNullable<ResultOf<typeof FIRING>['firing']>;

export const RETRY = graphql(
  `
    mutation RetryFiring($id: ID!) {
      retryFiring(id: $id) {
        ...FiringRow
      }
    }
  `,
  [ROW],
);

/** What the filters choose from. */
export const CHOICES = graphql(`
  query HistoryChoices {
    platforms {
      platform
      label
    }
    pixels(first: 200) {
      nodes {
        id
        name
      }
    }
    campaigns(first: 200) {
      nodes {
        id
        name
      }
    }
    pixelRules(first: 200) {
      nodes {
        id
        name
      }
    }
  }
`);
