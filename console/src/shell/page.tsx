import { Box, Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { text } from '../text';

interface PageProps {
  title: string;
  /** The way to here, above the title. */
  above?: ReactNode;
  intro?: ReactNode;
  /** Buttons at the head. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A page with its heading, which also names the tab. */
export function Page({ title, above, intro, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · ${text.product}`;
  }, [title]);
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Box flex="1 1 18rem" miw={0}>
          {above}
          <Title order={1} size="h2" className="anywhere">
            {title}
          </Title>
          {intro && (
            <Text c="dimmed" mt={4} maw="46rem" component="div">
              {intro}
            </Text>
          )}
        </Box>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}
