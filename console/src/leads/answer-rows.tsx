import { ActionIcon, Autocomplete, Button, Fieldset, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { text } from '../text';
import type { Answer } from './draft';

const words = text.leads.answers;

interface AnswerRowsProps {
  answers: Answer[];
  change: (answers: Answer[]) => void;
  /** Keys to suggest. */
  known: string[];
  faults: Record<string, string>;
}

/** Answers of the questionnaire, a row for each. */
export function AnswerRows({ answers, change, known, faults }: AnswerRowsProps) {
  const set = (row: number, changes: Partial<Answer>) =>
    change(answers.map((answer) => (answer.row === row ? { ...answer, ...changes } : answer)));
  const add = () => change([...answers, { row: (answers.at(-1)?.row ?? -1) + 1, key: '', value: '' }]);
  const unused = known.filter((key) => !answers.some((answer) => answer.key === key));
  return (
    <Fieldset legend={words.title}>
      <Stack gap="xs">
        <Text size="sm" c="dimmed">
          {words.hint}
        </Text>
        {answers.map(({ row, key, value }, index) => (
          <Group key={row} gap="xs" align="flex-start" wrap="nowrap">
            <Autocomplete
              aria-label={words.key(index + 1)}
              placeholder={words.keyPlaceholder}
              data={unused}
              value={key}
              onChange={(next) => set(row, { key: next })}
              flex="1 1 0"
              miw={0}
            />
            <TextInput
              aria-label={words.value(index + 1)}
              placeholder={words.valuePlaceholder}
              autoComplete="off"
              value={value}
              onChange={(event) => set(row, { value: event.currentTarget.value })}
              error={faults[`answers.${key.trim()}`]}
              flex="1 1 0"
              miw={0}
            />
            <ActionIcon
              variant="default"
              size={36}
              aria-label={words.remove(index + 1)}
              onClick={() => change(answers.filter((answer) => answer.row !== row))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
        {faults.answers && (
          <Text size="xs" c="var(--mantine-color-error)" role="alert">
            {faults.answers}
          </Text>
        )}
        <Button variant="default" size="xs" leftSection={<IconPlus size={14} />} onClick={add} w="fit-content">
          {words.add}
        </Button>
      </Stack>
    </Fieldset>
  );
}
