import { Badge, Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useLayoutEffect, useRef } from 'react';
import { Moment, momentWords } from '../shell/moment';
import { PlatformMark } from '../shell/platform-mark';
import { FiringStatus } from '../shell/status';
import { text } from '../text';
import { ListFoot } from './list-foot';
import type { Row } from './queries';
import { useAtTop } from './use-at-top';
import type { History } from './use-history';
import './history.css';

const words = text.history;
/** As history.css has it, in rem: every row is as high as the others, so that none need be measured. */
const ROW_REM = { wide: 3.5, narrow: 7.5 };
/** So many rows before the end the next page is asked for. */
const AHEAD = 30;

type FrameVirtualizer = Virtualizer<HTMLDivElement, Element>;

interface FiringListProps {
  history: History;
  /** Some of the workspace's firings are left out. */
  filtered: boolean;
  open: (id: string) => void;
}

/** The list scrolls in its own frame; of its rows those in view are drawn, and only so many are kept. */
export function FiringList({ history, filtered, open }: FiringListProps) {
  const { rows, loading, error, loadMore, showFresh, setAtTop } = history;
  const frame = useRef<HTMLDivElement>(null);
  const atTop = useAtTop(frame, setAtTop);
  const height = useRowHeight();
  const virtual = useVirtualizer({
    count: rows.shown.length,
    getScrollElement: () => frame.current,
    estimateSize: () => height,
    getItemKey: (index) => rows.shown[index]?.id ?? index,
    overscan: 12,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height is read by estimateSize.
  useEffect(() => virtual.measure(), [height, virtual]);
  useStayInPlace(virtual, rows.dropped * height);
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
    <div className="firings-place">
      <div role="status">
        {(rows.fresh.length > 0 || rows.detached) && (
          <Button className="fresh" size="xs" onClick={toTop} leftSection={<IconArrowUp size={14} />}>
            {rows.detached ? words.toNewest : words.fresh(rows.fresh.length)}
          </Button>
        )}
      </div>
      <section className="firings" aria-label={words.list} tabIndex={0} ref={frame} {...atTop}>
        <div
          role="table"
          aria-label={words.table}
          aria-rowcount={rows.hasMore ? -1 : rows.dropped + rows.shown.length + 1}
          aria-busy={loading}
        >
          <Heading />
          <div
            role="rowgroup"
            className="firings-body"
            ref={(body) => body?.style.setProperty('height', `${virtual.getTotalSize()}px`)}
          >
            {items.map(({ index, key, start }) => {
              const row = rows.shown[index];
              return row && <FiringRow key={key} row={row} place={rows.dropped + index} start={start} open={open} />;
            })}
          </div>
        </div>
        <ListFoot history={history} filtered={filtered} />
      </section>
    </div>
  );
}

/** The height of a row in pixels: it grows with the reader's letters. */
function useRowHeight(): number {
  const narrow = useMediaQuery('(max-width: 62em)', undefined, { getInitialValueInEffect: false });
  return (
    (narrow ? ROW_REM.narrow : ROW_REM.wide) * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
  );
}

/** Where rows above were let go of, what is in view stays under the eyes. */
function useStayInPlace({ scrollElement, scrollOffset }: FrameVirtualizer, droppedHeight: number) {
  const before = useRef(0);
  useLayoutEffect(() => {
    const by = droppedHeight - before.current;
    before.current = droppedHeight;
    // Not the frame's own scrollTop: it is clipped already where the list became shorter.
    if (by > 0 && scrollElement) scrollElement.scrollTop = (scrollOffset ?? 0) - by;
  }, [scrollElement, scrollOffset, droppedHeight]);
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
  /** Counted from the newest that was ever in the list. */
  place: number;
  start: number;
  open: (id: string) => void;
}

const FiringRow = memo(function FiringRow({ row, place, start, open }: FiringRowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the button does the same by keyboard.
    <div
      role="row"
      className="firing firing-row"
      aria-rowindex={place + 2}
      data-firing={row.id}
      ref={(element) => element?.style.setProperty('transform', `translateY(${start}px)`)}
      onClick={() => open(row.id)}
    >
      <Cell>
        <FiringStatus status={row.status} />
      </Cell>
      <Cell>
        <span className="firing-event">
          <button
            type="button"
            className="firing-open"
            aria-label={words.open(row.eventName, row.leadId, momentWords(row.createdAt))}
            onClick={(event) => {
              event.stopPropagation();
              open(row.id);
            }}
          >
            {row.eventName}
          </button>
          {row.test && (
            <Badge size="xs" variant="default" flex="none" tt="none">
              {words.test}
            </Badge>
          )}
        </span>
        {row.rule && (
          <span className="firing-rule" title={row.rule.name}>
            {row.rule.name}
          </span>
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
