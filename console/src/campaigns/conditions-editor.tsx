import { type KeyboardEvent, useMemo } from 'react';
import { QueryBuilder, type RuleGroupType } from 'react-querybuilder';
import './builder.css';
import { text } from '../text';
import { wordFor } from '../text/words';
import type { BuilderContext } from './builder-context';
import { placesIn } from './builder-query';
import { fieldNamed } from './condition-fields';
import { ConditionGroup } from './condition-group';
import { ConditionRow } from './condition-row';

const COMBINATORS = Object.entries(text.campaigns.builder.combinators).map(([name, label]) => ({ name, label }));
const CONTROLS = { ruleGroup: ConditionGroup, rule: ConditionRow };
const NO_VALUES = () => [];

/** Enter ends a value or chooses an option here; it never sends the form. */
function keepForm(event: KeyboardEvent): void {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
}

interface ConditionsEditorProps extends Omit<BuilderContext, 'names'> {
  query: RuleGroupType;
  change: (query: RuleGroupType) => void;
}

/** Nested groups of conditions, their values by the field's type. */
export function ConditionsEditor({ query, change, fields, missing, faults, tried }: ConditionsEditorProps) {
  const options = useMemo(() => [...fields.values()].map(({ field, label }) => ({ name: field, label })), [fields]);
  const names = useMemo(() => new Map(placesIn(query).map(({ id, name }) => [id, name])), [query]);
  const context: BuilderContext = { fields, names, missing, faults, tried };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears of keys on their way out of its inputs.
    <div onKeyDown={keepForm}>
      <QueryBuilder
        fields={options}
        query={query}
        onQueryChange={change}
        enableMountQueryChange={false}
        combinators={COMBINATORS}
        getOperators={(field) =>
          fieldNamed(fields, field).operators.map((name) => ({ name, label: wordFor(text.operator, name) }))
        }
        getDefaultValue={NO_VALUES}
        controlElements={CONTROLS}
        controlClassnames={{ queryBuilder: 'builder' }}
        autoSelectField={false}
        addRuleToNewGroups
        listsAsArrays
        context={context}
        maxLevels={4}
      />
    </div>
  );
}
