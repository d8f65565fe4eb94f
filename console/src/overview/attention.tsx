import { Anchor, Group, Paper, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import { PlatformMark } from '../shell/platform-mark';
import { PixelStatus } from '../shell/status';
import { text } from '../text';
import { Panel } from './panel';
import type { PixelHealth } from './queries';

const words = text.overview;

/** Pixels that need a hand come first, then those with most held, then with most failed. */
function byNeed(one: PixelHealth, other: PixelHealth): number {
  const broken = (pixel: PixelHealth) => Number(pixel.status === 'NEEDS_ATTENTION');
  return (
    broken(other) - broken(one) || other.stats.waiting - one.stats.waiting || other.stats.failed - one.stats.failed
  );
}

export function Attention({ pixels, since }: { pixels: PixelHealth[]; since: string }) {
  const needy = pixels
    .filter(({ status, stats }) => status !== 'ACTIVE' || stats.waiting > 0 || stats.failed > 0)
    .sort(byNeed);
  if (pixels.length === 0) return null;
  return (
    <Panel title={words.attention}>
      {needy.length === 0 && <Text size="sm">{words.allWell}</Text>}
      <Stack gap="xs">
        {needy.map((pixel) => (
          <NeedyPixel key={pixel.id} pixel={pixel} since={since} />
        ))}
      </Stack>
    </Panel>
  );
}

function NeedyPixel({
  pixel: { id, name, platform, status, statusReason, stats },
  since,
}: {
  pixel: PixelHealth;
  since: string;
}) {
  const history = `/history?pixel=${id}&from=${encodeURIComponent(since)}&tests=none`;
  return (
    <Paper withBorder p="sm">
      <Group gap="sm">
        <Anchor component={Link} href={`/integrations/${id}`} fw={600} size="sm" className="tap anywhere">
          <PlatformMark platform={platform}>{name}</PlatformMark>
        </Anchor>
        <PixelStatus status={status} />
        {stats.waiting > 0 && (
          <Anchor
            component={Link}
            href={`${history}&status=PENDING&status=RETRYING&status=HELD`}
            size="sm"
            className="tap"
          >
            {words.heldCount(stats.waiting)}
          </Anchor>
        )}
        {stats.failed > 0 && (
          <Anchor component={Link} href={`${history}&status=FAILED`} size="sm" className="tap">
            {words.failedCount(stats.failed)}
          </Anchor>
        )}
      </Group>
      {statusReason && (
        <Text size="sm" mt={4}>
          {statusReason}
        </Text>
      )}
    </Paper>
  );
}
