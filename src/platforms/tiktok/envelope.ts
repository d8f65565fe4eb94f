/** TikTok's `{code, message, request_id, data}` as far as it could be read; null where a part is missing or no such thing. */
export interface Envelope {
  /** The verdict: HTTP says 200 even where the call failed. */
  code: number | null;
  message: string | null;
  requestId: string | null;
  data: unknown;
}

const NOTHING: Envelope = { code: null, message: null, requestId: null, data: null };

/** Never throws; whatever is no JSON object reads as nothing. */
export function envelopeOf(body: string): Envelope {
  const fields = fieldsOf(body);
  if (!fields) return NOTHING;
  const { code, message, request_id: requestId, data } = fields;
  return {
    code: wholeNumberOf(code),
    message: typeof message === 'string' && message !== '' ? message : null,
    requestId: typeof requestId === 'string' && /^[\w.:-]{1,100}$/.test(requestId) ? requestId : null,
    data: data ?? null,
  };
}

function fieldsOf(body: string): Record<string, unknown> | null {
  try {
    const value = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/** A number, or its digits as text. `Number(null)` would be 0, which means OK here. */
export function wholeNumberOf(value: unknown): number | null {
  if (typeof value === 'string') return /^\d{1,9}$/.test(value) ? Number(value) : null;
  return Number.isSafeInteger(value) ? (value as number) : null;
}
