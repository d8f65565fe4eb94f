import { Text } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { text } from '../text';
import { joiningOf } from './combinators';
import './trace.css';

interface ConditionTrace {
  field: string;
  operator: string;
  text: string;
  holds: boolean;
}

interface GroupTrace {
  combinator: string;
  not: boolean;
  holds: boolean;
  conditions: ConditionTrace[];
  groups: GroupTrace[];
}

const words = text.campaigns.preview;

/** The verdict at each condition and group, as the API traced it. */
export function Trace({ trace }: { trace: unknown }) {
  if (trace === null || trace === undefined) {
    return (
      <Text size="sm" c="dimmed">
        {words.noConditions}
      </Text>
    );
  }
  return (
    <ul className="trace">
      <GroupNode group={trace as GroupTrace} />
    </ul>
  );
}

function GroupNode({ group: { combinator, not, holds, conditions, groups } }: { group: GroupTrace }) {
  return (
    <li>
      <Verdict holds={holds} />
      {words.combinators[joiningOf({ combinator, not })]}
      <ul className="trace">
        {conditions.map((condition, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a trace is never reordered.
          <li key={index}>
            <Verdict holds={condition.holds} />
            {condition.text}
          </li>
        ))}
        {groups.map((nested, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a trace is never reordered.
          <GroupNode key={index} group={nested} />
        ))}
      </ul>
    </li>
  );
}

function Verdict({ holds }: { holds: boolean }) {
  const Icon = holds ? IconCheck : IconX;
  return (
    <Icon
      size={15}
      stroke={2.4}
      className={holds ? 'holds' : 'holds-not'}
      aria-label={holds ? words.holds : words.holdsNot}
      role="img"
    />
  );
}
