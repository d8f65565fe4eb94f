import {
  Autocomplete,
  Button,
  Checkbox,
  Fieldset,
  Group,
  SegmentedControl,
  Select,
  Stack,
  Switch,
  Text,
  TextInput,
} from '@mantine/core';
import type { FormEvent } from 'react';
import type { CombinedError } from 'urql';
import { Link } from 'wouter';
import { byPath, faultsOf } from '../api/errors';
import { ErrorNote } from '../shell/error-note';
import { useFocusOnFault } from '../shell/focus-on-fault';
import { Warnings } from '../shell/warnings';
import { text } from '../text';
import { wordFor } from '../text/words';
import { faultsById } from './conditions';
import { ConditionsEditor } from './conditions-editor';
import { CURRENCIES } from './currencies';
import type { Choices } from './queries';
import type { RuleDraft } from './rule-draft';

const words = text.campaigns.rule;
const SHOWN = /^(name|trigger|pixelId|eventName|actionSource|value(\.\w+)?|conditions\..+)$/;

interface RuleFormProps {
  choices: Choices;
  draft: RuleDraft;
  change: (changes: Partial<RuleDraft>) => void;
  submit: (event: FormEvent) => void;
  busy: boolean;
  error: CombinedError | undefined;
  warnings: readonly string[];
  back: string;
}

/** Everything of a rule; faults stand at their fields, as the API gives them. */
export function RuleForm({ choices, draft, change, submit, busy, error, warnings, back }: RuleFormProps) {
  const faults = byPath(faultsOf(error));
  const form = useFocusOnFault(error);
  return (
    <form onSubmit={submit} noValidate ref={form}>
      <Stack>
        <TextInput
          label={words.name}
          placeholder={words.namePlaceholder}
          required
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={faults.name}
        />
        <Trigger draft={draft} change={change} />
        <EventFields choices={choices} draft={draft} change={change} faults={faults} refused={error !== undefined} />
        <ValueFields draft={draft} change={change} faults={faults} />
        <Fieldset legend={words.conditions}>
          <Text size="sm" c="dimmed" mb="xs">
            {words.conditionsHint}
          </Text>
          <ConditionsEditor
            fields={choices.conditionFields}
            query={draft.conditions}
            change={(conditions) => change({ conditions })}
            faults={faultsById(draft.conditions, faults)}
          />
        </Fieldset>
        <Checkbox
          label={words.fireOnce}
          description={words.fireOnceHint}
          checked={draft.fireOnce}
          onChange={(event) => change({ fireOnce: event.currentTarget.checked })}
        />
        <Switch
          label={words.enabled}
          checked={draft.enabled}
          onChange={(event) => change({ enabled: event.currentTarget.checked })}
        />
        <Warnings warnings={warnings} />
        <ErrorNote error={error} shownPaths={Object.keys(faults).filter((path) => SHOWN.test(path))} />
        <Group>
          <Button type="submit" loading={busy}>
            {words.save}
          </Button>
          <Button component={Link} href={back} variant="default">
            {text.common.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type Part = Pick<RuleFormProps, 'draft' | 'change'>;

function Trigger({ draft, change }: Part) {
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

interface EventFieldsProps extends Part {
  choices: Choices;
  faults: Record<string, string>;
  /** The API refused the form: a missing pixel is told here, since it is looked up last. */
  refused: boolean;
}

function EventFields({ choices, draft, change, faults, refused }: EventFieldsProps) {
  const pixel = choices.pixels.nodes.find(({ id }) => id === draft.pixelId);
  const platform = choices.platforms.find((info) => info.platform === pixel?.platform);
  const sources = platform?.actionSources ?? Object.keys(text.actionSource);
  return (
    <>
      <Select
        label={words.pixel}
        placeholder={words.choosePixel}
        required
        searchable
        allowDeselect={false}
        data={choices.pixels.nodes.map(({ id, name, platform: code }) => ({
          value: id,
          label: `${name} (${wordFor(text.platform, code)})`,
        }))}
        value={draft.pixelId}
        onChange={(pixelId) => change({ pixelId })}
        error={faults.pixelId ?? (refused && draft.pixelId === null ? text.common.required : undefined)}
      />
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

function ValueFields({ draft, change, faults }: Part & { faults: Record<string, string> }) {
  return (
    <Stack gap={4}>
      <Group grow align="flex-start" preventGrowOverflow={false}>
        <TextInput
          label={words.amount}
          inputMode="decimal"
          placeholder={text.campaigns.marketing.leadValue}
          value={draft.amount}
          onChange={(event) => change({ amount: event.currentTarget.value })}
          error={faults['value.amount'] ?? faults.value}
          miw="8rem"
        />
        <Select
          label={words.currency}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': text.common.delete }}
          data={CURRENCIES}
          value={draft.currency}
          onChange={(currency) => change({ currency })}
          error={faults['value.currency']}
          miw="12rem"
        />
      </Group>
      <Text size="xs" c="dimmed">
        {words.valueHint}
      </Text>
    </Stack>
  );
}
