import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { text } from '../text';

const UNDO_MS = 20_000;

/** Long enough to find the message and to read it at ease. */
function readingMs(message: string): number {
  return Math.max(6_000, 3_000 + message.length * 70);
}

/** Tells that something is done, and passes by itself; in red it tells what went wrong, and stays until it is closed. */
export function tell(message: string, color = 'teal'): void {
  const isFault = color === 'red';
  notifications.show({
    message,
    color,
    // The same words again are no second message.
    id: message,
    autoClose: isFault ? false : readingMs(message),
    // The container is read politely as it changes; a fault is read at once.
    role: isFault ? 'alert' : 'group',
    closeButtonProps: { 'aria-label': text.common.closeMessage(message), size: 28 },
  });
}

/**
 * Tells that something is done and offers to undo it; it stays longer than other words, and on top of them, and goes once
 * the undo has worked, as `undo` answers. Two of the same words are two: each undoes its own.
 */
export function tellWithUndo(message: string, undo: () => Promise<boolean>): void {
  const id = notifications.show({
    autoClose: UNDO_MS,
    priority: 1,
    role: 'group',
    closeButtonProps: { 'aria-label': text.common.closeMessage(message), size: 28 },
    message: (
      <Group gap="xs">
        <Text size="sm">{message}</Text>
        <UndoButton
          undo={async () => {
            if (await undo()) notifications.hide(id);
          }}
        />
      </Group>
    ),
  });
}

function UndoButton({ undo }: { undo: () => Promise<void> }) {
  const [busy, setBusy] = useState(false);
  const press = async () => {
    setBusy(true);
    await undo();
    setBusy(false);
  };
  return (
    <Button size="compact-sm" variant="default" onClick={press} loading={busy}>
      {text.common.undo}
    </Button>
  );
}
