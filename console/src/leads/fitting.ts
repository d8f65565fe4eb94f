import type { Group } from '../campaigns/conditions';
import type { ReportStatus } from './draft';
import type { ReportCampaign } from './queries';

/** What a lead needs to fit a rule: its own fields by path, and answers by key. */
export interface Fitting {
  status: ReportStatus;
  fields: Record<string, string>;
  answers: Record<string, string>;
}

type Condition = Group['conditions'][number];

const ANSWER = 'answers.';
const DAY_MS = 86_400_000;

/** A lead for the first rule that is on; of the other rules it has the answers that they ask for. */
export function fittingLead(rules: ReportCampaign['rules']): Fitting {
  const enabled = rules.filter((rule) => rule.enabled);
  const status = enabled[0]?.trigger === 'LEAD_DELIVERED' ? 'DELIVERED' : 'QUALIFIED';
  const wanted = new Map<string, string>();
  for (const { conditions } of enabled) {
    for (const [field, value] of wantedBy(conditions, false)) {
      if (!wanted.get(field)) wanted.set(field, value);
    }
  }
  const entries = [...wanted];
  return {
    status,
    fields: Object.fromEntries(entries.filter(([field, value]) => !field.startsWith(ANSWER) && value !== '')),
    answers: Object.fromEntries(
      entries
        .filter(([field]) => field.startsWith(ANSWER))
        .map(([field, value]) => [field.slice(ANSWER.length), value]),
    ),
  };
}

/** Each field that the conditions name, with a value that fits, or none where none is easily found. */
function wantedBy(group: Group | null, turned: boolean): [field: string, value: string][] {
  if (group === null) return [];
  const not = turned !== group.not;
  return [
    ...group.conditions.map((condition): [string, string] => [condition.field, not ? '' : valueFor(condition)]),
    ...(group.groups ?? []).flatMap((nested) => wantedBy(nested, not)),
  ];
}

function valueFor({ field, operator, values: [first = ''] }: Condition): string {
  switch (operator) {
    case 'EXISTS':
      return field.startsWith(ANSWER) ? 'yes' : '';
    case 'GREATER_THAN':
      return moved(first, 1);
    case 'LESS_THAN':
      return moved(first, -1);
    case 'NOT_EXISTS':
    case 'NOT_EQUALS':
    case 'NOT_CONTAINS':
      return '';
    default:
      return first;
  }
}

/** The next number or day. */
function moved(value: string, by: 1 | -1): string {
  const number = Number(value);
  if (Number.isFinite(number)) return String(number + by);
  const date = Date.parse(value);
  return Number.isNaN(date) ? '' : new Date(date + by * DAY_MS).toISOString().slice(0, 10);
}
