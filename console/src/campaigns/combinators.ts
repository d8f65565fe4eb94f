/** How the members of a group are joined: the API's combinator and `not`, as one choice in words. */
export type Joining = 'ALL' | 'ANY' | 'NOT_ALL' | 'NONE';

const PARTS: Record<Joining, { combinator: 'ALL' | 'ANY'; not: boolean }> = {
  ALL: { combinator: 'ALL', not: false },
  ANY: { combinator: 'ANY', not: false },
  NOT_ALL: { combinator: 'ALL', not: true },
  NONE: { combinator: 'ANY', not: true },
};

export function joiningOf({ combinator, not }: { combinator: string; not: boolean }): Joining {
  if (combinator === 'ANY') return not ? 'NONE' : 'ANY';
  return not ? 'NOT_ALL' : 'ALL';
}

export function partsOf(joining: string): { combinator: 'ALL' | 'ANY'; not: boolean } {
  return PARTS[joining as Joining] ?? PARTS.ALL;
}
