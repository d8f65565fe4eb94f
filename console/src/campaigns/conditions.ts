import { text } from '../text';
import { wordFor } from '../text/words';
import { joiningOf } from './combinators';

const words = text.campaigns.marketing;

/** The API's conditions: in a group its conditions stand before its groups. */
export interface Group {
  combinator: string;
  not: boolean;
  conditions: { field: string; operator: string; values: string[] }[];
  groups?: Group[];
}

type Labels = ReadonlyMap<string, string>;

/** Conditions in words, such as `age is at least 18 and (State is CA or NV)`. */
export function inWords(group: Group | null, labels: Labels): string {
  if (group === null) return words.always;
  return groupWords(group, labels, true) || words.always;
}

function groupWords(group: Group, labels: Labels, outermost: boolean): string {
  const members = [
    ...group.conditions.map((condition) => conditionWords(condition, labels)),
    ...(group.groups ?? []).map((nested) => groupWords(nested, labels, false)),
  ].filter(Boolean);
  const joining = joiningOf(group);
  if (joining === 'NONE' || joining === 'NOT_ALL') {
    if (members.length === 1) return `${words.not} (${members[0]})`;
    return `${joining === 'NONE' ? words.none : words.notAll} (${members.join(', ')})`;
  }
  const joined = members.join(joining === 'ANY' ? words.or : words.and);
  return outermost || members.length < 2 ? joined : `(${joined})`;
}

function conditionWords({ field, operator, values }: Group['conditions'][number], labels: Labels): string {
  const shown = values.slice(0, 5).concat(values.length > 5 ? [words.more(values.length - 5)] : []);
  const named = shown.join(operator === 'BETWEEN' ? words.and : words.or);
  const label = labels.get(field) ?? field.replace(/^answers\./, '');
  return [label, wordFor(text.operator, operator), named].filter(Boolean).join(' ');
}
