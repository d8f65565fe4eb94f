import { Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { UseQueryState } from 'urql';
import { text } from '../text';
import { ErrorNote } from './error-note';

interface LoadedProps<Data> {
  result: UseQueryState<Data, never> | UseQueryState<Data>;
  retry: () => void;
  children: (data: Data) => ReactNode;
}

/** A query's answer once it is there, what went wrong, or that it is being waited for. */
export function Loaded<Data>({ result, retry, children }: LoadedProps<Data>) {
  return (
    <>
      <ErrorNote error={result.error} retry={retry} />
      {result.data ? children(result.data) : !result.error && <Waiting />}
    </>
  );
}

/** What a list that is being read looks like. */
export function Waiting() {
  return (
    <Stack aria-busy="true" aria-label={text.common.loading} role="status">
      <Skeleton height={36} />
      <Skeleton height={36} />
      <Skeleton height={36} width="70%" />
    </Stack>
  );
}
