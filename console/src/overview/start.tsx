import { Anchor, List, Text } from '@mantine/core';
import { IconCircle, IconCircleCheck } from '@tabler/icons-react';
import { Link } from 'wouter';
import { text } from '../text';
import { Panel } from './panel';
import type { Overview } from './queries';

const words = text.overview.start;

/** The newcomer's way, until it has been walked to its end. */
export function Start({ overview: { pixels, rules, campaigns, tests, real } }: { overview: Overview }) {
  const campaign = campaigns.nodes[0];
  const steps: [done: boolean, label: string, href: string][] = [
    [pixels.nodes.length > 0, words.pixel, '/integrations'],
    [rules.nodes.length > 0, words.rule, campaign ? `/campaigns/${campaign.id}/marketing` : '/campaigns'],
    [tests.nodes.length > 0, words.test, '/test-fire'],
    [real.nodes.length > 0, words.lead, '/api'],
  ];
  if (steps.every(([done]) => done)) return null;
  return (
    <Panel title={words.title}>
      <List spacing={6} center>
        {steps.map(([done, label, href]) => (
          <List.Item
            key={href}
            icon={
              done ? <IconCircleCheck size={18} className="holds" aria-hidden /> : <IconCircle size={18} aria-hidden />
            }
          >
            <Anchor component={Link} href={href} size="sm">
              {label}
            </Anchor>
            {done && (
              <Text span size="sm" c="dimmed">
                {' '}
                {words.done}
              </Text>
            )}
          </List.Item>
        ))}
      </List>
    </Panel>
  );
}
