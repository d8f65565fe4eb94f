import { useEffect, useRef } from 'react';
import { text } from '../text';

const words = text.api.explorer;
const EDITORS: [selector: string, label: string][] = [
  ['.graphiql-query-editor', words.query],
  ['.graphiql-editor-tool', words.variables],
  ['.result-window', words.answer],
];

/**
 * What GraphiQL leaves out for those who don't see it, done from outside, since it is drawn some time after it is there:
 * its editors have no names, the frames that they scroll in can't be reached by keyboard, and its tabs hold buttons,
 * which tabs must not.
 */
export function useNamedEditors() {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const explorer = frame.current;
    if (!explorer) return;
    const observer = new MutationObserver(() => mend(explorer));
    observer.observe(explorer, { childList: true, subtree: true, attributeFilter: ['aria-selected'] });
    mend(explorer);
    return () => observer.disconnect();
  }, []);
  return frame;
}

function mend(explorer: HTMLElement): void {
  for (const [selector, label] of EDITORS) {
    for (const editor of explorer.querySelectorAll(`${selector} textarea`)) editor.setAttribute('aria-label', label);
    for (const scroller of explorer.querySelectorAll(`${selector} .CodeMirror-scroll`)) {
      scroller.setAttribute('tabindex', '0');
      scroller.setAttribute('role', 'group');
      scroller.setAttribute('aria-label', words.scroll(label));
    }
  }
  explorer.querySelector('.graphiql-tabs')?.setAttribute('role', 'list');
  for (const tab of explorer.querySelectorAll('.graphiql-tab')) asListItem(tab);
}

/** A tab as an item of a list, in which one button opens it and the other closes it. */
function asListItem(tab: Element): void {
  const selected = tab.getAttribute('aria-selected');
  tab.setAttribute('role', 'listitem');
  if (selected === null) return;
  tab.removeAttribute('aria-selected');
  tab.querySelector('.graphiql-tab-button')?.setAttribute('aria-current', selected);
}
