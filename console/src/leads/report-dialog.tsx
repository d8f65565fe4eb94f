import './report.css';
import { Drawer, Loader } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense } from 'react';
import { text } from '../text';

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

/** “Report a lead” beside the page that opens it, whose list stays in view; what is in it is loaded when it opens. */
export function ReportDialog({ campaignId, close, hrefOf }: ReportDialogProps) {
  const narrow = useMediaQuery('(max-width: 48em)');
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
        <ReportLead campaignId={campaignId || null} close={close} hrefOf={hrefOf} />
      </Suspense>
    </Drawer>
  );
}
