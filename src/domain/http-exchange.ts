/** A request to a platform as plain data, so that building one is pure. `body` is the exact text that goes out. */
export interface HttpRequest {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body: string | null;
}

/** What came back. Header names are lower-cased; `body` is capped by the sender. */
export interface HttpReply {
  kind: 'reply';
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** No reply: `blocked` by our own guard of addresses, `timeout`, or the connection failed. `message` holds no personal data. */
export interface HttpFailure {
  kind: 'blocked' | 'timeout' | 'connection';
  message: string;
}

export type HttpResult = HttpReply | HttpFailure;
