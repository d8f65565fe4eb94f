import { graphql, type ResultOf, type VariablesOf } from '../api/graphql';

export const ROW = graphql(`
  fragment FiringRow on Firing @_unmask {
    id
    status
    test
    eventName
    createdAt
    updatedAt
    platform
    leadId
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
  }
`);

/** What the list shows of a firing, and no more: many are kept. */
export type Row = ResultOf<typeof ROW>;

const DETAILS = graphql(`
  fragment FiringDetails on Firing @_unmask {
    eventTime
    eventId
    message
    matchKeys
    campaign {
      id
      name
    }
  }
`);

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

export const EXPORT = graphql(
  `
    query ExportFirings($filter: FiringFilter, $after: String, $first: Int!) {
      firings(filter: $filter, after: $after, first: $first) {
        nodes {
          ...FiringRow
          ...FiringDetails
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  [ROW, DETAILS],
);

export type Exported = ResultOf<typeof EXPORT>['firings']['nodes'][number];

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
        ...FiringDetails
        pixel {
          endpoint
          status
        }
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
  [ROW, DETAILS],
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

export const PLATFORMS = graphql(`
  query HistoryPlatforms {
    platforms {
      platform
      label
    }
  }
`);
