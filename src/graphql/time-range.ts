import { refuseIfAny } from '../domain/errors';
import { timeFaults } from '../domain/input-checks';

export interface TimeRange {
  createdAfter?: Date | null;
  createdBefore?: Date | null;
}

/** The filter or arguments as they are, or BAD_USER_INPUT where one of its times is none; `path` ends with a dot or is empty. */
export function checkedRange<Range extends TimeRange>(range: Range, path: '' | 'filter.'): Range {
  const { createdAfter, createdBefore } = range;
  refuseIfAny([
    ...timeFaults(createdAfter, `${path}createdAfter`),
    ...timeFaults(createdBefore, `${path}createdBefore`),
  ]);
  return range;
}
