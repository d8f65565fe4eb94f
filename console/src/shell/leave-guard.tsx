import { Button, Group, Modal, Text } from '@mantine/core';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { type AroundNavHandler, Router } from 'wouter';
import { text } from '../text';
import { BackTrap } from './back-trap';

const words = text.leave;

interface Guard {
  /** From now on nobody leaves without being asked; answers a function that ends it. */
  hold(): () => void;
  /** Ends it for what comes next, such as the way on after saving. */
  release(): void;
  /** Does it at once or, where there are unsaved changes, once the person agrees. */
  leaving(go: () => void): void;
}

const GuardContext = createContext<Guard>({ hold: () => () => {}, release: () => {}, leaving: (go) => go() });

/** The tab's own question, when it is closed or reloaded. */
function askByBrowser(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/** The router of the console: while a form holds it, whoever follows a link or goes back is asked first. */
export function GuardedRouter({ children }: { children: ReactNode }) {
  const [go, setGo] = useState<{ on: () => void } | null>(null);
  const held = useRef(false);
  const trap = useMemo(() => new BackTrap(), []);
  const guard = useMemo((): Guard => {
    const release = () => {
      held.current = false;
      window.removeEventListener('beforeunload', askByBrowser);
    };
    return {
      release,
      hold() {
        held.current = true;
        window.addEventListener('beforeunload', askByBrowser);
        trap.set();
        return () => {
          release();
          setGo(null);
        };
      },
      leaving: (on) => (held.current ? setGo({ on }) : on()),
    };
  }, [trap]);
  useEffect(() => trap.watch(() => held.current, guard.leaving), [trap, guard]);
  const aroundNav: AroundNavHandler = (navigate, to, options) => {
    const stays = new URL(to, location.href).pathname === location.pathname;
    const pass = () => trap.leaveBy((replace) => navigate(to, replace ? { ...options, replace } : options));
    return stays ? navigate(to, options) : guard.leaving(pass);
  };
  const stay = () => setGo(null);
  const leave = () => {
    guard.release();
    setGo(null);
    go?.on();
  };
  return (
    <GuardContext.Provider value={guard}>
      <Router aroundNav={aroundNav}>
        {children}
        <Modal opened={go !== null} onClose={stay} title={words.title} withCloseButton={false}>
          <Text>{words.what}</Text>
          <Group mt="md">
            <Button onClick={stay} data-autofocus>
              {words.stay}
            </Button>
            <Button variant="default" onClick={leave}>
              {words.leave}
            </Button>
          </Group>
        </Modal>
      </Router>
    </GuardContext.Provider>
  );
}

/**
 * For a form: while `changed`, leaving it is asked about, by link, by the browser's back button or by closing the tab.
 * Answers what to call after saving, before going on.
 */
export function useUnsavedChanges(changed: boolean): () => void {
  const { hold, release } = useContext(GuardContext);
  useEffect(() => (changed ? hold() : undefined), [changed, hold]);
  return release;
}

/** For what leaves a page other than by its address, such as signing out. */
export function useLeaving(): (go: () => void) => void {
  return useContext(GuardContext).leaving;
}
