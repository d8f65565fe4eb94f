import { graphql, type ResultOf } from '../api/graphql';

export const RULES = graphql(`
  query TestableRules {
    pixelRules(first: 200) {
      nodes {
        id
        name
        enabled
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
    }
    platforms {
      platform
      label
      takesTestEventCode
    }
  }
`);

export type TestableRule = ResultOf<typeof RULES>['pixelRules']['nodes'][number];

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
