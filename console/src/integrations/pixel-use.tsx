import { Anchor, List, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import type { ResultOf } from '../api/graphql';
import { text } from '../text';
import { PIXEL_USE } from './queries';

const words = text.integrations;

type Rules = ResultOf<typeof PIXEL_USE>['pixelRules'];

/** The waiting firings and the rules of a pixel, as they are when this is first shown. */
export function usePixelUse(pixelId: string) {
  const variables = useMemo(
    () => ({ id: pixelId, waiting: { pixelId, statuses: ['PENDING' as const, 'RETRYING' as const, 'HELD' as const] } }),
    [pixelId],
  );
  return useQuery({ query: PIXEL_USE, variables, requestPolicy: 'network-only' });
}

/** The rules with the way to each, under a line that says why they are listed. */
export function RuleList({ rules: { nodes, pageInfo }, title }: { rules: Rules; title: string }) {
  return (
    <Stack gap={4}>
      <Text size="sm">{title}</Text>
      <List size="sm">
        {nodes.map(({ id, name, campaign }) => (
          <List.Item key={id}>
            <Anchor component={Link} href={`/campaigns/${campaign.id}/marketing/${id}`} size="sm" className="tap">
              {name}
            </Anchor>{' '}
            ({campaign.name})
          </List.Item>
        ))}
        {pageInfo.hasNextPage && <List.Item>{words.moreRules}</List.Item>}
      </List>
    </Stack>
  );
}
