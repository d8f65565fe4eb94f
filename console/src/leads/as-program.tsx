import { Anchor, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import { curlSnippet } from '../api-page/snippet-texts';
import { Code } from '../shell/code';
import { text } from '../text';
import { inputOf, type ReportDraft } from './draft';

const words = text.leads.code;

/** The line that reports the lead as it stands in the form. */
export function AsProgram({ draft }: { draft: ReportDraft }) {
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {words.hint}{' '}
        <Anchor component={Link} href="/api?tab=snippets" size="sm">
          {words.getKey}
        </Anchor>
      </Text>
      <Code label={words.label}>{curlSnippet(location.origin, inputOf(draft))}</Code>
    </Stack>
  );
}
