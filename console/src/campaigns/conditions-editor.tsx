import { QueryBuilderMantine } from '@react-querybuilder/mantine';
import { useMemo } from 'react';
import { QueryBuilder, type RuleGroupType } from 'react-querybuilder';
import 'react-querybuilder/dist/query-builder.css';
import { text } from '../text';
import { wordFor } from '../text/words';
import { BuilderButton } from './builder-button';
import { BuilderSelect } from './builder-select';
import { FieldSelector } from './field-selector';
import type { ConditionField } from './queries';
import { ValueEditor } from './value-editor';

const words = text.campaigns.builder;

const COMBINATORS = [
  { name: 'and', label: words.all },
  { name: 'or', label: words.any },
];
const TRANSLATIONS = {
  fields: { title: words.field },
  operators: { title: words.operator },
  value: { title: words.value },
  combinators: { title: words.combinator },
  notToggle: { label: words.notLabel, title: words.not },
  addRule: { label: words.addCondition, title: words.addCondition },
  addGroup: { label: words.addGroup, title: words.addGroup },
  removeRule: { title: words.removeCondition },
  removeGroup: { title: words.removeGroup },
};

const CONTROLS = {
  actionElement: BuilderButton,
  combinatorSelector: BuilderSelect,
  operatorSelector: BuilderSelect,
  fieldSelector: FieldSelector,
  valueEditor: ValueEditor,
};

/** What the builder's own parts are handed. */
export interface BuilderContext {
  fields: ReadonlyMap<string, ConditionField>;
  faults: Record<string, string>;
}

interface ConditionsEditorProps {
  fields: ConditionField[];
  query: RuleGroupType;
  change: (query: RuleGroupType) => void;
  /** Messages by the builder's ids. */
  faults: Record<string, string>;
}

/** `answers.KEY` may be any key; it compares as every type. */
export function fieldNamed(fields: ReadonlyMap<string, ConditionField>, name: string): ConditionField {
  const known = fields.get(name);
  if (known) return known;
  const operators = Object.keys(text.operator) as ConditionField['operators'];
  return { field: name, label: name.replace(/^answers\./, ''), type: 'ANSWER', operators };
}

/** Nested groups of conditions, their values by the field's type. */
export function ConditionsEditor({ fields, query, change, faults }: ConditionsEditorProps) {
  const byName = useMemo(() => new Map(fields.map((field) => [field.field, field])), [fields]);
  const options = useMemo(() => fields.map(({ field, label }) => ({ name: field, label })), [fields]);
  const context: BuilderContext = { fields: byName, faults };
  return (
    <QueryBuilderMantine>
      <QueryBuilder
        fields={options}
        query={query}
        onQueryChange={change}
        combinators={COMBINATORS}
        getOperators={(field) =>
          fieldNamed(byName, field).operators.map((name) => ({ name, label: wordFor(text.operator, name) }))
        }
        getDefaultValue={() => []}
        translations={TRANSLATIONS}
        controlElements={CONTROLS}
        controlClassnames={{ queryBuilder: 'builder' }}
        showNotToggle
        resetOnOperatorChange={false}
        listsAsArrays
        context={context}
        maxLevels={5}
      />
    </QueryBuilderMantine>
  );
}
