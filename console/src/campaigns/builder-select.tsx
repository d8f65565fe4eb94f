import { Select } from '@mantine/core';
import type { ValueSelectorProps } from 'react-querybuilder';

/** A choice of the builder, with its name for screen readers. */
export function BuilderSelect({ title, value, options, handleOnChange, className }: ValueSelectorProps) {
  const data = (options as { name: string; label: string }[]).map(({ name, label }) => ({ value: name, label }));
  return (
    <Select
      aria-label={title}
      className={className}
      allowDeselect={false}
      data={data}
      value={value ?? null}
      onChange={(next) => next && handleOnChange(next)}
    />
  );
}
