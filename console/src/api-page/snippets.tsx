import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from 'urql';
import { Code } from '../shell/code';
import { Loaded } from '../shell/loaded';
import { text } from '../text';
import { FieldNames } from './field-names';
import { KeyLine } from './key-line';
import { NEWEST_CAMPAIGN } from './queries';
import { curlSnippet, sampleReport, subscriptionSnippet, typescriptSnippet } from './snippet-texts';

const words = text.api.snippets;

/** Lines to paste, with the address and the newest campaign of this workspace. */
export function Snippets() {
  const [result, reload] = useQuery({ query: NEWEST_CAMPAIGN });
  return (
    <Loaded result={result} retry={reload}>
      {({ campaigns }) => {
        const campaign = campaigns.nodes[0];
        const id = campaign?.id ?? 'CAMPAIGN_ID';
        const parts: [title: string, code: string, hint: string | null][] = [
          [words.curl, curlSnippet(location.origin, sampleReport(id)), null],
          [words.typescript, typescriptSnippet(location.origin, id), words.typescriptHint],
          [words.subscription, subscriptionSnippet(location.origin), words.subscriptionHint],
        ];
        return (
          <Stack>
            <Text size="sm">{words.intro}</Text>
            {!campaign && <Text size="sm">{words.noCampaign}</Text>}
            <KeyLine />
            {parts.map(([title, code, hint]) => (
              <Stack key={title} gap={6}>
                <Title order={2} size="h5">
                  {title}
                </Title>
                {hint && (
                  <Text size="sm" c="dimmed">
                    {hint}
                  </Text>
                )}
                <Code label={title}>{code}</Code>
              </Stack>
            ))}
            <FieldNames />
          </Stack>
        );
      }}
    </Loaded>
  );
}
