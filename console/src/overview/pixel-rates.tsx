import { Anchor, Group, Progress, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import { PlatformMark } from '../shell/platform-mark';
import { text } from '../text';
import type { PixelHealth } from './queries';
import { percent } from './totals';

const words = text.overview;

/** The success rate of each pixel, the worst first, with the firings behind it. */
export function PixelRates({ pixels, since }: { pixels: PixelHealth[]; since: string }) {
  const sorted = [...pixels].sort((one, other) => (one.stats.successRate ?? 2) - (other.stats.successRate ?? 2));
  if (sorted.length === 0) return <Text size="sm">{words.noPixels}</Text>;
  return (
    <Stack gap="sm">
      {sorted.map(({ id, name, platform, stats: { succeeded, failed, successRate } }) => (
        <Anchor
          key={id}
          component={Link}
          href={`/history?pixel=${id}&from=${encodeURIComponent(since)}&tests=none`}
          underline="never"
          c="inherit"
        >
          <Group justify="space-between" gap="xs" wrap="nowrap">
            <Text size="sm" component="span" className="anywhere">
              <PlatformMark platform={platform}>{name}</PlatformMark>
            </Text>
            <Text size="sm" className="nowrap">
              {successRate === null
                ? words.noRate
                : words.share(percent(successRate), words.of(succeeded, succeeded + failed))}
            </Text>
          </Group>
          <Progress
            mt={4}
            value={(successRate ?? 0) * 100}
            color={successRate !== null && successRate < 0.9 ? 'red' : 'teal'}
            aria-label={name}
          />
        </Anchor>
      ))}
    </Stack>
  );
}
