import { Anchor, Group, Progress, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import { text } from '../text';
import { wordFor } from '../text/words';
import { Panel } from './panel';
import type { Overview } from './queries';
import { percent } from './totals';

const words = text.overview;

/** How many of the latest firings carried each identifier, the most frequent first. */
export function Coverage({ firings }: { firings: Overview['latest']['nodes'] }) {
  const counts = new Map<string, number>();
  for (const { matchKeys } of firings) for (const key of matchKeys) counts.set(key, (counts.get(key) ?? 0) + 1);
  // Those that were counted, and not what lies further back.
  const since = firings.at(-1)?.createdAt ?? '';
  const sorted = [...counts].sort(([, one], [, other]) => other - one);
  return (
    <Panel title={words.coverage} hint={firings.length > 0 ? words.coverageHint(firings.length) : words.noFirings}>
      <Stack gap="xs">
        {sorted.map(([key, count]) => (
          <div key={key}>
            <Group justify="space-between">
              <Text size="sm">{wordFor(text.matchKey, key)}</Text>
              <Text size="sm">{words.share(percent(count / firings.length), words.of(count, firings.length))}</Text>
            </Group>
            <Progress size="sm" value={(count / firings.length) * 100} aria-label={wordFor(text.matchKey, key)} />
          </div>
        ))}
      </Stack>
      {firings.length > 0 && (
        <Anchor
          component={Link}
          href={`/history?from=${encodeURIComponent(since)}&tests=none`}
          size="sm"
          mt="xs"
          className="tap"
        >
          {words.coverageLink}
        </Anchor>
      )}
    </Panel>
  );
}
