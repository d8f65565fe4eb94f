import { v7, validate } from 'uuid';
import { databaseTime } from './clock';

const SEQUENCE_LIMIT = 0x7fff_ffff;

let lastMs = 0;
let sequence = 0;

/**
 * A UUIDv7, ever growing within the process. Its first 48 bits are the creation time in milliseconds, by the database's
 * clock, so that ids of all nodes fall into the right month.
 */
export function newId(): string {
  const now = databaseTime().getTime();
  if (now > lastMs || sequence >= SEQUENCE_LIMIT) {
    lastMs = Math.max(now, lastMs + 1);
    sequence = 0;
  }
  sequence += 1;
  return v7({ msecs: lastMs, seq: sequence });
}

/** The creation time inside a UUIDv7. */
export function createdAtOf(id: string): Date {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
}

/** Ids come from callers: what is no UUID as we write it names nothing, and must not reach a uuid column. */
export function isId(text: string): boolean {
  return validate(text) && text === text.toLowerCase();
}
