import { type FocusEvent, type RefObject, useRef } from 'react';

/** Pixels; so little does not count as scrolled. */
const TOP = 8;

/**
 * Tells whether the reader of the list is at its top and on no row. Who is on a row by keyboard reads: were it moved out
 * of view it would not be drawn any more, and the next Tab would begin at the top of the page.
 */
export function useAtTop(frame: RefObject<HTMLElement | null>, setAtTop: (atTop: boolean) => void) {
  const onRow = useRef(false);
  const look = () => setAtTop((frame.current?.scrollTop ?? 0) < TOP && !onRow.current);
  const moved = (to: EventTarget | null) => {
    // A dialog hands the focus back to where it was.
    if (!(to instanceof Element) || to.closest('[role=dialog]')) return;
    onRow.current = to.matches('.firing-row :focus-visible');
    look();
  };
  return {
    onScroll: look,
    onFocus: (event: FocusEvent) => moved(event.target),
    onBlur: (event: FocusEvent) => moved(event.relatedTarget ?? document.activeElement),
  };
}
