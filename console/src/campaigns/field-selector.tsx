import { Select } from '@mantine/core';
import { useState } from 'react';
import type { FieldSelectorProps } from 'react-querybuilder';
import { text } from '../text';
import type { BuilderContext } from './conditions-editor';

const words = text.campaigns.builder;

/** Fields of the lead and answers seen in the campaign; any other answer may be typed as answers.KEY. */
export function FieldSelector({ value = '', handleOnChange, context, title }: FieldSelectorProps) {
  const { fields } = context as BuilderContext;
  const [search, setSearch] = useState('');
  const all = [...fields.values()];
  const option = ({ field, label }: { field: string; label: string }) => ({ value: field, label });
  const isAnswer = (field: string) => field.startsWith('answers.') && field.length > 'answers.'.length;
  const free = [search.trim(), value].filter((name) => isAnswer(name) && !fields.has(name));
  const answers = all.filter(({ field }) => isAnswer(field)).map(option);
  return (
    <Select
      aria-label={title}
      placeholder={words.findField}
      searchable
      allowDeselect={false}
      comboboxProps={{ width: 260, position: 'bottom-start' }}
      className="builder-field"
      data={[
        {
          group: words.answers,
          items: [...answers, ...[...new Set(free)].map((name) => ({ value: name, label: name }))],
        },
        { group: words.leadFields, items: all.filter(({ field }) => !isAnswer(field)).map(option) },
      ]}
      value={value}
      onChange={(next) => next && handleOnChange(next)}
      onSearchChange={setSearch}
    />
  );
}
