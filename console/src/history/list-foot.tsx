import { Anchor, Loader, Text } from '@mantine/core';
import { Link } from 'wouter';
import { text } from '../text';
import type { History } from './use-history';

const words = text.history;

interface ListFootProps {
  history: History;
  filtered: boolean;
}

/** What comes after the last row. It is as high whatever it says, so that no row moves when it changes. */
export function ListFoot({ history: { rows, loading, error }, filtered }: ListFootProps) {
  const empty = rows.shown.length === 0;
  return (
    <div className="firings-foot" data-empty={empty}>
      {loading ? (
        <Text size="sm" c="dimmed" role="status">
          <Loader size={12} mr={8} aria-hidden />
          {empty ? text.common.loading : words.loadingMore}
        </Text>
      ) : error ? null : empty ? (
        <Empty filtered={filtered} />
      ) : (
        !rows.hasMore && (
          <Text size="sm" c="dimmed">
            {words.end}
          </Text>
        )
      )}
    </div>
  );
}

function Empty({ filtered }: { filtered: boolean }) {
  return (
    <>
      <Text fw={600} role="status">
        {filtered ? words.empty : words.none}
      </Text>
      <Text size="sm" c="dimmed">
        {filtered ? words.emptyHint : words.noneHint}
      </Text>
      {!filtered && (
        <Anchor component={Link} href="/history?report" size="sm" mt="xs">
          {text.leads.button}
        </Anchor>
      )}
    </>
  );
}
