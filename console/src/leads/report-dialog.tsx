import './report.css';
import { Drawer, Loader } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useState } from 'react';
import { text } from '../text';
import type { Begun } from './draft';

/** At 1280 pixels the list's status, event and pixel stay in view beside it. */
const WIDTH = '32.5rem';

const ReportLead = lazy(() => import('./report-lead'));

interface ReportDialogProps {
  /** Null: closed. Empty: of no campaign in particular. */
  campaignId: string | null;
  close: () => void;
  /** The address of a firing's details. */
  hrefOf: (firingId: string) => string;
}

/**
 * “Report a lead” beside the page that opens it, whose list stays in view; what is in it is loaded when it opens. What was
 * typed is there again when it is opened again, unless it was cancelled or reported.
 */
export function ReportDialog({ campaignId, close, hrefOf }: ReportDialogProps) {
  const narrow = useMediaQuery('(max-width: 48em)');
  const [kept, setKept] = useState<{ of: string | null; begun: Begun | null }>({ of: null, begun: null });
  return (
    <Drawer
      opened={campaignId !== null}
      onClose={close}
      title={text.leads.title}
      position="right"
      size={narrow ? '100%' : WIDTH}
      overlayProps={{ backgroundOpacity: 0.2 }}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': text.leads.dismiss }}
    >
      <Suspense fallback={<Loader role="status" aria-label={text.common.loading} />}>
        <ReportLead
          campaignId={campaignId || null}
          kept={kept.of === campaignId ? kept.begun : null}
          keep={(begun) => setKept({ of: campaignId, begun })}
          close={close}
          hrefOf={hrefOf}
        />
      </Suspense>
    </Drawer>
  );
}
