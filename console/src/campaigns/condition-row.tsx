import { ActionIcon, Select, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type RuleProps, useRule } from 'react-querybuilder';
import { text } from '../text';
import { wordFor } from '../text/words';
import { type BuilderContext, capital, faultOf, removeFrom } from './builder-context';
import { NO_FIELD, takesNoValue, valuesOf } from './builder-query';
import { comparesAsText, fieldNamed } from './condition-fields';
import { FieldSelect } from './field-select';
import { useTouched } from './use-touched';
import { ValueEditor } from './value-editor';

const words = text.campaigns.builder;

/** A condition of the builder on one line: field, comparison, values; what is wrong with it below. */
export function ConditionRow(props: RuleProps) {
  const { id = '', rule, context: handed, onChangeField, onChangeOperator, onChangeValue, removeRule } = useRule(props);
  const context = handed as BuilderContext;
  const [touched, onBlur] = useTouched();
  const name = context.names.get(id) ?? words.condition(1);
  const chosen = rule.field !== NO_FIELD;
  const { label, type, operators } = fieldNamed(context.fields, rule.field);
  const fault = faultOf(context, id, touched);
  const hasValue = chosen && !takesNoValue(rule.operator);
  const remove = chosen ? words.removeField(name, label) : words.remove(name);
  return (
    <div
      role="group"
      aria-label={capital(name)}
      className="condition"
      data-new={!chosen || undefined}
      data-range={rule.operator === 'BETWEEN' || undefined}
      onBlur={onBlur}
    >
      <FieldSelect
        name={words.fieldOf(name)}
        value={chosen ? rule.field : null}
        change={onChangeField}
        fields={context.fields}
        invalid={fault !== undefined && !hasValue}
      />
      {chosen && (
        <Select
          aria-label={words.operatorOf(name)}
          className="condition-operator"
          allowDeselect={false}
          comboboxProps={{ width: 220, position: 'bottom-start' }}
          maxDropdownHeight={480}
          data={operators.map((operator) => ({ value: operator, label: wordFor(text.operator, operator) }))}
          value={rule.operator}
          onChange={(operator) => operator && onChangeOperator(operator)}
        />
      )}
      {hasValue && (
        <ValueEditor
          name={name}
          type={type}
          operator={rule.operator}
          values={valuesOf(rule.value)}
          change={onChangeValue}
          invalid={fault !== undefined}
        />
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        size={36}
        className="condition-remove"
        aria-label={remove}
        title={remove}
        onClick={(event) => removeFrom(event, removeRule)}
      >
        <IconX size={16} />
      </ActionIcon>
      {!fault && chosen && comparesAsText(type, rule.operator, valuesOf(rule.value)) && (
        <Text size="xs" c="dimmed" className="condition-fault">
          {words.asText}
        </Text>
      )}
      {fault && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert" className="condition-fault">
          {fault}
        </Text>
      )}
    </div>
  );
}
