import { Alert, Text } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { ErrorNote } from '../shell/error-note';
import { Page } from '../shell/page';
import { text } from '../text';
import { ExportButton } from './export-button';
import { filterOf, PARAMS, type Param, withParam } from './filter';
import { FilterBar } from './filter-bar';
import { FiringDrawer } from './firing-drawer';
import { FiringList } from './firing-list';
import type { Connection } from './follow';
import { useHistory } from './use-history';

const words = text.history;

/** The same text for the same filter, whatever else the address says. */
function filterKeyOf(search: URLSearchParams): string {
  const pairs = PARAMS.flatMap((param) => search.getAll(param).map((value) => [param, value]));
  return new URLSearchParams(pairs).toString();
}

export default function HistoryPage() {
  const [search, setSearch] = useSearchParams();
  const filterKey = filterKeyOf(search);
  const filter = useMemo(() => filterOf(new URLSearchParams(filterKey)), [filterKey]);
  const history = useHistory(filter);
  const open = useCallback(
    (id: string | null) =>
      setSearch((before) => {
        const next = new URLSearchParams(before);
        if (id === null) next.delete('firing');
        else next.set('firing', id);
        return next;
      }),
    [setSearch],
  );
  const change = (param: Param, values: readonly string[]) =>
    setSearch((before) => withParam(before, param, values), { replace: true });
  return (
    <Page
      title={words.title}
      intro={
        <>
          {words.intro} <LiveMark connection={history.connection} />
        </>
      }
      actions={<ExportButton filter={filter} />}
    >
      <FilterBar search={search} change={change} clear={() => setSearch(new URLSearchParams())} />
      {history.connection === 'lost' && (
        <Alert color="yellow" role="alert">
          {words.lost}
        </Alert>
      )}
      <ErrorNote error={history.error} retry={history.retry} />
      <FiringList history={history} open={open} />
      <FiringDrawer id={search.get('firing')} close={() => open(null)} />
    </Page>
  );
}

function LiveMark({ connection }: { connection: Connection }) {
  const label = { live: words.live, connecting: words.connecting, lost: words.connecting }[connection];
  return (
    <Text span size="sm" className="nowrap">
      <span className="live-dot" data-connection={connection} />
      {label}
    </Text>
  );
}
