import { Alert, Button, Text } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { ReportDialog } from '../leads/report-dialog';
import { ErrorNote } from '../shell/error-note';
import { Page } from '../shell/page';
import { text } from '../text';
import { ExportButton } from './export-button';
import { filterOf, ignoredOf, isFiltered, PARAMS, type Param, withParam } from './filter';
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

/** What is open over the list, each in one place of the address. */
interface Shown {
  firing?: string | null;
  report?: string | null;
}

/** The address with that open and nothing else; the filters stay. */
function shown(search: URLSearchParams, { firing = null, report = null }: Shown): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [param, value] of Object.entries({ firing, report })) {
    if (value === null) next.delete(param);
    else next.set(param, value);
  }
  return next;
}

export default function HistoryPage() {
  const [search, setSearch] = useSearchParams();
  const filterKey = filterKeyOf(search);
  const filter = useMemo(() => filterOf(new URLSearchParams(filterKey)), [filterKey]);
  const history = useHistory(filter);
  const open = useCallback((id: string | null) => setSearch((before) => shown(before, { firing: id })), [setSearch]);
  const report = (campaignId: string | null) => setSearch((before) => shown(before, { report: campaignId }));
  const change = (param: Param, values: readonly string[]) =>
    setSearch((before) => withParam(before, param, values), { replace: true });
  return (
    <Page
      title={words.title}
      intro={
        <>
          {words.intro} {!history.error && <LiveMark connection={history.connection} />}
        </>
      }
      actions={
        <>
          <ExportButton filter={filter} />
          <Button leftSection={<IconUserPlus size={16} />} onClick={() => report('')}>
            {text.leads.button}
          </Button>
        </>
      }
    >
      <FilterBar search={search} change={change} clear={() => setSearch(new URLSearchParams())} />
      <Ignored search={search} />
      {history.connection === 'lost' && (
        <Alert color="yellow" role="alert">
          {words.lost}
        </Alert>
      )}
      <ErrorNote error={history.error} retry={history.retry} />
      <FiringList history={history} filtered={isFiltered(search)} open={open} />
      <FiringDrawer id={search.get('firing')} close={() => open(null)} />
      <ReportDialog
        campaignId={search.get('report')}
        close={() => report(null)}
        hrefOf={(firing) => `/history?${shown(search, { firing })}`}
      />
    </Page>
  );
}

/** Else the view would be wider than the address says. */
function Ignored({ search }: { search: URLSearchParams }) {
  const ignored = ignoredOf(search);
  if (ignored.length === 0) return null;
  return (
    <Alert color="yellow" className="anywhere">
      {words.ignored(ignored.map(([param, value]) => `${param}=${value}`).join(', '))}
    </Alert>
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
