import { DUE_STATUSES, WAITING_STATUSES } from '../domain/firing';

/** As literals and in the domain's order: the partial indexes serve only a statement that says the same. */
function listed(statuses: readonly string[]): string {
  return `(${statuses.map((status) => `'${status}'`).join(', ')})`;
}

/** For `status in …`: what an attempt may be made of. */
export const DUE = listed(DUE_STATUSES);
/** For `status in …`: what has not ended. */
export const WAITING = listed(WAITING_STATUSES);
