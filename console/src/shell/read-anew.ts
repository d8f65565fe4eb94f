import { useEffect } from 'react';

/** Reads a query anew every so often, as long as somebody can see it; `reload` must stay the same between renders. */
export function useReadAnew(reload: (options: { requestPolicy: 'network-only' }) => void, everyMs: number): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') reload({ requestPolicy: 'network-only' });
    }, everyMs);
    return () => clearInterval(timer);
  }, [reload, everyMs]);
}
