import { Anchor, Autocomplete, Group, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { Link } from 'wouter';
import { text } from '../text';
import { wordFor } from '../text/words';
import { CURRENCIES } from './currencies';
import type { Choices } from './queries';
import type { RuleDraft } from './rule-draft';
import { useTouched } from './use-touched';

const words = text.campaigns.rule;

interface Part {
  draft: RuleDraft;
  change: (changes: Partial<RuleDraft>) => void;
}

interface FaultyPart extends Part {
  /** What is wrong, by the paths of the API's input. */
  faults: Record<string, string>;
}

export function Trigger({ draft, change }: Part) {
  return (
    <Stack gap={4} align="flex-start">
      <Text size="sm" fw={500} id="trigger">
        {words.trigger}
      </Text>
      <SegmentedControl
        aria-labelledby="trigger"
        value={draft.trigger}
        onChange={(trigger) => change({ trigger })}
        data={Object.entries(text.trigger).map(([value, label]) => ({ value, label }))}
      />
    </Stack>
  );
}

/** With its platform, and what keeps events from it. */
function labelOf({ name, platform, status }: Choices['pixels'][number]): string {
  const trouble = status === 'ACTIVE' ? '' : ` – ${wordFor(text.pixelStatus, status).toLowerCase()}`;
  return `${name} (${wordFor(text.platform, platform)})${trouble}`;
}

/** Which event goes to which pixel. */
export function EventFields({ choices, draft, change, faults }: FaultyPart & { choices: Choices }) {
  const { pixels, pixelsCut, platforms } = choices;
  const pixel = pixels.find(({ id }) => id === draft.pixelId);
  const platform = platforms.find((info) => info.platform === pixel?.platform);
  const sources = platform?.actionSources ?? Object.keys(text.actionSource);
  return (
    <>
      <Select
        label={words.pixel}
        description={pixelsCut ? words.pixelsCut(pixels.length) : undefined}
        placeholder={words.choosePixel}
        required
        searchable
        allowDeselect={false}
        limit={100}
        data={pixels.map((known) => ({ value: known.id, label: labelOf(known) }))}
        value={draft.pixelId}
        onChange={(pixelId) => change({ pixelId })}
        error={faults.pixelId}
      />
      {pixels.length === 0 && (
        <Text size="sm">
          {words.noPixel}{' '}
          <Anchor component={Link} href="/integrations" inherit>
            {words.connect}
          </Anchor>
        </Text>
      )}
      <Group grow align="flex-start" preventGrowOverflow={false}>
        <Autocomplete
          label={words.event}
          description={words.eventHint}
          required
          data={platform?.standardEventNames ?? []}
          value={draft.eventName}
          onChange={(eventName) => change({ eventName })}
          error={faults.eventName}
          miw="12rem"
        />
        <Select
          label={words.actionSource}
          description={words.actionSourceHint}
          allowDeselect={false}
          data={[...new Set([...sources, draft.actionSource])].map((value) => ({
            value,
            label: wordFor(text.actionSource, value),
          }))}
          value={draft.actionSource}
          onChange={(actionSource) => actionSource && change({ actionSource })}
          error={faults.actionSource}
          miw="12rem"
        />
      </Group>
    </>
  );
}

interface ValueFieldsProps extends FaultyPart {
  /** What is not filled in: told once both fields were left. */
  unfilled: Record<string, string>;
}

export function ValueFields({ draft, change, faults, unfilled }: ValueFieldsProps) {
  const [touched, onBlur] = useTouched();
  const told = touched ? { ...faults, ...unfilled } : faults;
  return (
    <Stack gap={4} onBlur={onBlur}>
      <Group grow align="flex-start" preventGrowOverflow={false}>
        <TextInput
          label={words.amount}
          inputMode="decimal"
          placeholder={text.campaigns.marketing.leadValue}
          value={draft.amount}
          onChange={(event) => change({ amount: event.currentTarget.value })}
          error={told['value.amount'] ?? told.value}
          miw="8rem"
        />
        <Select
          label={words.currency}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': words.clearCurrency }}
          data={CURRENCIES}
          value={draft.currency}
          onChange={(currency) => change({ currency })}
          error={told['value.currency']}
          miw="12rem"
        />
      </Group>
      <Text size="xs" c="dimmed">
        {words.valueHint}
      </Text>
    </Stack>
  );
}
