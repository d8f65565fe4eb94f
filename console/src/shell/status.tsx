import { Badge, type MantineColor } from '@mantine/core';
import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconClockPause,
  IconLoader2,
  IconPlayerPause,
  IconRefresh,
  IconX,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { text } from '../text';
import { wordFor } from '../text/words';

type Look = [color: MantineColor, icon: typeof IconCheck];

const FIRING: Record<string, Look> = {
  SUCCEEDED: ['teal', IconCheck],
  FAILED: ['red', IconX],
  SKIPPED: ['gray', IconBan],
  HELD: ['orange', IconClockPause],
  RETRYING: ['yellow', IconRefresh],
  PENDING: ['blue', IconLoader2],
};
const PIXEL: Record<string, Look> = {
  ACTIVE: ['teal', IconCheck],
  NEEDS_ATTENTION: ['red', IconAlertTriangle],
  PAUSED: ['gray', IconPlayerPause],
};
const UNKNOWN: Look = ['gray', IconLoader2];

/** Told by words and a sign, not by colour alone. */
export function FiringStatus({ status }: { status: string }) {
  return <Mark look={FIRING[status] ?? UNKNOWN}>{wordFor(text.firingStatus, status)}</Mark>;
}

export function PixelStatus({ status }: { status: string }) {
  return <Mark look={PIXEL[status] ?? UNKNOWN}>{wordFor(text.pixelStatus, status)}</Mark>;
}

function Mark({ look: [color, Icon], children }: { look: Look; children: ReactNode }) {
  return (
    <span className={`status status-${color}`}>
      <Icon size={14} stroke={2.4} aria-hidden />
      {children}
    </span>
  );
}

export function Endpoint({ endpoint }: { endpoint: string }) {
  return (
    <Badge variant="default" size="sm" tt="none">
      {wordFor(text.endpoint, endpoint)}
    </Badge>
  );
}
