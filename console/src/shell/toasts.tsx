import '@mantine/notifications/styles.css';
import './toasts.css';
import { Notifications } from '@mantine/notifications';

/**
 * Where short messages come up: in the header, above the title of the page, and in a narrow window above the page, which
 * makes room for them. So they cover nothing that could be pressed. The latest lies on top; hovered or focused, all of
 * them wait.
 */
export function Toasts() {
  return (
    <Notifications
      position="top-left"
      layout="stacked"
      withinPortal={false}
      classNames={{ root: 'toasts' }}
      aria-live="polite"
    />
  );
}
