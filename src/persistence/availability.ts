/** Errors of connecting, by Node's code; PostgreSQL's classes 08 (connection), 53 (resources) and 57P (shutdown). */
const AWAY = /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|08...|53...|57P..|40001|40P01)$/;
const WORDS =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|Driver not Connected/i;

/** True where the database could not be reached, or gave way: nothing is known to be stored, the call may be repeated. */
export function isUnavailable(error: unknown): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; depth++) {
    const { code, driverError } = cause as Error & { code?: unknown; driverError?: unknown };
    if ((typeof code === 'string' && AWAY.test(code)) || WORDS.test(cause.message)) return true;
    cause = driverError instanceof Error && driverError !== cause ? driverError : cause.cause;
  }
  return false;
}
