/** Beside what the page itself keeps in the entry. */
const TRAP = { unsaved: true };

function isTrap(): boolean {
  return history.state?.unsaved === true;
}

/**
 * A second entry of the same page in the browser's history. Going back only takes it away, the page stays, and there is
 * time to ask: no page can keep a browser from going back.
 */
export class BackTrap {
  private place = isTrap() ? location.href : null;

  set(): void {
    if (!isTrap()) history.pushState({ ...history.state, ...TRAP }, '', location.href);
    this.place = location.href;
  }

  /** Leaves by a link. The new page takes the place of the trap, so that going back from it finds this page once. */
  leaveBy(navigate: (replace: boolean) => void): void {
    const replace = isTrap();
    this.place = null;
    navigate(replace);
  }

  /**
   * Watches for steps back off the trap; answers how to stop. Where `holds` says so the trap is set again and `ask` is
   * handed what takes the step after all, else the step goes on to the page before.
   */
  watch(holds: () => boolean, ask: (back: () => void) => void): () => void {
    const moved = () => {
      const steppedOff = this.place === location.href && !isTrap();
      this.place = isTrap() ? location.href : null;
      if (!steppedOff) return;
      if (!holds()) return history.back();
      this.set();
      ask(() => history.go(-2));
    };
    window.addEventListener('popstate', moved);
    return () => window.removeEventListener('popstate', moved);
  }
}
