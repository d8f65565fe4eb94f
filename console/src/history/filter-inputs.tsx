import { Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { text } from '../text';

const words = text.history.filters;
const TYPING_MS = 450;
/** So many are drawn at once; typing finds the others. */
const MOST_DRAWN = 200;

interface ChoiceProps {
  label: string;
  placeholder: string;
  choices: readonly { value: string; label: string }[];
  value: string | null;
  change: (value: string) => void;
}

/** A value of the address that is in no list is shown as it stands. */
export function Choice({ label, placeholder, choices, value, change }: ChoiceProps) {
  const unknown = value !== null && !choices.some((choice) => choice.value === value);
  return (
    <Select
      label={label}
      placeholder={placeholder}
      data={unknown ? [...choices, { value, label: value }] : choices}
      limit={MOST_DRAWN}
      value={value}
      onChange={(next) => change(next ?? '')}
      clearable
      clearButtonProps={{ 'aria-label': `${words.clear}: ${label}` }}
      searchable
      flex="1 1 10rem"
    />
  );
}

interface TypedProps {
  label: string;
  value: string;
  change: (value: string) => void;
}

/** Goes into the address when the typing pauses. */
export function Typed({ label, value, change }: TypedProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const settle = useDebouncedCallback((next: string) => change(next.trim()), TYPING_MS);
  return (
    <TextInput
      label={label}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        settle(event.currentTarget.value);
      }}
      flex="1 1 8rem"
    />
  );
}

/** A time in the reader's zone; the address holds it as UTC. */
export function Time({
  label,
  value,
  change,
}: {
  label: string;
  value: string | null;
  change: (value: string) => void;
}) {
  const date = value === null ? null : new Date(value);
  const shown = date === null || Number.isNaN(date.getTime()) ? '' : localOf(date);
  return (
    <TextInput
      label={label}
      type="datetime-local"
      value={shown}
      onChange={(event) => {
        const next = new Date(event.currentTarget.value);
        change(Number.isNaN(next.getTime()) ? '' : next.toISOString());
      }}
      flex="0 1 13rem"
    />
  );
}

function localOf(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
