import { Alert, Button, Text } from '@mantine/core';
import { IconFlask } from '@tabler/icons-react';
import { Link } from 'wouter';
import { sentence } from '../api/errors';
import { text } from '../text';
import type { Firing } from './queries';

const words = text.history.drawer;
const WAITS = new Set(['PENDING', 'RETRYING', 'HELD']);

/** Where the firing went, and why it did not, where that is so. */
export function Outcome({ firing }: { firing: Firing }) {
  const place = placeOf(firing);
  const why = words.why[firing.status];
  const reasons = reasonsOf(firing);
  return (
    <>
      {place && (
        <Text size="sm">
          {firing.pixel.endpoint === 'SANDBOX' && <IconFlask size={15} className="inline-icon" aria-hidden />}
          {place}
        </Text>
      )}
      {why && reasons.length > 0 && (
        <Alert color={firing.status === 'FAILED' ? 'red' : 'gray'} title={why}>
          {reasons.map((reason) => (
            <Text key={reason} size="sm">
              {reason}
            </Text>
          ))}
          {firing.status === 'HELD' && (
            <Button component={Link} href={`/integrations/${firing.pixel.id}`} size="xs" mt="xs">
              {words.toPixel}
            </Button>
          )}
        </Alert>
      )}
    </>
  );
}

function placeOf({ attempts, status, pixel }: Firing): string | undefined {
  if (attempts.length > 0) return words.sent[pixel.endpoint];
  return WAITS.has(status) ? words.goes[pixel.endpoint] : undefined;
}

/** Our own sentence, and what the API says of this very firing. */
function reasonsOf({ status, message, skipReason, pixel }: Firing): string[] {
  const ours = status === 'HELD' ? words.held[pixel.status] : skipReason && (words.skip[skipReason] ?? skipReason);
  return [ours, message && sentence(message)].filter((reason): reason is string => Boolean(reason));
}
