/** Newest first by id (UUIDv7, so by creation); `after` is the id of the last row of the page before. */
export interface PageRequest {
  first: number;
  after: string | null;
}

export interface Page<Row> {
  rows: Row[];
  hasNextPage: boolean;
}
