import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
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
    // The same fault again is no second message.
    ...(isFault ? { id: message } : {}),
    autoClose: isFault ? false : readingMs(message),
    // The container is read politely as it changes; a fault is read at once.
    role: isFault ? 'alert' : 'group',
    closeButtonProps: { 'aria-label': text.common.closeMessage(message), size: 28 },
  });
}

/** Tells that something is done and offers to undo it; it stays longer than other words, and on top of them. */
export function tellWithUndo(message: string, undo: () => void): void {
  const id = notifications.show({
    autoClose: UNDO_MS,
    priority: 1,
    role: 'group',
    closeButtonProps: { 'aria-label': text.common.closeMessage(message), size: 28 },
    message: (
      <Group gap="xs">
        <Text size="sm">{message}</Text>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          {text.common.undo}
        </Button>
      </Group>
    ),
  });
}
