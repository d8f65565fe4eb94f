import { useLocalStorage } from '@mantine/hooks';
import { useEffect } from 'react';
import { newestOf } from './guide-steps';
import type { Overview } from './queries';

interface Guide {
  hidden: boolean;
  toggle: () => void;
  /** When this browser saw the workspace for the first time; null until it has. */
  begun: string | null;
}

/** Kept in this browser for each workspace: where its reader began, and whether the guide is hidden. */
export function useGuide(overview: Overview | undefined): Guide {
  const workspaceId = overview?.viewer.workspaceId;
  const [kept, keep] = useLocalStorage<Record<string, { begun: string; hidden: boolean }>>({
    key: 'pixel-tracking.guide',
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const mine = workspaceId === undefined ? undefined : kept[workspaceId];
  useEffect(() => {
    if (overview === undefined || workspaceId === undefined || mine !== undefined) return;
    keep((before) => ({ ...before, [workspaceId]: { begun: newestOf(overview), hidden: false } }));
  }, [overview, workspaceId, mine, keep]);
  return {
    hidden: mine?.hidden ?? false,
    begun: mine?.begun ?? null,
    toggle() {
      if (workspaceId === undefined || mine === undefined) return;
      keep((before) => ({ ...before, [workspaceId]: { ...mine, hidden: !mine.hidden } }));
    },
  };
}
