import 'graphiql/style.css';
import './explorer.css';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { Stack, Text, useComputedColorScheme } from '@mantine/core';
import { GraphiQL } from 'graphiql';
import { useEffect, useMemo, useRef } from 'react';
import { currentKey } from '../api/session';
import { openSocket } from '../api/socket';
import { text } from '../text';

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

const EDITORS: [selector: string, label: string][] = [
  ['.graphiql-query-editor textarea', text.api.explorer.query],
  ['.graphiql-editor-tool textarea', text.api.explorer.variables],
  ['.result-window textarea', text.api.explorer.answer],
];

/** GraphiQL's editors have no names of their own; they are made some time after it is. */
function useNamedEditors() {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!frame.current) return;
    const name = () => {
      for (const [selector, label] of EDITORS) {
        for (const editor of frame.current?.querySelectorAll(selector) ?? []) editor.setAttribute('aria-label', label);
      }
    };
    const observer = new MutationObserver(name);
    observer.observe(frame.current, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, []);
  return frame;
}

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
