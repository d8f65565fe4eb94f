import { Alert, List } from '@mantine/core';
import { text } from '../text';

/** What the API warns of, each in its own words. */
export function Warnings({
  warnings,
  title = text.common.worthKnowing,
}: {
  warnings: readonly string[];
  title?: string;
}) {
  if (warnings.length === 0) return null;
  return (
    <Alert color="yellow" title={title}>
      <List size="sm">
        {warnings.map((warning) => (
          <List.Item key={warning}>{warning}</List.Item>
        ))}
      </List>
    </Alert>
  );
}
