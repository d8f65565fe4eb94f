import { Badge, Box, Button, Loader, Text } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef } from 'react';
import { Moment } from '../shell/moment';
import { PlatformMark } from '../shell/platform-mark';
import { FiringStatus } from '../shell/status';
import { text } from '../text';
import type { Row } from './queries';
import type { History } from './use-history';
import './history.css';

const words = text.history;
const ROW_HEIGHT = 49;
/** So many rows before the end the next page is asked for. */
const AHEAD = 30;

interface FiringListProps {
  history: History;
  open: (id: string) => void;
}

/** Millions of rows, of which those in view are drawn; the list scrolls in its own frame. */
export function FiringList({ history, open }: FiringListProps) {
  const { rows, loading, error, loadMore, showFresh, setAtTop } = history;
  const frame = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.shown.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows.shown[index]?.id ?? index,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (!loading && !error && rows.hasMore && last >= rows.shown.length - 1 - AHEAD) loadMore();
  }, [last, loading, error, rows.hasMore, rows.shown.length, loadMore]);
  const toTop = () => {
    showFresh();
    frame.current?.scrollTo({ top: 0 });
    frame.current?.focus();
  };
  return (
    <Box pos="relative">
      <div role="status">
        {rows.fresh.length > 0 && (
          <Button className="fresh" size="xs" onClick={toTop} leftSection={<IconArrowUp size={14} />}>
            {words.fresh(rows.fresh.length)}
          </Button>
        )}
      </div>
      <div
        className="firings"
        role="table"
        aria-label={words.list}
        aria-rowcount={rows.hasMore ? -1 : rows.shown.length + 1}
        aria-busy={loading}
        tabIndex={0}
        ref={frame}
        onScroll={(event) => setAtTop(event.currentTarget.scrollTop < 8)}
      >
        <Heading />
        <div
          role="rowgroup"
          className="firings-body"
          ref={(body) => body?.style.setProperty('height', `${virtual.getTotalSize()}px`)}
        >
          {items.map(({ index, key, start }) => {
            const row = rows.shown[index];
            return (
              row && (
                <FiringRow
                  key={key}
                  row={row}
                  index={index}
                  start={start}
                  measure={virtual.measureElement}
                  open={open}
                />
              )
            );
          })}
        </div>
      </div>
      <Foot history={history} />
    </Box>
  );
}

function Heading() {
  const { status, event, pixel, lead, value, time } = words.columns;
  return (
    <div role="rowgroup" className="firings-head">
      <div role="row" className="firing" aria-rowindex={1}>
        {[status, event, pixel, lead, value, time].map((heading) => (
          <span role="columnheader" key={heading}>
            {heading}
          </span>
        ))}
      </div>
    </div>
  );
}

interface FiringRowProps {
  row: Row;
  index: number;
  start: number;
  measure: (element: Element | null) => void;
  open: (id: string) => void;
}

const FiringRow = memo(function FiringRow({ row, index, start, measure, open }: FiringRowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the button does the same by keyboard.
    <div
      role="row"
      className="firing firing-row"
      data-index={index}
      aria-rowindex={index + 2}
      data-firing={row.id}
      ref={(element) => {
        element?.style.setProperty('transform', `translateY(${start}px)`);
        measure(element);
      }}
      onClick={() => open(row.id)}
    >
      <Cell>
        <FiringStatus status={row.status} />
      </Cell>
      <Cell>
        <button
          type="button"
          className="firing-open"
          aria-label={words.open(row.eventName)}
          onClick={(event) => {
            event.stopPropagation();
            open(row.id);
          }}
        >
          {row.eventName}
        </button>
        {row.test && (
          <Badge size="xs" variant="default" ml={6} tt="none">
            {words.test}
          </Badge>
        )}
      </Cell>
      <Cell>
        <PlatformMark platform={row.platform}>{row.pixel.name}</PlatformMark>
      </Cell>
      <Cell>{row.leadId ?? text.common.none}</Cell>
      <Cell>{row.value ? `${row.value.amount} ${row.value.currency}` : text.common.none}</Cell>
      <Cell>
        <Moment at={row.createdAt} />
      </Cell>
    </div>
  );
});

function Cell({ children }: { children: React.ReactNode }) {
  return (
    <span role="cell" className="firing-cell">
      {children}
    </span>
  );
}

function Foot({ history: { rows, loading, error } }: { history: History }) {
  if (loading) {
    return (
      <Text size="sm" c="dimmed" mt="xs" role="status">
        <Loader size={12} mr={8} aria-hidden />
        {rows.shown.length === 0 ? text.common.loading : words.loadingMore}
      </Text>
    );
  }
  if (error) return null;
  if (rows.shown.length === 0) {
    return (
      <Text mt="xs" role="status">
        {words.empty} <span className="dimmed">{words.emptyHint}</span>
      </Text>
    );
  }
  return (
    <Text size="sm" c="dimmed" mt="xs">
      {rows.hasMore ? '' : words.end}
    </Text>
  );
}
