import './code.css';
import { ActionIcon, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { text } from '../text';

/** Text of a program or a body, to read and to copy; the button stands beside it, so that it covers nothing. */
export function Code({ children, label }: { children: string; label: string }) {
  return (
    <div className="code-frame">
      <section className="code" tabIndex={0} aria-label={label}>
        <code>{children}</code>
      </section>
      <Copy value={children} label={label} />
    </div>
  );
}

export function Copy({ value, label }: { value: string; label: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <ActionIcon
          variant="default"
          size="lg"
          onClick={copy}
          aria-label={copied ? text.common.copied : `${text.common.copy}: ${label}`}
          title={copied ? text.common.copied : text.common.copy}
        >
          {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
        </ActionIcon>
      )}
    </CopyButton>
  );
}

export function Json({ value, label }: { value: unknown; label: string }) {
  return <Code label={label}>{JSON.stringify(value, null, 2)}</Code>;
}
