import { type AllNodes, useAllNodes } from './all-nodes';
import { graphql, type ResultOf } from './graphql';

const CAMPAIGNS = graphql(`
  query CampaignChoices($after: String) {
    campaigns(first: 200, after: $after) {
      nodes {
        id
        name
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const PIXELS = graphql(`
  query PixelChoices($after: String) {
    pixels(first: 200, after: $after) {
      nodes {
        id
        name
        platform
        status
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const RULES = graphql(`
  query RuleChoices($after: String) {
    pixelRules(first: 200, after: $after) {
      nodes {
        id
        name
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

/** What a picker shows and what it gives. */
export interface Named {
  id: string;
  name: string;
}

export type PixelChoice = ResultOf<typeof PIXELS>['pixels']['nodes'][number];

const campaignsOf = ({ campaigns }: ResultOf<typeof CAMPAIGNS>) => campaigns;
const pixelsOf = ({ pixels }: ResultOf<typeof PIXELS>) => pixels;
const rulesOf = ({ pixelRules }: ResultOf<typeof RULES>) => pixelRules;

/** All campaigns to choose from, newest first. */
export function useCampaignChoices(): AllNodes<Named> {
  return useAllNodes(CAMPAIGNS, campaignsOf);
}

/** All pixels to choose from, newest first. */
export function usePixelChoices(): AllNodes<PixelChoice> {
  return useAllNodes(PIXELS, pixelsOf);
}

/** All rules to choose from, newest first, of whatever campaign. */
export function useRuleChoices(): AllNodes<Named> {
  return useAllNodes(RULES, rulesOf);
}
