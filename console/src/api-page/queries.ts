import { graphql, type ResultOf } from '../api/graphql';

export const KEYS = graphql(`
  query ApiKeys {
    viewer {
      workspaceId
      scopes
    }
    apiKeys {
      id
      name
      hint
      scopes
      createdAt
      lastUsedAt
    }
  }
`);

export type ApiKey = ResultOf<typeof KEYS>['apiKeys'][number];

export const CREATE_KEY = graphql(`
  mutation CreateApiKey($name: String!, $scopes: [Scope!]!) {
    createApiKey(name: $name, scopes: $scopes) {
      secret
      apiKey {
        id
        name
      }
    }
  }
`);

export const REVOKE_KEY = graphql(`
  mutation RevokeApiKey($id: ID!) {
    revokeApiKey(id: $id)
  }
`);

export const NEWEST_CAMPAIGN = graphql(`
  query NewestCampaign {
    campaigns(first: 1) {
      nodes {
        id
        name
      }
    }
  }
`);
