import { Alert, Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { text } from '../text';

/** What a page that broke, or whose files could not be loaded, shows in its place. */
export class Boundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <Alert color="red" title={text.errors.broken} role="alert">
        <Button size="xs" variant="default" onClick={() => location.reload()}>
          {text.errors.again}
        </Button>
      </Alert>
    );
  }
}
