/** All advisory locks of the service, so that no two mean the same number. */
export const LOCKS = {
  migrate: 727_401,
  /** Held from the drawing of a feed position through commit. */
  feedOrder: 727_402,
  makePartitions: 727_403,
  dropPartitions: 727_404,
  bootstrap: 727_405,
} as const;
