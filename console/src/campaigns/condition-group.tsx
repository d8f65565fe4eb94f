import { ActionIcon, Button, Group, Select, Text } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { RuleGroupBodyComponents, type RuleGroupProps, type RuleGroupType, useRuleGroup } from 'react-querybuilder';
import { text } from '../text';
import { type BuilderContext, capital, faultOf, removeFrom } from './builder-context';
import { useTouched } from './use-touched';

const words = text.campaigns.builder;
const JOININGS = Object.entries(words.combinators).map(([value, label]) => ({ value, label }));

/** A group of the builder: how its members are joined, the members, and what can be added. */
export function ConditionGroup(props: RuleGroupProps) {
  const group = useRuleGroup(props);
  const { id = '', path, schema } = group;
  const context = group.context as BuilderContext;
  const [touched, onBlur] = useTouched();
  const nested = path.length > 0;
  const name = context.names.get(id) ?? words.conditions;
  const inGroup = (what: string) => (nested ? words.addTo(what, name) : what);
  const fault = faultOf(context, id, touched);
  return (
    <div role="group" aria-label={capital(name)} className="condition-group" onBlur={onBlur}>
      <Group gap="xs" wrap="nowrap" justify="space-between">
        <Select
          aria-label={words.combinator(name)}
          className="condition-joining"
          allowDeselect={false}
          data={JOININGS}
          value={(group.ruleGroup as RuleGroupType).combinator}
          onChange={(joining) => joining && group.onCombinatorChange(joining)}
          error={fault !== undefined}
        />
        {nested && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={words.remove(name)}
            title={words.remove(name)}
            onClick={(event) => removeFrom(event, group.removeGroup)}
          >
            <IconX size={16} />
          </ActionIcon>
        )}
      </Group>
      <RuleGroupBodyComponents {...group} />
      {fault && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert">
          {fault}
        </Text>
      )}
      <Group gap={6}>
        <Add label={words.addCondition} name={inGroup(words.addCondition)} add={group.addRule} />
        {path.length < schema.maxLevels && (
          <Add label={words.addGroup} name={inGroup(words.addGroup)} add={group.addGroup} />
        )}
      </Group>
    </div>
  );
}

function Add({ label, name, add }: { label: string; name: string; add: () => void }) {
  return (
    <Button
      variant="default"
      size="compact-md"
      className="condition-add"
      leftSection={<IconPlus size={14} />}
      aria-label={name}
      onClick={() => add()}
    >
      {label}
    </Button>
  );
}
