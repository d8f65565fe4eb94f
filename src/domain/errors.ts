/** The one register of error codes that callers see in `extensions.code`. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'BAD_USER_INPUT'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'RATE_LIMITED'
  | 'UNAVAILABLE'
  | 'CURSOR_EXPIRED';

/** One fault of an input: the path of the wrong field (`input.lead.id`, `inputs.3.status`) and what to do about it. */
export interface FieldFault {
  path: string;
  message: string;
}

export interface ErrorDetails {
  /** For BAD_USER_INPUT, and for NOT_FOUND where an id in the input names nothing. */
  fields?: FieldFault[];
  /** For UNAVAILABLE and RATE_LIMITED: milliseconds after which the same call may be repeated. */
  retryAfterMs?: number;
  cause?: unknown;
}

/** A fault of the caller, or a state of ours that the caller must hear of. Anything else thrown is an internal error. */
export class ServiceError extends Error {
  readonly fields?: FieldFault[];
  readonly retryAfterMs?: number;

  constructor(
    readonly code: ErrorCode,
    message: string,
    details: ErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'ServiceError';
    this.fields = details.fields;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** All wrong fields of one input at once; never called with an empty list. */
export function badUserInput(fields: FieldFault[]): ServiceError {
  const message = fields.map((fault) => `${fault.path}: ${fault.message}`).join('; ');
  return new ServiceError('BAD_USER_INPUT', message, { fields });
}

/** `path` names the argument or input field that held the id, such as `id` or `input.pixelId`. */
export function notFound(noun: string, path: string): ServiceError {
  const message = `no ${noun} with this id in this workspace`;
  return new ServiceError('NOT_FOUND', message, { fields: [{ path, message }] });
}

export function conflict(message: string): ServiceError {
  return new ServiceError('CONFLICT', message);
}

/** Throws all faults at once, or nothing where there are none. */
export function refuseIfAny(faults: FieldFault[]): void {
  if (faults.length > 0) throw badUserInput(faults);
}
