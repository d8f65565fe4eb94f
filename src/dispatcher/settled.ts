import { ServiceError } from '../domain/errors';

/** Each call stands alone: a refusal takes its own place, anything else is the whole call's fault. */
export async function settled<Result>(calls: Promise<Result>[]): Promise<(Result | ServiceError)[]> {
  const results = await Promise.allSettled(calls);
  return results.map((result) => {
    if (result.status === 'fulfilled') return result.value;
    if (result.reason instanceof ServiceError) return result.reason;
    throw result.reason;
  });
}
