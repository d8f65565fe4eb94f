import { Anchor, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import { text } from '../text';
import { Page } from './page';

export function NotFound({ children }: { children?: string }) {
  return (
    <Page title={children ?? text.errors.notFound}>
      <Stack gap="xs">
        <Text c="dimmed">{location.pathname}</Text>
        <Anchor component={Link} href="/">
          {text.errors.home}
        </Anchor>
      </Stack>
    </Page>
  );
}
