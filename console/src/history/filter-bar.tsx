import { Button, Collapse, Group, MultiSelect, Select, Stack, TextInput } from '@mantine/core';
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { text } from '../text';
import { isFiltered, type Param } from './filter';
import { CHOICES } from './queries';

const words = text.history.filters;
const TYPING_MS = 450;

interface FilterBarProps {
  search: URLSearchParams;
  change: (param: Param, values: readonly string[]) => void;
  clear: () => void;
}

/** The filters; what they say stands in the address. */
export function FilterBar({ search, change, clear }: FilterBarProps) {
  const [{ data }] = useQuery({ query: CHOICES, requestPolicy: 'cache-and-network' });
  const rare: Param[] = ['platform', 'campaign', 'rule', 'tests', 'from', 'to'];
  const [opened, { toggle }] = useDisclosure(rare.some((param) => search.has(param)));
  const named = (nodes: { id: string; name: string }[] | undefined) =>
    (nodes ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const choice = (param: Param, label: string, placeholder: string, choices: { value: string; label: string }[]) => (
    <Choice
      label={label}
      placeholder={placeholder}
      choices={choices}
      value={search.get(param)}
      change={(value) => change(param, [value])}
    />
  );
  return (
    <Stack gap="xs" component="section" aria-label={words.title}>
      <Group gap="xs" align="flex-end">
        <MultiSelect
          label={words.status}
          placeholder={search.has('status') ? undefined : words.anyStatus}
          data={Object.entries(text.firingStatus).map(([value, label]) => ({ value, label }))}
          value={search.getAll('status')}
          onChange={(values) => change('status', values)}
          flex="1 1 12rem"
        />
        {choice('pixel', words.pixel, words.anyPixel, named(data?.pixels.nodes))}
        <Typed label={words.event} value={search.get('event') ?? ''} change={(value) => change('event', [value])} />
        <Typed label={words.lead} value={search.get('lead') ?? ''} change={(value) => change('lead', [value])} />
        <Group gap="xs">
          <Button variant="default" onClick={toggle} aria-expanded={opened}>
            {opened ? words.fewer : words.more}
          </Button>
          {isFiltered(search) && (
            <Button variant="subtle" onClick={clear}>
              {words.clear}
            </Button>
          )}
        </Group>
      </Group>
      <Collapse expanded={opened}>
        <Group gap="xs" align="flex-end">
          {choice(
            'platform',
            words.platform,
            words.anyPlatform,
            (data?.platforms ?? []).map(({ platform, label }) => ({ value: platform, label })),
          )}
          {choice('campaign', words.campaign, words.anyCampaign, named(data?.campaigns.nodes))}
          {choice('rule', words.rule, words.anyRule, named(data?.pixelRules.nodes))}
          {choice('tests', words.tests, words.testsAll, [
            { value: 'only', label: words.testsOnly },
            { value: 'none', label: words.testsNone },
          ])}
          <Time label={words.from} value={search.get('from')} change={(value) => change('from', [value])} />
          <Time label={words.to} value={search.get('to')} change={(value) => change('to', [value])} />
        </Group>
      </Collapse>
    </Stack>
  );
}

interface ChoiceProps {
  label: string;
  placeholder: string;
  choices: { value: string; label: string }[];
  value: string | null;
  change: (value: string) => void;
}

/** A value of the address that is in no list is shown as it stands. */
function Choice({ label, placeholder, choices, value, change }: ChoiceProps) {
  const unknown = value !== null && !choices.some((choice) => choice.value === value);
  return (
    <Select
      label={label}
      placeholder={placeholder}
      data={unknown ? [...choices, { value, label: value }] : choices}
      value={value}
      onChange={(next) => change(next ?? '')}
      clearable
      clearButtonProps={{ 'aria-label': `${words.clear}: ${label}` }}
      searchable
      flex="1 1 11rem"
    />
  );
}

interface TypedProps {
  label: string;
  value: string;
  change: (value: string) => void;
}

/** Goes into the address when the typing pauses. */
function Typed({ label, value, change }: TypedProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const settle = useDebouncedCallback((next: string) => change(next.trim()), TYPING_MS);
  return (
    <TextInput
      label={label}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        settle(event.currentTarget.value);
      }}
      flex="1 1 8rem"
    />
  );
}

/** A time in the reader's zone; the address holds it as UTC. */
function Time({ label, value, change }: { label: string; value: string | null; change: (value: string) => void }) {
  const date = value === null ? null : new Date(value);
  const shown = date === null || Number.isNaN(date.getTime()) ? '' : localOf(date);
  return (
    <TextInput
      label={label}
      type="datetime-local"
      value={shown}
      onChange={(event) => {
        const next = new Date(event.currentTarget.value);
        change(Number.isNaN(next.getTime()) ? '' : next.toISOString());
      }}
      flex="1 1 12rem"
    />
  );
}

function localOf(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
