/** Errors of connecting, by Node's code; PostgreSQL's classes 08 (connection), 53 (resources), 57P (shutdown); 55000: it takes none. */
const AWAY = /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|08...|53...|55000|57P..)$/;
/** A deadlock, or a serialization failure: the database took the transaction back. */
const GAVE_WAY = /^(40001|40P01)$/;
const WORDS =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|not queryable|Driver not Connected/i;

/** True where the database could not be reached, or gave way: nothing is known to be stored, the call may be repeated. */
export function isUnavailable(error: unknown): boolean {
  return isAway(error) || causes(error).some(({ code }) => GAVE_WAY.test(code));
}

/** True where the database could not be reached, or was lost: no other statement would fare better just now. */
export function isAway(error: unknown): boolean {
  return causes(error).some(({ code, message }) => AWAY.test(code) || WORDS.test(message));
}

/** The error and what it was caused by: TypeORM keeps the driver's error, others a cause. */
function causes(error: unknown): { code: string; message: string }[] {
  const found: { code: string; message: string }[] = [];
  for (let cause = error; cause instanceof Error && found.length < 5; ) {
    const { code, message, driverError } = cause as Error & { code?: unknown; driverError?: unknown };
    found.push({ code: typeof code === 'string' ? code : '', message });
    cause = driverError instanceof Error && driverError !== cause ? driverError : cause.cause;
  }
  return found;
}
