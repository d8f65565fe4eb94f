import { Alert, Anchor, Group, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import { text } from '../text';
import type { TestFireResult } from './queries';

const words = text.testFire;
type Firing = TestFireResult['firing'];

interface VerdictProps {
  firing: Firing;
  platform: string;
}

/** Where the event went and what came of it; after a failure also what to do. */
export function Verdict({ firing, platform }: VerdictProps) {
  const reason = firing.message ?? text.history.drawer.skip[firing.skipReason ?? ''];
  const place = firing.pixel.endpoint === 'SANDBOX' ? 'sandbox' : 'live';
  if (firing.status === 'SUCCEEDED') {
    return (
      <Alert color="teal" title={place === 'sandbox' ? words.sent.sandbox : words.sent.live(platform)} role="status">
        {words.took[place](platform)}
      </Alert>
    );
  }
  if (firing.status !== 'FAILED') {
    return (
      <Alert color="gray" title={words.sent.skipped} role="status">
        {reason}
      </Alert>
    );
  }
  return (
    <Alert color="red" title={words.sent.failed} role="alert">
      <Stack gap="xs">
        {firing.attempts.length > 0 && <Text size="sm">{words.refused[place](platform)}</Text>}
        {reason && <Text size="sm">{reason}</Text>}
        <WhatToDo firing={firing} />
      </Stack>
    </Alert>
  );
}

function WhatToDo({ firing: { attempts, pixel, rule, campaign } }: { firing: Firing }) {
  const outcome = attempts.at(-1)?.outcome;
  return (
    <Text size="sm" component="div">
      <b>{words.whatToDo}:</b> {outcome ? (words.mend[outcome] ?? words.mend.UNKNOWN) : words.mendUnsent}
      <Group gap="md" mt={4}>
        <Anchor component={Link} href={`/integrations/${pixel.id}`} size="sm" className="tap">
          {words.openPixel(pixel.name)}
        </Anchor>
        {rule && campaign && (
          <Anchor component={Link} href={`/campaigns/${campaign.id}/marketing/${rule.id}`} size="sm" className="tap">
            {words.openRule(rule.name)}
          </Anchor>
        )}
      </Group>
    </Text>
  );
}
