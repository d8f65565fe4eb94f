import { Button, Drawer, Group, Stack, Text, Title } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useMemo, useRef } from 'react';
import { useMutation, useQuery } from 'urql';
import { sentence } from '../api/errors';
import { Trace } from '../campaigns/trace';
import { ErrorNote } from '../shell/error-note';
import { Loaded } from '../shell/loaded';
import { Moment } from '../shell/moment';
import { FiringStatus } from '../shell/status';
import { tell } from '../shell/tell';
import { Warnings } from '../shell/warnings';
import { text } from '../text';
import { Attempts } from './attempts';
import { Bodies } from './bodies';
import { Facts } from './facts';
import { Outcome } from './outcome';
import { FIRING, type Firing, RETRY } from './queries';

const words = text.history.drawer;

interface FiringDrawerProps {
  id: string | null;
  close: () => void;
}

/** One firing with all that happened to it; it follows the feed as the list does. */
export function FiringDrawer({ id, close }: FiringDrawerProps) {
  const narrow = useMediaQuery('(max-width: 48em)');
  return (
    <Drawer
      opened={id !== null}
      onClose={close}
      position="right"
      size={narrow ? '100%' : 'xl'}
      title={words.title}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      {id !== null && <Content key={id} id={id} />}
    </Drawer>
  );
}

function Content({ id }: { id: string }) {
  const variables = useMemo(() => ({ id }), [id]);
  const [result, reload] = useQuery({ query: FIRING, variables });
  const updatedAt = result.data?.firing?.updatedAt;
  const seen = useRef<string>(undefined);
  // The feed writes the firing's new state into the cache; its attempts and request are read anew then.
  useEffect(() => {
    const changed = seen.current !== undefined && seen.current !== updatedAt;
    seen.current = updatedAt;
    if (changed) reload({ requestPolicy: 'network-only' });
  }, [updatedAt, reload]);
  return (
    <Loaded result={result} retry={() => reload({ requestPolicy: 'network-only' })}>
      {({ firing }) => (firing === null ? <Text>{words.none}</Text> : <Details firing={firing} />)}
    </Loaded>
  );
}

/** First what became of it and why; last what only those want who look for a fault. */
function Details({ firing }: { firing: Firing }) {
  return (
    <Stack>
      <Group justify="space-between">
        <Group gap="sm">
          <FiringStatus status={firing.status} />
          <Text fw={600} className="anywhere">
            {firing.eventName}
          </Text>
          <Text size="sm" c="dimmed">
            <Moment at={firing.createdAt} />
          </Text>
        </Group>
        {['FAILED', 'HELD'].includes(firing.status) && !firing.test && <Retry firing={firing} />}
      </Group>
      <Outcome firing={firing} />
      <Warnings warnings={firing.warnings.map(sentence)} title={words.warnings} />
      <Section title={words.facts}>
        <Facts firing={firing} />
      </Section>
      <Section title={words.decision}>
        <Decision firing={firing} />
      </Section>
      <Section title={words.attempts}>
        <Attempts attempts={firing.attempts} status={firing.status} />
      </Section>
      <Section title={words.bodies}>
        <Bodies firing={firing} />
      </Section>
    </Stack>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Stack gap={6} component="section" aria-label={title}>
      <Title order={3} size="h5">
        {title}
      </Title>
      {children}
    </Stack>
  );
}

function Decision({ firing: { decision } }: { firing: Firing }) {
  if (decision === null) {
    return (
      <Text size="sm" c="dimmed">
        {words.noDecision}
      </Text>
    );
  }
  return (
    <>
      <Text size="sm">{decision.reason}</Text>
      {decision.conditionTrace !== null && <Trace trace={decision.conditionTrace} />}
    </>
  );
}

/** Of a held firing it is no more than an attempt: it waits for its pixel to be mended. */
function Retry({ firing: { id, status } }: { firing: Firing }) {
  const [{ fetching, error }, retry] = useMutation(RETRY);
  const start = async () => {
    const { data } = await retry({ id });
    if (data) tell(words.retried);
  };
  return (
    <Stack gap="xs">
      <Button size="xs" variant={status === 'HELD' ? 'default' : 'filled'} onClick={start} loading={fetching}>
        {words.retry}
      </Button>
      <ErrorNote error={error} />
    </Stack>
  );
}
