import { Alert, Button, Stack, Text } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { text } from '../text';
import { forgetFailedParts, NotLoaded } from './part';

interface CatcherProps {
  path: string;
  children: ReactNode;
}

class Catcher extends Component<CatcherProps, { error: unknown }> {
  override state = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override componentDidUpdate({ path }: CatcherProps): void {
    if (path !== this.props.path && this.state.error !== null) this.again();
  }

  private again = () => {
    forgetFailedParts();
    this.setState({ error: null });
  };

  override render() {
    const { error } = this.state as { error: unknown };
    if (error === null) return this.props.children;
    return (
      <Alert color="red" title={text.errors.broken} role="alert">
        <Stack gap="xs" align="flex-start">
          {error instanceof NotLoaded && <Text size="sm">{text.errors.unreachable}</Text>}
          <Button size="xs" variant="default" onClick={this.again}>
            {text.errors.again}
          </Button>
        </Stack>
      </Alert>
    );
  }
}

/** What a page or a part that broke, or whose files could not be loaded, shows in its place, until another page is opened. */
export function Boundary({ children }: { children: ReactNode }) {
  const [path] = useLocation();
  return <Catcher path={path}>{children}</Catcher>;
}
