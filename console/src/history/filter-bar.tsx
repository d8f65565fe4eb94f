import { Button, Collapse, Group, MultiSelect, Stack } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconFilter } from '@tabler/icons-react';
import { useQuery } from 'urql';
import type { AllNodes } from '../api/all-nodes';
import { type Named, useCampaignChoices, usePixelChoices, useRuleChoices } from '../api/choices';
import { text } from '../text';
import { isFiltered, PARAMS, type Param } from './filter';
import { Choice, Time, Typed } from './filter-inputs';
import { PLATFORMS } from './queries';

const words = text.history.filters;
const RARE: Param[] = ['platform', 'campaign', 'rule', 'tests'];

interface FilterBarProps {
  search: URLSearchParams;
  change: (param: Param, values: readonly string[]) => void;
  clear: () => void;
}

/** The filters; what they say stands in the address. Where the window is narrow they are folded away. */
export function FilterBar({ search, change, clear }: FilterBarProps) {
  const narrow = useMediaQuery('(max-width: 62em)', undefined, { getInitialValueInEffect: false }) ?? false;
  const [opened, { toggle }] = useDisclosure(!narrow && RARE.some((param) => search.has(param)));
  const set = PARAMS.filter((param) => search.has(param)).length;
  return (
    <Stack gap="xs" component="section" aria-label={words.title}>
      {!narrow && (
        <Group gap="xs" align="flex-end">
          <Common search={search} change={change} />
        </Group>
      )}
      <Group gap="xs" align="flex-end">
        {!narrow && <Times search={search} change={change} />}
        <Button
          variant="default"
          onClick={toggle}
          aria-expanded={opened}
          leftSection={narrow && <IconFilter size={16} />}
        >
          {narrow ? words.titleWith(set) : opened ? words.fewer : words.more}
        </Button>
        {isFiltered(search) && (
          <Button variant="subtle" onClick={clear}>
            {words.clear}
          </Button>
        )}
      </Group>
      <Collapse expanded={opened}>
        {/* Nothing is asked for, and nothing can be reached by Tab, while they are folded. */}
        {opened && (
          <Group gap="xs" align="flex-end">
            {narrow && <Common search={search} change={change} />}
            {narrow && <Times search={search} change={change} />}
            <Rare search={search} change={change} />
          </Group>
        )}
      </Collapse>
    </Stack>
  );
}

type Part = Pick<FilterBarProps, 'search' | 'change'>;

function Common({ search, change }: Part) {
  return (
    <>
      <MultiSelect
        label={words.status}
        placeholder={search.has('status') ? undefined : words.anyStatus}
        data={Object.entries(text.firingStatus).map(([value, label]) => ({ value, label }))}
        value={search.getAll('status')}
        onChange={(values) => change('status', values)}
        flex="1 1 11rem"
      />
      <Listed
        label={words.pixel}
        placeholder={words.anyPixel}
        useChoices={usePixelChoices}
        value={search.get('pixel')}
        change={(value) => change('pixel', [value])}
      />
      <Typed label={words.event} value={search.get('event') ?? ''} change={(value) => change('event', [value])} />
      <Typed label={words.lead} value={search.get('lead') ?? ''} change={(value) => change('lead', [value])} />
    </>
  );
}

/** The way to a day of long ago. */
function Times({ search, change }: Part) {
  return (
    <>
      <Time label={words.from} value={search.get('from')} change={(value) => change('from', [value])} />
      <Time label={words.to} value={search.get('to')} change={(value) => change('to', [value])} />
    </>
  );
}

function Rare({ search, change }: Part) {
  const [{ data }] = useQuery({ query: PLATFORMS });
  return (
    <>
      <Choice
        label={words.platform}
        placeholder={words.anyPlatform}
        choices={(data?.platforms ?? []).map(({ platform, label }) => ({ value: platform, label }))}
        value={search.get('platform')}
        change={(value) => change('platform', [value])}
      />
      <Listed
        label={words.campaign}
        placeholder={words.anyCampaign}
        useChoices={useCampaignChoices}
        value={search.get('campaign')}
        change={(value) => change('campaign', [value])}
      />
      <Listed
        label={words.rule}
        placeholder={words.anyRule}
        useChoices={useRuleChoices}
        value={search.get('rule')}
        change={(value) => change('rule', [value])}
      />
      <Choice
        label={words.tests}
        placeholder={words.testsAll}
        choices={[
          { value: 'only', label: words.testsOnly },
          { value: 'none', label: words.testsNone },
        ]}
        value={search.get('tests')}
        change={(value) => change('tests', [value])}
      />
    </>
  );
}

interface ListedProps {
  label: string;
  placeholder: string;
  useChoices: () => AllNodes<Named>;
  value: string | null;
  change: (value: string) => void;
}

/** A choice from a list of the API, read to its end. */
function Listed({ useChoices, ...choice }: ListedProps) {
  const { nodes } = useChoices();
  return <Choice {...choice} choices={(nodes ?? []).map(({ id, name }) => ({ value: id, label: name }))} />;
}
