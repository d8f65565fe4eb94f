import { type Logger, pino } from 'pino';

export type Log = Logger;

/** JSON lines, or readable ones on a terminal. Headers with secrets are never written, whoever logs them. */
export function createLog(level: string, terminal: boolean): Log {
  return pino({
    level,
    redact: ['req.headers.authorization', 'req.headers.cookie', '*.accessToken', '*.secret'],
    ...(terminal ? { transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname' } } } : {}),
  });
}
