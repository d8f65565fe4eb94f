import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/**
 * An error without what may be somebody's: a statement's parameters, and the database's own words, which repeat values
 * (`Key (caller_id)=(…) already exists`). Its code, constraint and stack say what went wrong.
 */
function plainError(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, constraint, table, routine } = ((error as { driverError?: object }).driverError ?? error) as Record<
    string,
    unknown
  >;
  const fromDatabase = typeof routine === 'string' || 'driverError' in error;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    ...(fromDatabase ? { code, constraint, table, routine } : { message: error.message, code }),
    stack: frames.join('\n'),
    ...(error.cause ? { cause: plainError(error.cause) } : {}),
  };
}

/** JSON lines on standard output or into `to`, or readable ones on a terminal. Headers with secrets are never written, whoever logs them. */
export function createLog(level: string, terminal: boolean, to?: DestinationStream): Log {
  const options = {
    level,
    serializers: { err: plainError },
    redact: ['req.headers.authorization', 'req.headers.cookie', '*.accessToken', '*.secret'],
    ...(terminal ? { transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname' } } } : {}),
  };
  return to ? pino(options, to) : pino(options);
}
