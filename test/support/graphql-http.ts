// biome-ignore lint/suspicious/noExplicitAny: an answer's shape is its document's; tests that want more name it.
export type Body = any;

export interface ErrorAnswer {
  message: string;
  path?: (string | number)[];
  extensions: {
    code: string;
    fields?: { path: string; message: string }[];
    retryAfterMs?: number;
    id?: string;
  };
}

export interface Answer<Data = Body> {
  status: number;
  data?: Data | null;
  errors?: ErrorAnswer[];
}

/** One operation over HTTP, as any client sends it. */
export function ask<Data>(url: string, key: string | null, body: object): Promise<Answer<Data>> {
  return post(url, key, JSON.stringify(body));
}

/** Any body under any headers: what no well-behaved client sends. */
export async function post<Data>(
  url: string,
  key: string | null,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Answer<Data>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...headers,
    },
    body,
  });
  return { status: response.status, ...((await response.json()) as Omit<Answer<Data>, 'status'>) };
}

/** The code of a refusal; undefined where there was none. */
export function codeOf({ errors }: Pick<Answer, 'errors'>): string | undefined {
  return errors?.[0]?.extensions.code;
}

/** The paths of all wrong fields, in alphabetical order. */
export function pathsOf({ errors }: Pick<Answer, 'errors'>): string[] {
  return (errors ?? []).flatMap(({ extensions }) => (extensions.fields ?? []).map(({ path }) => path)).sort();
}
