import { suspectsIn } from '../suspects';
import { wholeNumberOf } from './envelope';

/** An event that a reply of partial success names as failed. */
export interface NamedFailure {
  index: number;
  /** Found by its event id, which can't be mistaken; an index may count from 0 or from 1. */
  certain: boolean;
  code: number | null;
  message: string | null;
}

type Fields = Record<string, unknown>;

const FAILED_LIST = /fail|error|invalid|reject/i;
const INDEX_NAMES = ['index', 'event_index', 'order_in_batch'];
const MESSAGE_NAMES = ['message', 'error_message', 'error_msg', 'reason'];

/**
 * What `data` of code 20001 says has failed. TikTok publishes no form for it, so any list named for failures is read,
 * of event ids, indexes, or objects with one of these; null where something in it could not be understood.
 */
export function failuresIn(data: unknown, eventIds: readonly string[]): NamedFailure[] | null {
  const failures = failedEntries(data).map((entry) => failureOf(entry, eventIds));
  return failures.every((failure) => failure !== null) ? failures : null;
}

function failedEntries(data: unknown): unknown[] {
  if (typeof data !== 'object' || data === null) return [];
  const lists = Object.entries(data).filter(([name, value]) => FAILED_LIST.test(name) && Array.isArray(value));
  return lists.flatMap(([, value]) => value as unknown[]);
}

function failureOf(entry: unknown, eventIds: readonly string[]): NamedFailure | null {
  const fields: Fields =
    typeof entry === 'object' && entry !== null ? (entry as Fields) : { event_id: entry, index: entry };
  const code = wholeNumberOf(fields.code ?? fields.error_code);
  const message = MESSAGE_NAMES.map((name) => fields[name]).find((text) => typeof text === 'string');
  const told = { code, message: (message as string | undefined) ?? null };
  const index = eventIds.indexOf(fields.event_id as string);
  if (index >= 0) return { index, certain: eventIds.lastIndexOf(fields.event_id as string) === index, ...told };
  const named = INDEX_NAMES.map((name) => wholeNumberOf(fields[name])).find((number) => number !== null);
  return named === undefined || named === null ? null : { index: named, certain: false, ...told };
}

/** Whether the words are about what stands beside the events, so that splitting them would help none. */
export function blamesRequest(message: string | null): boolean {
  return suspectsIn(message).length === 0 && /\b(event_source(_id)?|test_event_code)\b/.test(message ?? '');
}
