import { Alert, Button, List, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { CombinedError } from 'urql';
import { codeOf, faultsOf, sentence, wordsOf } from '../api/errors';
import { text } from '../text';

interface ErrorNoteProps {
  error: CombinedError | undefined;
  retry?: (() => void) | undefined;
  /** Paths whose faults are shown at their fields. */
  shownPaths?: readonly string[];
  /** What the form calls the field at a path of the API's input. */
  nameOf?: (path: string) => string;
}

/** What went wrong, and those faults that no field shows. */
export function ErrorNote({ error, retry, shownPaths = [], nameOf = (path) => path }: ErrorNoteProps) {
  if (!error || codeOf(error) === 'UNAUTHENTICATED') return null;
  const faults = faultsOf(error).filter(({ path }) => !shownPaths.includes(path));
  const allShown = faults.length === 0 && faultsOf(error).length > 0;
  return (
    <Alert color="red" title={text.errors.title} role="alert" icon={<IconAlertTriangle />}>
      {allShown ? null : faults.length === 0 ? <Text size="sm">{wordsOf(error)}</Text> : null}
      {allShown && <Text size="sm">{text.errors.atFields}</Text>}
      <List size="sm">
        {faults.map(({ path, message }) => (
          <List.Item key={path + message}>
            <b>{nameOf(path)}</b>: {sentence(message)}
          </List.Item>
        ))}
      </List>
      {retry && (
        <Button mt="xs" size="xs" variant="default" onClick={retry}>
          {text.errors.again}
        </Button>
      )}
    </Alert>
  );
}
