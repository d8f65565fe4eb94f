import type { Client, CombinedError } from 'urql';
import { codeOf } from '../api/errors';
import type { ResultOf, VariablesOf } from '../api/graphql';
import { text } from '../text';
import { wordFor } from '../text/words';
import { COUNT, EXPORT, type Exported, type Filter } from './queries';

const PAGE = 200;
/** How long to wait before a page that could not be had is asked for again; after the last it is given up. */
const PAUSES_MS = [500, 2_000, 5_000];
const { columns } = text.history.csv;

const CELLS: Record<keyof typeof columns, (row: Exported) => string> = {
  id: (row) => row.id,
  createdAt: (row) => row.createdAt,
  status: (row) => wordFor(text.firingStatus, row.status),
  test: (row) => String(row.test),
  event: (row) => row.eventName,
  eventTime: (row) => row.eventTime,
  amount: (row) => row.value?.amount ?? '',
  currency: (row) => row.value?.currency ?? '',
  platform: (row) => row.platform,
  pixel: (row) => row.pixel.name,
  rule: (row) => row.rule?.name ?? '',
  campaign: (row) => row.campaign?.name ?? '',
  lead: (row) => row.leadId ?? '',
  eventId: (row) => row.eventId,
  matchKeys: (row) => row.matchKeys.join(' '),
  message: (row) => row.message ?? '',
};

/** Quoted where needed; what a spreadsheet would take for a formula is made text. */
export function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function line(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

export interface ExportProgress {
  rows: number;
  total: number;
}

type Page = ResultOf<typeof EXPORT>;

interface ExportOptions {
  /** Keeps nothing of what it reads. */
  reader: Client;
  filter: Filter;
  signal: AbortSignal;
  onProgress: (progress: ExportProgress) => void;
}

/**
 * Reads every page of the filter; answers the file, or null where it was stopped. Throws where the API refuses. Each
 * page goes into a blob of its own at once: a browser keeps what is big of them on the disk, not in memory.
 */
export async function exportCsv({ reader, filter, signal, onProgress }: ExportOptions): Promise<Blob | null> {
  const counted = await patiently(signal, () => reader.query(COUNT, { filter }).toPromise());
  const total = counted?.firingStats.total ?? 0;
  const parts = [new Blob(['\uFEFF', line(Object.values(columns))])];
  let after: string | null = null;
  let rows = 0;
  while (!signal.aborted) {
    const variables: VariablesOf<typeof EXPORT> = { filter, after, first: PAGE };
    const read = () => reader.query(EXPORT, variables).toPromise();
    const data: Page | null = await patiently(signal, read);
    if (!data) return null;
    const { nodes, pageInfo } = data.firings;
    parts.push(new Blob(nodes.map((row) => line(Object.values(CELLS).map((read) => read(row))))));
    rows += nodes.length;
    onProgress({ rows, total });
    if (!pageInfo.hasNextPage) return new Blob(parts, { type: 'text/csv;charset=utf-8' });
    after = pageInfo.endCursor;
  }
  return null;
}

/** Asks again where the service was not reached, so that what was read before is not lost; null where it was stopped. */
async function patiently<Data>(
  signal: AbortSignal,
  ask: () => Promise<{ data?: Data | undefined; error?: CombinedError | undefined }>,
): Promise<Data | null> {
  for (const pause of [...PAUSES_MS, null]) {
    const { data, error } = await ask();
    if (!error) return data ?? null;
    if (pause === null || codeOf(error) !== null) throw error;
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (signal.aborted) return null;
  }
  return null;
}

/** Hands the file to the browser's downloads. */
export function save(file: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `${text.history.csv.file}-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
