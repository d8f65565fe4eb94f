import { Alert, Anchor, Button, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
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
import { PIXELS, PLATFORMS } from './queries';
import { ReplaceToken } from './replace-token';
import { usePixelActions } from './use-pixel-actions';

const words = text.integrations;

export default function IntegrationsPage() {
  const since = useMemo(() => hoursAgo(24), []);
  const [pixels, reload] = useQuery({ query: PIXELS, variables: { since } });
  return (
    <Page title={words.title} intro={words.intro}>
      <Loaded result={pixels} retry={() => reload({ requestPolicy: 'network-only' })}>
        {(data) => (
          <Stack gap="sm">
            {data.pixels.nodes.length === 0 && <Text>{words.empty}</Text>}
            {data.pixels.nodes.map((pixel) => (
              <PixelCard key={pixel.id} pixel={pixel} />
            ))}
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
    <Stack gap="sm" component="section" aria-label={words.connect}>
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
                      {words.about[platform]}
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

function PixelCard({ pixel }: { pixel: ResultOf<typeof PIXELS>['pixels']['nodes'][number] }) {
  const { succeeded, failed, waiting } = pixel.stats;
  return (
    <Paper withBorder p="md" component="article" aria-label={pixel.name}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Group wrap="nowrap" align="flex-start" gap="sm" flex="1 1 16rem">
          <PlatformIcon platform={pixel.platform} size={26} />
          <Stack gap={4}>
            <Group gap="xs">
              <Anchor component={Link} href={`/integrations/${pixel.id}`} fw={600}>
                {pixel.name}
              </Anchor>
              <PixelStatus status={pixel.status} />
              <Endpoint endpoint={pixel.endpoint} />
            </Group>
            <Text size="sm" c="dimmed" className="anywhere">
              {pixel.custom ? `${pixel.custom.method} ${pixel.custom.url}` : pixel.platformPixelId}
              {pixel.accessTokenHint && ` · ${words.columns.token}: ${words.tokenEnds(pixel.accessTokenHint)}`}
            </Text>
            <Text size="sm" c="dimmed">
              {words.columns.day}: {words.dayStats(succeeded, failed, waiting)}
            </Text>
          </Stack>
        </Group>
        <PixelActions pixel={pixel} />
      </Group>
      {pixel.status === 'NEEDS_ATTENTION' && (
        <Alert color="red" mt="sm">
          {pixel.statusReason}
        </Alert>
      )}
    </Paper>
  );
}

function PixelActions({ pixel }: { pixel: ResultOf<typeof PIXELS>['pixels']['nodes'][number] }) {
  const actions = usePixelActions(pixel);
  return (
    <Group gap="xs">
      <Button size="xs" variant="default" onClick={actions.verify} disabled={actions.busy}>
        {words.verify}
      </Button>
      <Button size="xs" variant="default" onClick={actions.togglePaused} disabled={actions.busy}>
        {actions.isPaused ? words.resume : words.pause}
      </Button>
      {pixel.platform !== 'CUSTOM' && <ReplaceToken pixel={pixel} />}
    </Group>
  );
}
