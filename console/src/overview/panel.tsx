import { Paper, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** A part of the overview under its heading. */
export function Panel({ title, hint, children }: { title: string; hint?: string | undefined; children: ReactNode }) {
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Title order={2} size="h5" mb={4}>
        {title}
      </Title>
      {hint && (
        <Text size="sm" c="dimmed" mb="sm">
          {hint}
        </Text>
      )}
      {children}
    </Paper>
  );
}
