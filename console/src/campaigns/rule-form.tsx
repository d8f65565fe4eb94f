import { Alert, Button, Checkbox, Fieldset, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useMutation } from 'urql';
import { Link } from 'wouter';
import { byPath, faultsOf, wordsOf } from '../api/errors';
import { ErrorNote } from '../shell/error-note';
import { useFocusOnFault } from '../shell/focus-on-fault';
import { Warnings } from '../shell/warnings';
import { text } from '../text';
import { faultsLeft } from './builder-query';
import type { Fields } from './condition-fields';
import { ConditionsEditor } from './conditions-editor';
import { type Choices, RESTORE_RULE } from './queries';
import { isUnchanged, missingFields, type RuleDraft } from './rule-draft';
import { EventFields, Trigger, ValueFields } from './rule-fields';
import type { Refusal } from './use-save-rule';

const words = text.campaigns.rule;
const SHOWN = /^(name|trigger|pixelId|eventName|actionSource|value(\.\w+)?|conditions(\..+)?)$/;

interface RuleFormProps {
  choices: Choices;
  fields: Fields;
  draft: RuleDraft;
  change: (changes: Partial<RuleDraft>) => void;
  /** What the conditions still need, by the builder's ids. */
  missing: Record<string, string>;
  save: (testFire: boolean) => void;
  /** Null for a new rule. */
  ruleId: string | null;
  busy: boolean;
  refusal: Refusal | null;
  warnings: readonly string[];
  back: string;
}

/** Everything of a rule. What is missing or refused is told at its field, in words. */
export function RuleForm(props: RuleFormProps) {
  const { choices, fields, draft, change, missing, save, ruleId, busy, refusal, warnings, back } = props;
  const refused = faultsOf(refusal?.error);
  const tried = refusal !== null;
  const unfilled = missingFields(draft);
  const left = refused.filter(({ path }) => refusal && isUnchanged(path, refusal.draft, draft));
  const faults = { ...byPath(left), ...(tried ? unfilled : {}) };
  const form = useFocusOnFault(refusal);
  const isNew = ruleId === null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save(isNew);
  };
  return (
    <form onSubmit={submit} noValidate ref={form}>
      <Stack>
        <TextInput
          label={words.name}
          required
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={faults.name}
        />
        <Trigger draft={draft} change={change} />
        <EventFields choices={choices} draft={draft} change={change} faults={faults} />
        <ValueFields draft={draft} change={change} faults={faults} unfilled={unfilled} />
        <Fieldset legend={words.conditions}>
          <Text size="sm" c="dimmed" mb="xs">
            {words.conditionsHint}
          </Text>
          <ConditionsEditor
            fields={fields}
            query={draft.conditions}
            change={(conditions) => change({ conditions })}
            missing={missing}
            faults={refusal ? faultsLeft(refusal.draft.conditions, draft.conditions, refused) : {}}
            tried={tried}
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
        <NotSaved refusal={refusal} ruleId={ruleId} />
        <Group>
          <SaveButtons isNew={isNew} busy={busy} save={save} />
          <Button component={Link} href={back} variant="subtle">
            {text.common.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Why the rule is not saved: what no field shows, or that the fields show it. */
function NotSaved({ refusal, ruleId }: { refusal: Refusal | null; ruleId: string | null }) {
  if (refusal === null) return null;
  const { error } = refusal;
  if (!error) {
    return (
      <Alert color="red" title={words.notSaved} role="alert">
        {text.errors.atFields}
      </Alert>
    );
  }
  const shown = faultsOf(error).map(({ path }) => path);
  if (shown.includes('id')) return <GoneMeanwhile id={ruleId} />;
  return (
    <ErrorNote
      error={error}
      shownPaths={shown.filter((path) => SHOWN.test(path))}
      nameOf={(path) => words.labels[path] ?? path}
    />
  );
}

/** Deleted by somebody else: once it is back, the changes of the form can be saved. */
function GoneMeanwhile({ id }: { id: string | null }) {
  const [{ fetching, data, error }, restore] = useMutation(RESTORE_RULE);
  if (data) return null;
  return (
    <Alert color="red" title={words.notSaved} role="alert">
      <Stack align="flex-start">
        {error ? wordsOf(error) : words.goneMeanwhile}
        <Button variant="default" loading={fetching} onClick={() => restore({ id: id ?? '' })}>
          {words.restore}
        </Button>
      </Stack>
    </Alert>
  );
}

/** A new rule wants to be tried; one that is edited has its place already. Enter presses the first. */
function SaveButtons({ isNew, busy, save }: { isNew: boolean; busy: boolean; save: (testFire: boolean) => void }) {
  const [first, second] = isNew ? [words.saveAndTest, words.save] : [words.save, words.saveAndTest];
  return (
    <>
      <Button type="submit" loading={busy}>
        {first}
      </Button>
      <Button variant="default" disabled={busy} onClick={() => save(!isNew)}>
        {second}
      </Button>
    </>
  );
}
