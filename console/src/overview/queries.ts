import { graphql, type ResultOf } from '../api/graphql';

export const OVERVIEW = graphql(`
  query Overview($filter: FiringFilter!, $since: DateTime!, $timeZone: String!) {
    firingStats(filter: $filter) {
      succeeded
      failed
      skipped
      waiting
      successRate
    }
    firingSeries(filter: $filter, interval: HOUR, timeZone: $timeZone) {
      from
      stats {
        succeeded
        failed
        skipped
        waiting
      }
    }
    pixels(first: 200) {
      nodes {
        id
        name
        platform
        status
        statusReason
        createdAt
        stats(createdAfter: $since) {
          succeeded
          failed
          waiting
          successRate
        }
      }
      pageInfo {
        hasNextPage
      }
    }
    latest: firings(first: 200, filter: $filter) {
      nodes {
        id
        createdAt
        matchKeys
      }
    }
    viewer {
      workspaceId
    }
    rules: pixelRules(first: 1) {
      nodes {
        id
        name
        createdAt
        campaign {
          id
        }
        pixel {
          id
          name
          createdAt
        }
      }
    }
    campaigns(first: 1) {
      nodes {
        id
        createdAt
      }
    }
    tests: firings(first: 1, filter: { test: true }) {
      nodes {
        id
        createdAt
      }
    }
    real: firings(first: 1, filter: { test: false }) {
      nodes {
        id
        createdAt
      }
    }
  }
`);

export type Overview = ResultOf<typeof OVERVIEW>;
export type PixelHealth = Overview['pixels']['nodes'][number];
