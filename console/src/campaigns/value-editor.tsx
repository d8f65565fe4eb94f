import { Select, TagsInput, TextInput } from '@mantine/core';
import { text } from '../text';
import { takesOneValue } from './builder-query';

const words = text.campaigns.builder;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

interface ValueEditorProps {
  /** The condition's, for the names of the inputs. */
  name: string;
  type: string;
  operator: string;
  values: string[];
  change: (values: string[]) => void;
  invalid: boolean;
}

/** As many values as the comparison takes, each as the field's type wants it. */
export function ValueEditor({ name, type, operator, values, change, invalid }: ValueEditorProps) {
  if (operator === 'BETWEEN') {
    const [from = '', to = ''] = values;
    const shared = { type, invalid };
    return (
      <div className="condition-value condition-range">
        <Single
          {...shared}
          name={words.fromOf(name)}
          hint={words.from}
          value={from}
          change={(next) => change([next, to])}
        />
        <Single
          {...shared}
          name={words.toOf(name)}
          hint={words.to}
          value={to}
          change={(next) => change([from, next])}
        />
      </div>
    );
  }
  // A rule that was made elsewhere may name more values than these fields need.
  const few = values.length < 2;
  if (type === 'BOOLEAN' && few) {
    return (
      <Select
        aria-label={words.valueOf(name)}
        placeholder={words.value}
        className="condition-value"
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
  if (takesOneValue(operator) || (type === 'DATE' && few)) {
    const only = (next: string) => change(next === '' ? [] : [next]);
    return (
      <Single
        type={type}
        name={words.valueOf(name)}
        hint={words.value}
        value={values[0] ?? ''}
        change={only}
        invalid={invalid}
      />
    );
  }
  return (
    <TagsInput
      aria-label={words.valuesOf(name)}
      placeholder={values.length === 0 ? words.valuesHint : undefined}
      className="condition-value"
      acceptValueOnBlur
      splitChars={[]}
      value={values}
      onChange={change}
      error={invalid}
    />
  );
}

interface SingleProps {
  name: string;
  hint: string;
  type: string;
  value: string;
  change: (value: string) => void;
  invalid: boolean;
}

function Single({ name, hint, type, value, change, invalid }: SingleProps) {
  return (
    <TextInput
      aria-label={name}
      placeholder={hint}
      className="condition-value"
      // A rule that was made elsewhere may name a time of the day, which a field for days would not show.
      type={type === 'DATE' && (value === '' || DAY.test(value)) ? 'date' : 'text'}
      inputMode={type === 'NUMBER' ? 'decimal' : undefined}
      value={value}
      onChange={(event) => change(event.currentTarget.value)}
      error={invalid}
    />
  );
}
