import 'graphiql/style.css';
import './explorer.css';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { Stack, Text, useComputedColorScheme } from '@mantine/core';
import { GraphiQL } from 'graphiql';
import { useEffect, useMemo } from 'react';
import { currentKey } from '../api/session';
import { openSocket } from '../api/socket';
import { text } from '../text';
import { useNamedEditors } from './graphiql-names';

const FIRST = `# The latest firings; Ctrl-Enter runs this.
{
  firings(first: 5) {
    nodes {
      id
      status
      eventName
      message
      pixel { name }
    }
  }
}
`;

/** GraphiQL with the key of this tab, over HTTP and WebSocket of this service. */
export default function Explorer() {
  const frame = useNamedEditors();
  const scheme = useComputedColorScheme('light');
  const socket = useMemo(() => openSocket(), []);
  useEffect(() => () => void socket.dispose(), [socket]);
  const fetcher = useMemo(
    () =>
      createGraphiQLFetcher({
        url: '/graphql',
        headers: { authorization: `Bearer ${currentKey()}` },
        wsClient: socket,
      }),
    [socket],
  );
  return (
    <Stack>
      <Text size="sm">{text.api.explorer.intro}</Text>
      <div className="explorer" ref={frame}>
        <GraphiQL
          fetcher={fetcher}
          defaultQuery={FIRST}
          forcedTheme={scheme}
          defaultEditorToolsVisibility="variables"
          isHeadersEditorEnabled={false}
        />
      </div>
    </Stack>
  );
}
