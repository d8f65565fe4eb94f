import { ActionIcon, Anchor, Button, Group, Menu, Switch, Table, Text } from '@mantine/core';
import { IconCopy, IconDots, IconFlask, IconHistory, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation } from 'urql';
import { Link } from 'wouter';
import { wordsOf } from '../api/errors';
import type { ResultOf } from '../api/graphql';
import { PlatformMark } from '../shell/platform-mark';
import { tell, tellWithUndo } from '../shell/tell';
import { text } from '../text';
import { wordFor } from '../text/words';
import { inWords } from './conditions';
import { DELETE_RULE, RESTORE_RULE, type RULES, UPDATE_RULE } from './queries';

const words = text.campaigns.marketing;

type Row = ResultOf<typeof RULES>['pixelRules']['nodes'][number];
type Labels = ReadonlyMap<string, string>;

interface RuleTableProps {
  rules: Row[];
  labels: Labels;
  /** Since when the counts are. */
  since: string;
}

/** The rules of a campaign, with their conditions in words and what they did in the last 24 hours. */
export function RuleTable({ rules, labels, since }: RuleTableProps) {
  const { on, name, trigger, pixel, event, value, once, conditions, day, actions } = words.columns;
  return (
    <Table className="cards" verticalSpacing="sm" highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          {[on, name, trigger, pixel, event, value, once, conditions, day, actions].map((heading) => (
            <Table.Th key={heading}>{heading}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rules.map((rule) => (
          <RuleRow key={rule.id} rule={rule} labels={labels} since={since} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function RuleRow({ rule, labels, since }: { rule: Row; labels: Labels; since: string }) {
  const { columns } = words;
  return (
    <Table.Tr>
      <Table.Td data-label={columns.on}>
        <EnabledSwitch rule={rule} />
      </Table.Td>
      <Table.Td data-label={columns.name} miw={110} className="anywhere">
        <Anchor component={Link} href={`/campaigns/${rule.campaign.id}/marketing/${rule.id}`} fw={600} size="sm">
          {rule.name}
        </Anchor>
      </Table.Td>
      <Table.Td data-label={columns.trigger}>{wordFor(text.trigger, rule.trigger)}</Table.Td>
      <Table.Td data-label={columns.pixel} miw={115} className="anywhere">
        <PlatformMark platform={rule.platform}>{rule.pixel.name}</PlatformMark>
      </Table.Td>
      <Table.Td data-label={columns.event} miw={85} className="anywhere">
        {rule.eventName}
      </Table.Td>
      <Table.Td data-label={columns.value} className="nowrap">
        {rule.value ? `${rule.value.amount} ${rule.value.currency}` : words.leadValue}
      </Table.Td>
      <Table.Td data-label={columns.once}>{words.once(rule.fireOnce)}</Table.Td>
      <Table.Td data-label={columns.conditions} miw={150} maw={340} className="anywhere">
        <Text size="sm" lineClamp={8} span>
          {inWords(rule.conditions, labels)}
        </Text>
      </Table.Td>
      <Table.Td data-label={columns.day}>
        <Anchor
          component={Link}
          href={`/history?rule=${rule.id}&from=${encodeURIComponent(since)}&tests=none`}
          size="sm"
          aria-label={words.dayOf(rule.name, words.day(rule.stats))}
        >
          {words.day(rule.stats)}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Group gap={4} wrap="nowrap">
          <Button
            component={Link}
            href={`/test-fire?rule=${rule.id}`}
            variant="default"
            size="compact-md"
            fz="sm"
            aria-label={words.testFireOf(rule.name)}
          >
            {words.testFire}
          </Button>
          <RuleMenu rule={rule} />
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

function EnabledSwitch({ rule: { id, name, enabled } }: { rule: Row }) {
  const [{ fetching }, update] = useMutation(UPDATE_RULE);
  const change = async (next: boolean) => {
    const { error } = await update({ id, input: { enabled: next } });
    if (error) tell(wordsOf(error), 'red');
  };
  return (
    <Switch
      checked={enabled}
      disabled={fetching}
      aria-label={words.switch(name)}
      onChange={(event) => change(event.currentTarget.checked)}
    />
  );
}

function RuleMenu({ rule: { id, name, campaign } }: { rule: Row }) {
  const [, remove] = useMutation(DELETE_RULE);
  const [, restore] = useMutation(RESTORE_RULE);
  const undo = async () => {
    const { error } = await restore({ id });
    tell(error ? wordsOf(error) : words.restored(name), error ? 'red' : 'teal');
    return !error;
  };
  const removeWithUndo = async () => {
    const { error } = await remove({ id });
    if (error) return tell(wordsOf(error), 'red');
    tellWithUndo(words.deleted(name), undo);
    // The button that had the focus is gone.
    document.querySelector('main')?.focus();
  };
  const at = `/campaigns/${campaign.id}/marketing`;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={36} aria-label={words.menu(name)}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} href={`${at}/${id}`} leftSection={<IconPencil size={16} />}>
          {text.common.edit}
        </Menu.Item>
        <Menu.Item component={Link} href={`${at}/new?from=${id}`} leftSection={<IconCopy size={16} />}>
          {text.common.duplicate}
        </Menu.Item>
        <Menu.Item component={Link} href={`/test-fire?rule=${id}`} leftSection={<IconFlask size={16} />}>
          {words.testFire}
        </Menu.Item>
        <Menu.Item component={Link} href={`/history?rule=${id}`} leftSection={<IconHistory size={16} />}>
          {words.history}
        </Menu.Item>
        <Menu.Item color="red" onClick={removeWithUndo} leftSection={<IconTrash size={16} />}>
          {text.common.delete}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
