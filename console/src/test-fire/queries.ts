import { graphql, type ResultOf } from '../api/graphql';

const TESTABLE_RULE = graphql(`
  fragment TestableRule on PixelRule @_unmask {
    id
    name
    deletedAt
    campaign {
      id
      name
    }
    pixel {
      id
      name
      platform
      endpoint
    }
  }
`);

export type TestableRule = ResultOf<typeof TESTABLE_RULE>;

/** The newest rules, and the one that the address names, which may be older than these. */
export const RULES = graphql(
  `
    query TestableRules($named: ID!) {
      pixelRules(first: 200) {
        nodes {
          ...TestableRule
        }
      }
      named: pixelRule(id: $named) {
        ...TestableRule
      }
      platforms {
        platform
        label
        takesTestEventCode
      }
    }
  `,
  [TESTABLE_RULE],
);

export const TEST_FIRE = graphql(`
  mutation TestFire($input: TestFireInput!) {
    testFire(input: $input) {
      conditionsMatched
      conditionTrace
      firing {
        id
        status
        message
        skipReason
        platform
        pixel {
          id
          name
          endpoint
        }
        rule {
          id
          name
        }
        campaign {
          id
        }
        request
        warnings
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
  }
`);

export type TestFireResult = ResultOf<typeof TEST_FIRE>['testFire'];
