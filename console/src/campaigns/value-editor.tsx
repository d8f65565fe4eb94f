import { Group, Select, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import type { ValueEditorProps } from 'react-querybuilder';
import { text } from '../text';
import { valuesOf } from './conditions';
import { type BuilderContext, fieldNamed } from './conditions-editor';

const words = text.campaigns.builder;
const SINGLE = new Set(['GREATER_THAN', 'GREATER_OR_EQUAL', 'LESS_THAN', 'LESS_OR_EQUAL']);

/** As many values as the operator takes, each as the field's type wants it; the API's fault below them. */
export function ValueEditor({ operator, field, value, handleOnChange, context, rule }: ValueEditorProps) {
  const { fields, faults } = context as BuilderContext;
  const error = rule.id === undefined ? undefined : faults[rule.id];
  const { type } = fieldNamed(fields, field);
  return (
    <Stack gap={2} className="builder-value">
      <Inputs
        type={type}
        operator={operator}
        values={valuesOf(value)}
        change={handleOnChange}
        invalid={error !== undefined}
      />
      {error && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
    </Stack>
  );
}

interface InputsProps {
  type: string;
  operator: string;
  values: string[];
  change: (values: string[]) => void;
  invalid: boolean;
}

function Inputs({ type, operator, values, change, invalid }: InputsProps) {
  if (operator === 'EXISTS' || operator === 'NOT_EXISTS') return null;
  if (operator === 'BETWEEN') {
    const [from = '', to = ''] = values;
    return (
      <Group gap={4} wrap="nowrap">
        <Single type={type} label={words.from} value={from} change={(next) => change([next, to])} invalid={invalid} />
        <Single type={type} label={words.to} value={to} change={(next) => change([from, next])} invalid={invalid} />
      </Group>
    );
  }
  if (type === 'BOOLEAN') {
    return (
      <Select
        aria-label={words.value}
        placeholder={words.value}
        allowDeselect={false}
        data={[
          { value: 'true', label: words.yes },
          { value: 'false', label: words.no },
        ]}
        value={values[0] ?? null}
        onChange={(next) => change(next === null ? [] : [next])}
        error={invalid}
      />
    );
  }
  if (SINGLE.has(operator) || type === 'DATE') {
    const only = (next: string) => change(next === '' ? [] : [next]);
    return <Single type={type} label={words.value} value={values[0] ?? ''} change={only} invalid={invalid} />;
  }
  return (
    <TagsInput
      aria-label={words.values}
      placeholder={values.length === 0 ? words.valuesHint : undefined}
      acceptValueOnBlur
      splitChars={[]}
      value={values}
      onChange={change}
      error={invalid}
    />
  );
}

interface SingleProps {
  type: string;
  label: string;
  value: string;
  change: (value: string) => void;
  invalid: boolean;
}

function Single({ type, label, value, change, invalid }: SingleProps) {
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      type={type === 'DATE' ? 'date' : 'text'}
      inputMode={type === 'NUMBER' ? 'decimal' : undefined}
      value={value}
      onChange={(event) => change(event.currentTarget.value)}
      // Enter ends a value, as in the lists of values: it does not send the form.
      onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      error={invalid}
    />
  );
}
