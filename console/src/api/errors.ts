import type { CombinedError } from 'urql';
import { text } from '../text';

/** One wrong field, by its path in the input. */
export interface Fault {
  path: string;
  message: string;
}

/** The code of the first error, or null where the service was not reached. */
export function codeOf(error: CombinedError): string | null {
  if (error.networkError && error.graphQLErrors.length === 0) return null;
  return (error.graphQLErrors[0]?.extensions.code as string | undefined) ?? null;
}

/** Every wrong field of BAD_USER_INPUT and NOT_FOUND, its path without the argument's name. */
export function faultsOf(error: CombinedError | undefined): Fault[] {
  const fields = error?.graphQLErrors.flatMap(({ extensions }) => (extensions.fields ?? []) as Fault[]) ?? [];
  return fields.map(({ path, message }) => ({ path: path.replace(/^(input|rule)\./, ''), message }));
}

/** What went wrong, in a sentence for a person. */
export function wordsOf(error: CombinedError): string {
  const code = codeOf(error);
  if (code === null && error.networkError) return text.errors.unreachable;
  if (code === 'FORBIDDEN') return text.errors.forbidden(error.graphQLErrors[0]?.message ?? '');
  return error.graphQLErrors.map(({ message }) => sentence(message)).join(' ') || text.errors.unreachable;
}

/** The faults as a map from path to message, for forms. */
export function byPath(faults: readonly Fault[]): Record<string, string> {
  return Object.fromEntries(faults.map(({ path, message }) => [path, sentence(message)]));
}

export function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
