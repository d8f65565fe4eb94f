import { Anchor, Group, Progress, Stack, Text, Tooltip } from '@mantine/core';
import { Link } from 'wouter';
import { PlatformMark } from '../shell/platform-mark';
import { text } from '../text';
import type { PixelHealth } from './queries';
import { percent } from './totals';

const words = text.overview;

/** The success rate of each pixel, the worst first, with the firings behind it. */
export function PixelRates({ pixels, since }: { pixels: PixelHealth[]; since: string }) {
  const sorted = [...pixels].sort((one, other) => (one.stats.successRate ?? 2) - (other.stats.successRate ?? 2));
  return (
    <Stack gap="sm">
      {sorted.map(({ id, name, platform, stats: { succeeded, failed, successRate } }) => (
        <Tooltip key={id} label={words.of(succeeded, succeeded + failed)} position="top-start">
          <Anchor
            component={Link}
            href={`/history?pixel=${id}&from=${encodeURIComponent(since)}&tests=none`}
            underline="never"
            c="inherit"
          >
            <Group justify="space-between" gap="xs" wrap="nowrap">
              <Text size="sm" component="span">
                <PlatformMark platform={platform}>{name}</PlatformMark>
              </Text>
              <Text size="sm" className="nowrap">
                {successRate === null ? words.noRate : percent(successRate)}
              </Text>
            </Group>
            <Progress
              mt={4}
              value={(successRate ?? 0) * 100}
              color={successRate !== null && successRate < 0.9 ? 'red' : 'teal'}
              aria-label={name}
            />
          </Anchor>
        </Tooltip>
      ))}
    </Stack>
  );
}
