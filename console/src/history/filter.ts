import { text } from '../text';
import type { Filter } from './queries';

/** The filter's places in the address, so that a view can be shared. */
export const PARAMS = [
  'status',
  'platform',
  'pixel',
  'campaign',
  'rule',
  'event',
  'lead',
  'tests',
  'from',
  'to',
] as const;
export type Param = (typeof PARAMS)[number];

function momentOf(value: string | null): string | undefined {
  if (value === null) return undefined;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** What may stand in the address; a parameter that is not here takes any text. */
const TAKES: Partial<Record<Param, (value: string) => boolean>> = {
  status: (value) => value in text.firingStatus,
  platform: (value) => value in text.platform,
  tests: (value) => ['only', 'none'].includes(value),
  from: (value) => momentOf(value) !== undefined,
  to: (value) => momentOf(value) !== undefined,
};

function takes(param: Param, value: string): boolean {
  return TAKES[param]?.(value) ?? true;
}

/** Values of the address that no filter takes, each with its parameter. */
export function ignoredOf(search: URLSearchParams): [Param, string][] {
  return PARAMS.flatMap((param) =>
    search
      .getAll(param)
      .filter((value) => !takes(param, value))
      .map((value): [Param, string] => [param, value]),
  );
}

/** The API's filter of an address, without what no filter takes. */
export function filterOf(search: URLSearchParams): Filter {
  const statuses = search.getAll('status').filter((value) => takes('status', value)) as Filter['statuses'];
  const platform = search.get('platform');
  const tests = search.get('tests');
  const entries = Object.entries({
    statuses: statuses && statuses.length > 0 ? statuses : undefined,
    platform: platform !== null && takes('platform', platform) ? platform : undefined,
    pixelId: search.get('pixel') ?? undefined,
    campaignId: search.get('campaign') ?? undefined,
    ruleId: search.get('rule') ?? undefined,
    eventName: search.get('event') ?? undefined,
    leadId: search.get('lead') ?? undefined,
    test: tests === 'only' ? true : tests === 'none' ? false : undefined,
    createdAfter: momentOf(search.get('from')),
    createdBefore: momentOf(search.get('to')),
  }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Filter;
}

/** The address with other values of one filter; the open firing is closed. */
export function withParam(search: URLSearchParams, param: Param, values: readonly string[]): URLSearchParams {
  const next = new URLSearchParams(search);
  next.delete(param);
  next.delete('firing');
  for (const value of values) if (value !== '') next.append(param, value);
  return next;
}

export function isFiltered(search: URLSearchParams): boolean {
  return PARAMS.some((param) => search.has(param));
}

/** Everything but the statuses: the feed is asked without them, to hear also of firings that leave the view. */
export function feedFilter({ statuses: _statuses, ...rest }: Filter): Filter {
  return rest;
}
