import { SimpleGrid, TextInput } from '@mantine/core';
import { text } from '../text';
import type { LeadField, Typed } from './draft';

type SectionName = 'address' | 'origin' | 'value';

/** What is folded away. */
export const SECTIONS: { name: SectionName; fields: LeadField[] }[] = [
  {
    name: 'address',
    fields: ['address.street', 'address.city', 'address.state', 'address.postalCode', 'address.country'],
  },
  {
    name: 'origin',
    fields: [
      'sourceUrl',
      'ipAddress',
      'userAgent',
      'clickIds.fbclid',
      'clickIds.fbc',
      'clickIds.fbp',
      'clickIds.ttclid',
      'clickIds.ttp',
      'clickIds.gclid',
    ],
  },
  { name: 'value', fields: ['value.amount', 'value.currency'] },
];

/** The section of a field, or an empty text for one that is always in sight. */
export function sectionOf(path: string): string {
  return SECTIONS.find(({ fields }) => fields.some((field) => field === path))?.name ?? '';
}

interface FieldsProps {
  names: readonly LeadField[];
  fields: Record<LeadField, string>;
  faults: Record<string, string>;
  change: (fields: Typed['fields']) => void;
}

export function Fields({ names, fields, faults, change }: FieldsProps) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md" verticalSpacing="xs">
      {names.map((name) => (
        <TextInput
          key={name}
          label={text.leads.fields[name]}
          autoComplete="off"
          value={fields[name]}
          onChange={(event) => change({ [name]: event.currentTarget.value })}
          error={faults[name]}
        />
      ))}
    </SimpleGrid>
  );
}
