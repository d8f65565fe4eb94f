import './guide.css';
import { Anchor, Button, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { Link } from 'wouter';
import { text } from '../text';
import { currentStep, type GuideStep, guideSteps } from './guide-steps';
import { Panel } from './panel';
import type { Overview } from './queries';

const words = text.overview.guide;

/** The newcomer's way in four steps; the current one has the primary button. */
export function Guide({ overview, begun }: { overview: Overview; begun: string }) {
  const steps = guideSteps(overview, begun);
  const current = currentStep(steps);
  return (
    <Panel title={words.title} hint={current === -1 ? words.finished : words.intro}>
      <ol className="guide">
        {steps.map((step, index) => (
          <Step key={step.title} step={step} number={index + 1} isCurrent={index === current} />
        ))}
      </ol>
    </Panel>
  );
}

function Step({ step, number, isCurrent }: { step: GuideStep; number: number; isCurrent: boolean }) {
  const { title, gives, made } = step;
  return (
    <li className="guide-step" aria-current={isCurrent ? 'step' : undefined}>
      <ThemeIcon variant={isCurrent ? 'filled' : 'default'} radius="xl" size={28} aria-hidden>
        {made ? <IconCheck size={16} stroke={2.4} /> : number}
      </ThemeIcon>
      <Stack gap={6} align="flex-start" miw={0} flex={1}>
        <Text fw={600} size="sm">
          {title}
        </Text>
        <Text size="sm" c="dimmed">
          {gives}
        </Text>
        <Way step={step} isCurrent={isCurrent} />
      </Stack>
    </li>
  );
}

/** What was made in the step, else the way into it. */
function Way({ step: { go, href, made }, isCurrent }: { step: GuideStep; isCurrent: boolean }) {
  if (made) {
    return (
      <Text size="sm" className="guide-made anywhere">
        {words.done}:{' '}
        <Anchor component={Link} href={made.href} size="sm" className="tap">
          {made.name}
        </Anchor>
      </Text>
    );
  }
  return (
    <Button component={Link} href={href} size="xs" variant={isCurrent ? 'filled' : 'default'} maw="100%">
      {go}
    </Button>
  );
}
