import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { CombinedError } from 'urql';
import { codeOf, wordsOf } from '../api/errors';
import { useReader } from '../api/reader';
import { tell } from '../shell/tell';
import { text } from '../text';
import { type ExportProgress, exportCsv, save } from './csv';
import type { Filter } from './queries';

const words = text.history.csv;

/** Exports all firings of the filter; shows how far it is, and can be stopped. */
export function ExportButton({ filter }: { filter: Filter }) {
  const reader = useReader();
  const [progress, setProgress] = useState<ExportProgress | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const start = async () => {
    const controller = new AbortController();
    running.current = controller;
    let rows = 0;
    setProgress({ rows: 0, total: 0 });
    const onProgress = (next: ExportProgress) => {
      rows = next.rows;
      setProgress(next);
    };
    try {
      const file = await exportCsv({ reader, filter, signal: controller.signal, onProgress });
      if (file) {
        save(file);
        tell(words.done(rows));
      }
    } catch (error) {
      const refusal = error as CombinedError;
      tell(codeOf(refusal) === null ? words.unreachable : wordsOf(refusal), 'red');
    }
    setProgress(null);
  };
  if (progress === null) {
    return (
      <Button variant="default" leftSection={<IconDownload size={16} />} onClick={start}>
        {words.start}
      </Button>
    );
  }
  const { rows, total } = progress;
  return (
    <Stack gap={4} miw={220}>
      <Progress.Root>
        <Progress.Section value={total === 0 ? 5 : Math.min(100, (rows / total) * 100)} aria-label={words.label} />
      </Progress.Root>
      <Group gap="xs" justify="space-between">
        <Text size="xs" role="status">
          {words.running(rows, total)}
        </Text>
        <Button size="compact-xs" variant="default" onClick={() => running.current?.abort()}>
          {words.stop}
        </Button>
      </Group>
    </Stack>
  );
}
