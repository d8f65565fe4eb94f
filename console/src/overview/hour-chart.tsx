import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { Anchor, Box, Table } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import { momentWords } from '../shell/moment';
import { text } from '../text';
import type { Overview } from './queries';

const words = text.overview;
const HOUR_MS = 3_600_000;
const SERIES = [
  { name: 'succeeded', label: words.totals.succeeded, color: 'teal.6' },
  { name: 'failed', label: words.totals.failed, color: 'red.6' },
  { name: 'waiting', label: words.totals.waiting, color: 'orange.5' },
  { name: 'skipped', label: words.totals.skipped, color: 'gray.5' },
];
const SHORT = new Intl.DateTimeFormat('en', { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** The hour's firings in the history. */
function hrefOf(from: string): string {
  const to = new Date(Date.parse(from) + HOUR_MS).toISOString();
  return `/history?tests=none&from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`;
}

/** Stacked bars by status, each hour leading to its firings; the same as a table for those who don't see them. */
export default function HourChart({ series }: { series: Overview['firingSeries'] }) {
  const [, go] = useLocation();
  const data = series.map(({ from, stats }) => ({ from, hour: SHORT.format(new Date(from)), ...stats }));
  return (
    <>
      <BarChart
        h={240}
        data={data}
        dataKey="hour"
        type="stacked"
        series={SERIES}
        withLegend
        xAxisProps={{ interval: 'equidistantPreserveEnd' }}
        barChartProps={{ accessibilityLayer: false }}
        barProps={{
          cursor: 'pointer',
          onClick: (bar: { payload?: { from?: string } }) => bar.payload?.from && go(hrefOf(bar.payload.from)),
        }}
        aria-hidden
      />
      <Box component="details" mt="xs">
        <summary>{words.perHourTable}</summary>
        <Table mt="xs" className="cards">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.hour}</Table.Th>
              {SERIES.map(({ name, label }) => (
                <Table.Th key={name}>{label}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {series.map(({ from, stats }) => (
              <Table.Tr key={from}>
                <Table.Td>
                  <Anchor component={Link} href={hrefOf(from)} size="sm" className="tap">
                    {momentWords(from)}
                  </Anchor>
                </Table.Td>
                {SERIES.map(({ name, label }) => (
                  <Table.Td key={name} data-label={label}>
                    {stats[name as keyof typeof stats]}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Box>
    </>
  );
}
