import { type ComboboxItem, type ComboboxParsedItemGroup, Group, type OptionsFilter, Select } from '@mantine/core';
import { useState } from 'react';
import { text } from '../text';
import { answerTyped, type Fields, isAnswer, keyOf } from './condition-fields';

const words = text.campaigns.builder;
/** Not a field: the line that says what may be typed. */
const HINT = '?';

interface FieldSelectProps {
  name: string;
  value: string | null;
  change: (field: string) => void;
  fields: Fields;
  invalid: boolean;
}

/**
 * Found by the label or by the API's name, those that begin with what was typed first: who types `age` and presses Enter
 * wants the answer `age`, not the user agent. What was typed as another answer always stays.
 */
const byLabelOrName: OptionsFilter = ({ options, search }) => {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return options;
  const begins = ({ label }: ComboboxItem) => label.toLowerCase().startsWith(wanted);
  const fits = (item: ComboboxItem) => `${item.label} ${item.value}`.toLowerCase().includes(wanted);
  const found = (options as ComboboxParsedItemGroup[]).map(({ group, items }) => {
    const fitting = (items as ComboboxItem[]).filter((item) => item.value !== HINT && fits(item));
    return { group, items: fitting.toSorted((one, other) => Number(begins(other)) - Number(begins(one))) };
  });
  return found
    .filter(({ items }) => items.length > 0)
    .toSorted((one, other) => Number(other.items.some(begins)) - Number(one.items.some(begins)));
};

/** Fields of the lead, answers seen in the campaign, and any other answer by its key. */
export function FieldSelect({ name, value, change, fields, invalid }: FieldSelectProps) {
  const [search, setSearch] = useState('');
  const all = [...fields.values()].map(({ field, label }) => ({ value: field, label }));
  const isKnown = all.some(({ value: field, label }) => label === search || field === search.trim());
  const typed = isKnown ? null : answerTyped(search);
  const others = [...new Set([typed, value])].filter(
    (field) => field !== null && isAnswer(field) && !fields.has(field),
  );
  return (
    <Select
      aria-label={name}
      placeholder={words.findField}
      className="condition-field"
      searchable
      // A condition that was just added is to be filled in next.
      autoFocus={value === null}
      selectFirstOptionOnChange
      allowDeselect={false}
      comboboxProps={{ width: 320, position: 'bottom-start' }}
      maxDropdownHeight={300}
      filter={byLabelOrName}
      data={[
        {
          group: words.answers,
          items: [
            ...all.filter((option) => isAnswer(option.value)),
            { value: HINT, label: words.typeAnswer, disabled: true },
          ],
        },
        { group: words.leadFields, items: all.filter((option) => !isAnswer(option.value)) },
        {
          group: words.otherAnswers,
          items: others.map((field) => ({ value: field ?? '', label: keyOf(field ?? '') })),
        },
      ].filter(({ items }) => items.length > 0)}
      renderOption={({ option }) => (
        <Group justify="space-between" gap="xs" wrap="nowrap" w="100%">
          <span>{others.includes(option.value) ? words.answer(option.label) : option.label}</span>
          {option.value !== HINT && <span className="field-name">{option.value}</span>}
        </Group>
      )}
      value={value}
      onChange={(next) => next && change(next)}
      onSearchChange={setSearch}
      // Typing over a chosen field takes its place, it is not put into the middle of it.
      onClick={(event) => event.currentTarget.select()}
      onFocus={(event) => event.currentTarget.select()}
      error={invalid}
    />
  );
}
