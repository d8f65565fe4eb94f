import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { text } from '../text';

/** Tells that something is done, and passes by itself. */
export function tell(message: string, color = 'teal'): void {
  notifications.show({ message, color, closeButtonProps: { 'aria-label': text.common.close } });
}

/** Tells that something is done and offers to undo it; it stays longer than other words. */
export function tellWithUndo(message: string, undo: () => void): void {
  const id = notifications.show({
    autoClose: 15_000,
    closeButtonProps: { 'aria-label': text.common.close },
    message: (
      <Group justify="space-between" wrap="nowrap">
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
