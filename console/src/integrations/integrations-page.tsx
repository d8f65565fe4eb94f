import { Alert, Anchor, Button, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import type { ResultOf } from '../api/graphql';
import { Loaded } from '../shell/loaded';
import { hoursAgo } from '../shell/moment';
import { Page } from '../shell/page';
import { PlatformIcon } from '../shell/platform-mark';
import { Endpoint, PixelStatus } from '../shell/status';
import { text } from '../text';
import { Pause } from './pause';
import { PIXELS, PLATFORMS } from './queries';
import { ReplaceToken } from './replace-token';
import { usePixelActions } from './use-pixel-actions';

const words = text.integrations;

export default function IntegrationsPage() {
  const since = useMemo(() => hoursAgo(24), []);
  const [pixels, reload] = useQuery({ query: PIXELS, variables: { since } });
  return (
    <Page
      title={words.title}
      intro={words.intro}
      actions={
        <Button component="a" href="#connect" leftSection={<IconPlus size={16} />}>
          {words.connect}
        </Button>
      }
    >
      <Loaded result={pixels} retry={() => reload({ requestPolicy: 'network-only' })}>
        {(data) => (
          <Stack gap="sm">
            {data.pixels.nodes.length === 0 && <Text>{words.empty}</Text>}
            {data.pixels.nodes.map((pixel) => (
              <PixelCard key={pixel.id} pixel={pixel} since={since} />
            ))}
            {data.pixels.pageInfo.hasNextPage && <Text size="sm">{words.cut(data.pixels.nodes.length)}</Text>}
          </Stack>
        )}
      </Loaded>
      <Connectable />
    </Page>
  );
}

function Connectable() {
  const [result, reload] = useQuery({ query: PLATFORMS, requestPolicy: 'cache-first' });
  return (
    <Stack gap="sm" component="section" aria-label={words.connect} id="connect" tabIndex={-1} className="target">
      <Title order={2} size="h4">
        {words.connect}
      </Title>
      <Loaded result={result} retry={reload}>
        {({ platforms }) => (
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="sm">
            {platforms.map(({ platform, label }) => (
              <Paper key={platform} withBorder p="md">
                <Group wrap="nowrap" align="flex-start">
                  <PlatformIcon platform={platform} size={28} />
                  <Stack gap={6} align="flex-start">
                    <Text fw={600}>{label}</Text>
                    <Text size="sm" c="dimmed">
                      {words.about[platform]} {words.liveNeeds[platform]}
                    </Text>
                    <Button component={Link} href={`/integrations/connect/${platform}`} size="xs" variant="default">
                      {words.connectTo(label)}
                    </Button>
                  </Stack>
                </Group>
              </Paper>
            ))}
          </SimpleGrid>
        )}
      </Loaded>
    </Stack>
  );
}

type ListedPixel = ResultOf<typeof PIXELS>['pixels']['nodes'][number];

function PixelCard({ pixel, since }: { pixel: ListedPixel; since: string }) {
  const counts = words.dayStats(pixel.stats);
  return (
    <Paper withBorder p="md" component="article" aria-label={pixel.name}>
      <Group wrap="nowrap" align="flex-start" gap="sm">
        <PlatformIcon platform={pixel.platform} size={26} />
        <Stack gap="sm" miw={0}>
          <Stack gap={4}>
            <Group gap="xs">
              <Anchor component={Link} href={`/integrations/${pixel.id}`} fw={600} className="anywhere">
                {pixel.name}
              </Anchor>
              <PixelStatus status={pixel.status} />
              <Endpoint endpoint={pixel.endpoint} />
            </Group>
            <Text size="sm" c="dimmed" className="anywhere">
              {pixel.custom ? `${pixel.custom.method} ${pixel.custom.url}` : pixel.platformPixelId}
              {pixel.accessTokenHint && ` · ${words.token}: ${words.tokenEnds(pixel.accessTokenHint)}`}
            </Text>
            <Text size="sm" c="dimmed">
              {words.day}:{' '}
              <Anchor
                component={Link}
                href={`/history?pixel=${pixel.id}&from=${encodeURIComponent(since)}&tests=none`}
                size="sm"
                className="tap"
                aria-label={words.dayOf(counts, pixel.name)}
              >
                {counts}
              </Anchor>
            </Text>
          </Stack>
          <PixelActions pixel={pixel} />
        </Stack>
      </Group>
      {pixel.status === 'NEEDS_ATTENTION' && (
        <Alert color="red" mt="sm">
          {pixel.statusReason}
        </Alert>
      )}
    </Paper>
  );
}

/** Several cards have the same buttons: their names say which pixel is meant. */
function PixelActions({ pixel }: { pixel: ListedPixel }) {
  const { verify, busy } = usePixelActions(pixel);
  return (
    <Group gap="xs">
      <Button
        size="xs"
        component={Link}
        href={`/rules/new?pixel=${pixel.id}`}
        variant="light"
        aria-label={words.makeRuleFor(pixel.name)}
      >
        {words.makeRule}
      </Button>
      <Button
        size="xs"
        variant="default"
        onClick={verify}
        disabled={busy}
        aria-label={words.of(words.verify, pixel.name)}
      >
        {words.verify}
      </Button>
      <Pause pixel={pixel} named />
      {pixel.platform !== 'CUSTOM' && <ReplaceToken pixel={pixel} named />}
    </Group>
  );
}
