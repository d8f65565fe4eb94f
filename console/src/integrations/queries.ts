import { graphql, type ResultOf } from '../api/graphql';

export const PIXEL_FIELDS = graphql(`
  fragment PixelFields on Pixel @_unmask {
    id
    name
    platform
    endpoint
    platformPixelId
    accessTokenHint
    settings
    status
    statusReason
    warnings
    createdAt
    deletedAt
    custom {
      method
      url
      body
      signed
      headers {
        name
        value
        secret
      }
    }
  }
`);

export type Pixel = ResultOf<typeof PIXEL_FIELDS>;

const PLATFORM_FIELDS = graphql(`
  fragment PlatformFields on PlatformInfo @_unmask {
    platform
    label
    standardEventNames
    actionSources
    takesTestEventCode
    verifiesCredentials
    settingsFields {
      name
      label
      description
      type
      required
      secret
    }
  }
`);

export type PlatformInfo = ResultOf<typeof PLATFORM_FIELDS>;

export const PLATFORMS = graphql(
  `
    query Platforms {
      platforms {
        ...PlatformFields
      }
    }
  `,
  [PLATFORM_FIELDS],
);

export const PIXELS = graphql(
  `
    query Pixels($since: DateTime!) {
      pixels(first: 200) {
        nodes {
          ...PixelFields
          stats(createdAfter: $since) {
            succeeded
            failed
            waiting
            skipped
          }
        }
        pageInfo {
          hasNextPage
        }
      }
    }
  `,
  [PIXEL_FIELDS],
);

export const PIXEL = graphql(
  `
    query Pixel($id: ID!, $held: FiringFilter!) {
      pixel(id: $id) {
        ...PixelFields
        stats {
          succeeded
          failed
          skipped
          waiting
        }
      }
      firingStats(filter: $held) {
        total
      }
    }
  `,
  [PIXEL_FIELDS],
);

export const CONNECT = graphql(
  `
    mutation ConnectPixel($input: ConnectPixelInput!) {
      connectPixel(input: $input) {
        ...PixelFields
      }
    }
  `,
  [PIXEL_FIELDS],
);

export const UPDATE = graphql(
  `
    mutation UpdatePixel($id: ID!, $input: UpdatePixelInput!) {
      updatePixel(id: $id, input: $input) {
        ...PixelFields
      }
    }
  `,
  [PIXEL_FIELDS],
);

export const VERIFY = graphql(
  `
    mutation VerifyPixel($id: ID!) {
      verifyPixel(id: $id) {
        ...PixelFields
      }
    }
  `,
  [PIXEL_FIELDS],
);

/** What pausing or disconnecting a pixel touches. */
export const PIXEL_USE = graphql(`
  query PixelUse($id: ID!, $waiting: FiringFilter!) {
    pixelRules(pixelId: $id, first: 200) {
      nodes {
        id
        name
        campaign {
          id
          name
        }
      }
      pageInfo {
        hasNextPage
      }
    }
    firingStats(filter: $waiting) {
      total
    }
  }
`);

export const DISCONNECT = graphql(`
  mutation DisconnectPixel($id: ID!) {
    disconnectPixel(id: $id)
  }
`);
