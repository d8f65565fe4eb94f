import { useState } from 'react';
import { openReader } from './client';

/** A client that keeps nothing of what it reads, the same as long as the part that asks for it is there. */
export function useReader() {
  const [reader] = useState(openReader);
  return reader;
}
