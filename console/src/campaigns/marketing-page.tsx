import { ActionIcon, Anchor, Button, Menu, Stack, Switch, Table, Text } from '@mantine/core';
import { IconCopy, IconDots, IconFlask, IconHistory, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useMutation, useQuery } from 'urql';
import { Link } from 'wouter';
import { wordsOf } from '../api/errors';
import type { ResultOf } from '../api/graphql';
import { Loaded } from '../shell/loaded';
import { hoursAgo } from '../shell/moment';
import { NotFound } from '../shell/not-found';
import { Page } from '../shell/page';
import { PlatformMark } from '../shell/platform-mark';
import { tell, tellWithUndo } from '../shell/tell';
import { text } from '../text';
import { wordFor } from '../text/words';
import { inWords } from './conditions';
import { Crumbs } from './crumbs';
import { DELETE_RULE, RESTORE_RULE, RULES, UPDATE_RULE } from './queries';
import { RenameCampaign } from './rename-campaign';

const words = text.campaigns.marketing;

type Row = ResultOf<typeof RULES>['pixelRules']['nodes'][number];

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
            title={words.title}
            intro={
              <>
                <Crumbs name={campaign.name} />
                {words.intro}
              </>
            }
            actions={
              <>
                <RenameCampaign id={campaign.id} name={campaign.name} />
                <Button
                  component={Link}
                  href={`/campaigns/${campaignId}/marketing/new`}
                  leftSection={<IconPlus size={16} />}
                >
                  {words.add}
                </Button>
              </>
            }
          >
            {pixelRules.nodes.length === 0 ? (
              <Empty hasPixel={pixels.nodes.length > 0} />
            ) : (
              <RuleTable
                rules={pixelRules.nodes}
                labels={new Map(conditionFields.map(({ field, label }) => [field, label]))}
              />
            )}
          </Page>
        )
      }
    </Loaded>
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

type Labels = ReadonlyMap<string, string>;

function RuleTable({ rules, labels }: { rules: Row[]; labels: Labels }) {
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
          <RuleRow key={rule.id} rule={rule} labels={labels} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function RuleRow({ rule, labels }: { rule: Row; labels: Labels }) {
  const { columns } = words;
  return (
    <Table.Tr>
      <Table.Td data-label={columns.on}>
        <EnabledSwitch rule={rule} />
      </Table.Td>
      <Table.Td data-label={columns.name}>
        <Anchor component={Link} href={`/campaigns/${rule.campaign.id}/marketing/${rule.id}`} fw={600} size="sm">
          {rule.name}
        </Anchor>
      </Table.Td>
      <Table.Td data-label={columns.trigger}>{wordFor(text.trigger, rule.trigger)}</Table.Td>
      <Table.Td data-label={columns.pixel}>
        <PlatformMark platform={rule.platform}>{rule.pixel.name}</PlatformMark>
      </Table.Td>
      <Table.Td data-label={columns.event}>{rule.eventName}</Table.Td>
      <Table.Td data-label={columns.value} className="nowrap">
        {rule.value ? `${rule.value.amount} ${rule.value.currency}` : words.leadValue}
      </Table.Td>
      <Table.Td data-label={columns.once}>{words.once(rule.fireOnce)}</Table.Td>
      <Table.Td data-label={columns.conditions} maw={280}>
        <Text size="sm" lineClamp={3} span>
          {inWords(rule.conditions, labels)}
        </Text>
      </Table.Td>
      <Table.Td data-label={columns.day}>
        <Anchor component={Link} href={`/history?rule=${rule.id}`} size="sm">
          {words.day(rule.stats)}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <RuleMenu rule={rule} />
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
  };
  const removeWithUndo = async () => {
    const { error } = await remove({ id });
    if (error) tell(wordsOf(error), 'red');
    else tellWithUndo(words.deleted(name), undo);
  };
  const at = `/campaigns/${campaign.id}/marketing`;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={words.menu(name)}>
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
