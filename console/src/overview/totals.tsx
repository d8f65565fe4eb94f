import { Anchor, Paper, SimpleGrid, Text } from '@mantine/core';
import { Link } from 'wouter';
import { text } from '../text';
import type { Overview } from './queries';

const words = text.overview.totals;

/** The counts of the time, each with the firings behind it. */
export function Totals({ stats, since }: { stats: Overview['firingStats']; since: string }) {
  const from = `from=${encodeURIComponent(since)}&tests=none`;
  const counts: [string, string, string][] = [
    [words.succeeded, stats.succeeded.toLocaleString('en'), `/history?status=SUCCEEDED&${from}`],
    [words.failed, stats.failed.toLocaleString('en'), `/history?status=FAILED&${from}`],
    [words.waiting, stats.waiting.toLocaleString('en'), `/history?status=PENDING&status=RETRYING&status=HELD&${from}`],
    [words.skipped, stats.skipped.toLocaleString('en'), `/history?status=SKIPPED&${from}`],
    [words.rate, percent(stats.successRate), `/history?status=SUCCEEDED&status=FAILED&${from}`],
  ];
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} spacing="sm">
      {counts.map(([label, count, href]) => (
        <Anchor key={label} component={Link} href={href} underline="never" c="inherit">
          <Paper withBorder p="sm">
            <Text size="sm" c="dimmed">
              {label}
            </Text>
            <Text fz={26} fw={650} lh={1.2}>
              {count}
            </Text>
          </Paper>
        </Anchor>
      ))}
    </SimpleGrid>
  );
}

/** Never rounded up to 100; what a number lacks by its binary form alone, such as 0.57, is no less. */
export function percent(rate: number | null): string {
  return rate === null ? text.common.none : `${Math.floor(rate * 1_000 + 1e-6) / 10}%`;
}
