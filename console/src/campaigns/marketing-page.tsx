import { Box, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { Loaded } from '../shell/loaded';
import { hoursAgo } from '../shell/moment';
import { NotFound } from '../shell/not-found';
import { Page } from '../shell/page';
import { text } from '../text';
import { Crumbs } from './crumbs';
import { RULES } from './queries';
import { RenameCampaign } from './rename-campaign';
import { RuleTable } from './rule-table';

const words = text.campaigns.marketing;

export default function MarketingPage({ campaignId }: { campaignId: string }) {
  const since = useMemo(() => hoursAgo(24), []);
  const [result, reload] = useQuery({ query: RULES, variables: { campaignId, since } });
  return (
    <Loaded result={result} retry={() => reload({ requestPolicy: 'network-only' })}>
      {({ campaign, pixelRules, pixels, conditionFields }) =>
        campaign === null ? (
          <NotFound>{text.campaigns.none}</NotFound>
        ) : (
          <Page
            title={campaign.name}
            above={<Crumbs />}
            actions={<RenameCampaign id={campaign.id} name={campaign.name} />}
          >
            <Head campaignId={campaign.id} />
            {pixelRules.nodes.length === 0 ? (
              <Empty hasPixel={pixels.nodes.length > 0} />
            ) : (
              <RuleTable
                rules={pixelRules.nodes}
                labels={new Map(conditionFields.map(({ field, label }) => [field, label]))}
                since={since}
              />
            )}
          </Page>
        )
      }
    </Loaded>
  );
}

/** What this part of a campaign is, and what can be done here. */
function Head({ campaignId }: { campaignId: string }) {
  return (
    <Group justify="space-between" align="flex-end" gap="sm">
      <Box flex="1 1 18rem" miw={0}>
        <Title order={2} size="h4">
          {words.title}
        </Title>
        <Text c="dimmed">{words.intro}</Text>
      </Box>
      <Group gap="xs">
        <Button component={Link} href={`/history?report=${campaignId}`} variant="default">
          {words.report}
        </Button>
        <Button component={Link} href={`/campaigns/${campaignId}/marketing/new`} leftSection={<IconPlus size={16} />}>
          {words.add}
        </Button>
      </Group>
    </Group>
  );
}

function Empty({ hasPixel }: { hasPixel: boolean }) {
  return (
    <Stack align="flex-start">
      <Text>{words.empty}</Text>
      {!hasPixel && (
        <>
          <Text>{words.noPixel}</Text>
          <Button component={Link} href="/integrations" variant="default">
            {words.connect}
          </Button>
        </>
      )}
    </Stack>
  );
}
